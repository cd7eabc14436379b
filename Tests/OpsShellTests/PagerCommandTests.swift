import OpsCore
import Testing

@testable import OpsShell

@Suite("The pager")
struct PagerCommandTests {
  @Test(
    "It is DFOPS_PAGER, else PAGER, else less; an empty one and cat are none",
    arguments: [
      ([:], ["less", "-SRXF"]),
      (["LESS": "-X"], ["less", "-SRXF"]),
      (["PAGER": "more"], ["more"]),
      (["PAGER": "more", "DFOPS_PAGER": "less -S '+/a b'"], ["less", "-S", "+/a b"]),
      (["PAGER": "more", "DFOPS_PAGER": ""], nil),
      (["PAGER": " "], nil),
      (["PAGER": "cat"], nil),
    ] as [([String: String], [String]?)])
  func words(variables: [String: String], expected: [String]?) throws {
    #expect(try PagerCommand.words(variables) == expected)
  }

  @Test("A command that cannot be taken apart is an error")
  func broken() {
    #expect(throws: OpsError.self) {
      try PagerCommand.words(["PAGER": "less 'x"])
    }
  }

  @Test(
    "It shows colours and is secure, unless its user has said otherwise",
    arguments: [
      ([:], "SRXF", "1"), (["LESS": ""], "", "1"), (["LESS": "R", "LESSSECURE": "0"], "R", "0"),
    ] as [([String: String], String, String)])
  func environment(variables: [String: String], less: String, secure: String) {
    let all = PagerCommand.environment(variables.merging(["PATH": "/bin"]) { $1 })
    #expect(all == ["PATH": "/bin", "LESS": less, "LESSSECURE": secure])
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
