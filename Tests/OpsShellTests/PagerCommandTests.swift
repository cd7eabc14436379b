import OpsCore
import Testing

@testable import OpsShell

@Suite("The pager")
struct PagerCommandTests {
  @Test(
    "It is DFOPS_PAGER, else PAGER, else less; an empty one, cat and a dumb terminal are none",
    arguments: [
      ([:], ["less", "-SRXF"]),
      (["LESS": "-X"], ["less", "-SRXF"]),
      (["PAGER": "more"], ["more"]),
      (["PAGER": "more", "DFOPS_PAGER": "less -S '+/a b'"], ["less", "-S", "+/a b"]),
      (["PAGER": "more", "DFOPS_PAGER": ""], nil),
      (["PAGER": " "], nil),
      (["PAGER": "cat"], nil),
      (["TERM": "dumb", "PAGER": "more"], nil),
      (["TERM": ""], nil),
    ] as [([String: String], [String]?)])
  func words(variables: [String: String], expected: [String]?) throws {
    let all = variables.merging(["TERM": "xterm"]) { given, _ in given }
    #expect(try PagerCommand.words(all) == expected)
  }

  @Test("A command that cannot be taken apart is an error")
  func broken() {
    #expect(throws: OpsError.self) {
      try PagerCommand.words(["TERM": "xterm", "PAGER": "less 'x"])
    }
  }

  @Test("What runs with the keys has ^C for itself; afterwards it is ours again")
  func keys() async {
    let gate = InterruptGate()
    #expect(!gate.takeKey())
    let pressed = await gate.lendKeys { #expect(gate.takeKey() && gate.takeKey()) }
    #expect(pressed == 2)
    #expect(!gate.takeKey())
    #expect(await gate.lendKeys {} == 0)
  }
}
