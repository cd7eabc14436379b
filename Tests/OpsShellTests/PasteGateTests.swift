import ArgumentParser
import OpsCore
import Testing

@testable import OpsShell

@Suite struct PasteGateTests {
  @Test(
    "Lines that belong together are one entry, empty ones none",
    arguments: [
      (["a", "", "  ", "b"], ["a", "b"]),
      (["fail x --message 'one", "two'", "quit"], ["fail x --message 'one\ntwo'", "quit"]),
      (["batches \\", "--all"], ["batches \\\n--all"]),
      (["a", "b 'open"], ["a", "b 'open"]),
      ([""], []),
    ])
  func entries(lines: [String], expected: [String]) {
    #expect(PasteGate.entries(of: lines) == expected)
  }

  private func listing(_ entries: [String], width: Int = 40) -> [String] {
    PasteGate.listing(of: entries, width: width, requirements: Self.table.requirements)
  }

  @Test("The list has numbers, marks what changes something, and counts it")
  func listed() {
    #expect(
      listing(["plans", "-e prod plans apply x", "touch --env dev", "nonsense"]) == [
        "4 lines were pasted; 2 of them change something:",
        "  1   plans", "  2 ! -e prod plans apply x", "  3 ! touch --env dev", "  4   nonsense",
      ])
    #expect(listing(["plans", "touch"])[0] == "2 lines were pasted; 1 of them changes something:")
    #expect(listing(["plans"])[0] == "1 line was pasted; none of them changes something:")
  }

  @Test(
    "No control character of a paste reaches the terminal, and no line is longer than the screen")
  func harmless() {
    let lines = listing(
      ["fail '\u{1B}[2J\u{202E}\n'", String(repeating: "x", count: 99)], width: 20)
    #expect(lines[1...] == ["  1   fail '\\x1B[2…", "  2   xxxxxxxxxxxx…"])
  }

  @Test("Of very many lines the first are shown, and the others are counted with what they change")
  func many() {
    let lines = listing(Array(repeating: "plans", count: 40) + ["touch", "plans"])
    #expect(lines.count == 42)
    #expect(lines[1] == "   1   plans")
    #expect(lines.last == "  … 2 more; 1 of them change something")
  }

  // MARK: Commands

  private static let table = CommandTable([Touch.self, Plans.self])

  struct Touch: OpsCommand {
    static let configuration = CommandConfiguration(commandName: "touch")
    static let requirements: Requirements = [.connection, .write]
    static let group = OpsCore.CommandGroup.changes
    func run(in context: Context) async throws -> Report { .none }
  }

  struct Plans: OpsCommand {
    static let configuration = CommandConfiguration(
      commandName: "plans", subcommands: [Apply.self])
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.changes
    func run(in context: Context) async throws -> Report { .none }
  }

  struct Apply: OpsCommand {
    static let configuration = CommandConfiguration(commandName: "apply")
    static let requirements: Requirements = [.destructive]
    static let group = OpsCore.CommandGroup.changes
    @Argument var plan: String
    func run(in context: Context) async throws -> Report { .none }
  }
}
