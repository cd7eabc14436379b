import ArgumentParser
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
      ("resett", ["reset"]), ("rset", ["reset", "set", "use"]), ("erset", ["reset", "set"]),
      ("RESET", ["reset", "set"]),
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
}
