import Testing

@testable import OpsCore
@testable import OpsShell

@Suite struct PlaceHelpTests {
  private func help(
    _ text: String, aliases: Aliases = Aliases(), columns: Int = 200, rows: Int = 100
  ) -> [String]? {
    PlaceHelp.lines(
      after: text, in: TestCommands.table, aliases: aliases,
      on: LiveSize(columns: columns, rows: rows))
  }

  @Test(
    "No line is wider than the screen, none breaks a word, and what does not fit is counted out",
    arguments: ["", "errors ", "reset ", "errors export x row ", "reset --status ", "reset -o "],
    [10, 20, 40, 80])
  func fits(text: String, columns: Int) throws {
    let words = Set(try #require(help(text)).flatMap { $0.split(separator: " ") } + ["…"])
    for rows in [3, 5, 24] {
      let lines = try #require(help(text, columns: columns, rows: rows))
      #expect(lines.count <= rows - 2)
      #expect(lines.allSatisfy { DisplayWidth.of($0) <= columns })
      guard columns >= 40, lines.last?.hasPrefix("… help") != true else { continue }
      #expect(lines.flatMap { $0.split(separator: " ") }.allSatisfy(words.contains))
    }
  }

  @Test("Whoever sees only the beginning is told how to see all")
  func rest() throws {
    #expect(try #require(help("", columns: 40, rows: 4)).last == "… help shows all")
    #expect(
      try #require(help("errors export x row ", columns: 80, rows: 4)).last
        == "… help errors export shows all")
  }

  @Test("At the beginning it lists the commands, and aliases with what they stand for")
  func commands() throws {
    var aliases = Aliases()
    try aliases.define("again", as: "reset \u{1B}[2J", over: TestCommands.table)
    let lines = try #require(help("", aliases: aliases))
    #expect(lines.first == "  reset   Send batches back.")
    #expect(lines.last == "  again   reset \\x1B[2J")
    #expect(lines.count == TestCommands.table.commands.count + 1)
  }

  @Test("Behind a command it says what the command does, takes and knows")
  func command() throws {
    let lines = try #require(help("reload "))
    #expect(lines.first == "reload [options]: Reload the cache.")
    #expect(help("errors ")?.contains("  top     The most.") == true)
    let export = try #require(help("errors export x row "))
    #expect(export.first == "errors export <id> <kind> [options]: Write a CSV.")
    #expect(export.contains { $0.hasPrefix("  --output <output>") })
  }

  @Test(
    "Where a value stands it says which",
    arguments: [
      ("use ", "environment"), ("reset ", "%3"), ("reset --status ", "a status of this database"),
      ("errors export x ", "one of row, file"), ("errors export x --output ", "the name of a file"),
      ("reset -o ", "one of table, vertical"),
    ])
  func values(text: String, meaning: String) throws {
    let lines = try #require(help(text))
    #expect(lines.count == 1 && lines[0].contains(meaning))
  }

  @Test(
    "Where a question mark may be meant it stays one",
    arguments: ["reset --older-than ", "nonsense ", "# "])
  func text(text: String) {
    #expect(help(text) == nil)
  }
}
