import Testing

@testable import OpsCore
@testable import OpsShell

@Suite struct PlaceHelpTests {
  private func help(_ text: String, aliases: Aliases = Aliases()) -> [String]? {
    PlaceHelp.lines(after: text, in: TestCommands.table, aliases: aliases)
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
