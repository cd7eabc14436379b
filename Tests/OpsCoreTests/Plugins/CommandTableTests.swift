import ArgumentParser
import TestSupport
import Testing

@testable import OpsCore

@Suite("Commands by name")
struct CommandTableTests {
  private struct Reset: OpsCommand {
    static let configuration = CommandConfiguration(aliases: ["rs"])
    static let requirements: Requirements = [.connection, .write]
    static let group = OpsCore.CommandGroup.changes
    mutating func run(in context: Context) async throws -> Report { .none }
  }

  private struct ErrorsTop: OpsCommand {
    static let configuration = CommandConfiguration(commandName: "errors")
    static let requirements: Requirements = .connection
    static let group = OpsCore.CommandGroup.errors
    mutating func run(in context: Context) async throws -> Report { .none }
  }

  private struct Mark: ManyIDsCommand, FilteringCommand {
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.changes
    @Argument var ids: [String] = []
    @Option var message: String?
    @Option(parsing: .upToNextOption) var words: [String] = []
    @OptionGroup var filters: FilterOptions
    @Flag var all = false
    mutating func validate() throws {
      guard !all || ids.isEmpty else { throw ValidationError("--all and ids exclude each other") }
    }
    mutating func run(in context: Context) async throws -> Report { .none }
  }

  private struct Group: OpsCommand {
    static let configuration = CommandConfiguration(subcommands: [Mark.self])
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.changes
    mutating func run(in context: Context) async throws -> Report { .none }
  }

  private let table = CommandTable([Reset.self, ErrorsTop.self])

  @Test(
    "A command is found by its name and its aliases, exactly",
    arguments: [
      ("reset", "reset"), ("rs", "reset"), ("errors", "errors"), ("Reset", nil), ("rese", nil),
      ("", nil), ("reset ", nil),
    ] as [(String, String?)])
  func find(word: String, name: String?) {
    #expect(table.find(word)?._commandName == name)
    #expect(table.names == ["reset", "errors"])
  }

  @Test(
    "What may have been meant is offered, nearest first",
    arguments: [
      ("resett", ["reset"]), ("rset", ["reset", "set"]), ("erset", ["reset"]),
      ("RESET", ["reset"]),
      ("re", ["reset", "reload"]), ("b", []), ("bat", ["batch", "batches"]),
      ("batchs", ["batch", "batches"]), ("xyzzy", []), ("", []), ("se", ["set", "use"]),
    ] as [(String, [String])])
  func near(word: String, names: [String]) {
    let candidates = ["batches", "batch", "reset", "reload", "set", "use"]
    #expect(Suggestion.near(word, among: candidates) == names)
  }

  @Test(
    "A distance counts what must be put in, taken out, changed or swapped",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1),
      ("abc", "acb", 1), ("abcd", "dcba", 3), ("kitten", "sitting", 3),
    ])
  func distance(left: String, right: String, expected: Int) {
    #expect(Suggestion.distance(left, right) == expected)
    #expect(Suggestion.distance(right, left) == expected)
  }

  @Test("A huge word costs nothing", arguments: HostileText.all)
  func hostile(_ hostile: HostileText) {
    #expect(Suggestion.near(hostile.text, among: ["reset"]).count <= 1)
  }

  @Test("Live candidates are told apart by their command lines")
  func liveCandidates() {
    for kind in LiveCandidates.allCases {
      #expect(LiveCandidates(command: kind.command) == kind)
    }
    #expect(LiveCandidates(command: "ls") == nil)
  }

  private func mark(_ words: [String]) throws -> Mark {
    let table = CommandTable([Mark.self, Group.self])
    guard case .command(let command) = try table.parse(words, columns: nil) else {
      throw OpsError(.usage, "it is a screen")
    }
    return try #require(command as? Mark)
  }

  @Test(
    "The ids of a long line come in their order, as those of a short one",
    arguments: [["mark"], ["group", "mark"]], [3, 300])
  func ids(name: [String], count: Int) throws {
    let ids = (0..<count).map { "abcd\($0)" }
    let first = try mark(name + ["--message", "a"] + ids)
    #expect(first.ids == ids && first.message == "a")
    let last = try mark(name + ids + ["--message=a", "--words"] + ids)
    #expect(last.ids == ids && last.words == ids && last.message == "a")
    let mixed = try mark(
      name + ids.prefix(1) + ["--except"] + ids + ["--message", "b"] + ids.dropFirst()
        + ["--except", "abcd"])
    #expect(mixed.ids == ids && Set(mixed.filters.except) == Set(ids + ["abcd"]))
    let behind = try mark(name + ids + ["--", "-x", "--message"])
    #expect(behind.ids == ids + ["-x", "--message"])
    for wrong in [["--all"], ["--nonsense"], ["--message"], ["--except"]] {
      #expect(throws: OpsError.self) { try mark(name + ids + wrong) }
    }
    let place = #expect(throws: OpsError.self) { try mark(name + ["--except"] + ids + ["%3"]) }
    #expect(place?.exit == .usage && place?.message.contains("--except takes ids") == true)
  }

  @Test("trap: thousands of ids are parsed in linear time", arguments: [[], ["--except"]])
  func manyIDs(option: [String]) async throws {
    let ids = (0..<CommandTable.maximumWords - 2).map { "abcd\($0)" }
    let (parsed, inTime) = try await timed(within: .seconds(2)) {
      try self.mark(["mark"] + option + ids)
    }
    #expect((option.isEmpty ? parsed.ids : parsed.filters.except) == ids)
    #expect(inTime)
  }
}
