import Testing

@testable import OpsShell

@Suite struct LineMemoryTests {
  private var memory: LineMemory {
    var memory = LineMemory()
    for (text, environment) in [
      ("batches --status failed", "dev"), ("batches --today", "prod"), ("batches --stuck", nil),
      ("reset 3f2a --reason password=secret", "dev"), (" hidden line", "dev"),
      ("two\nlines", "dev"),
    ] as [(String, String?)] {
      memory.add(text, environment: environment, isOwn: false)
    }
    return memory
  }

  @Test(
    "The latest line goes on, those of the same environment first",
    arguments: [
      ("bat", "dev", "ches --status failed"), ("bat", "prod", "ches --today"),
      ("bat", "other", "ches --stuck"), ("batches --to", "dev", "day"),
      ("batches --today", "dev", nil), ("Bat", "dev", nil), ("", "dev", nil), ("  ", "dev", nil),
      ("reset", "dev", nil), (" hid", "dev", nil), ("hid", "dev", nil), ("two", "dev", nil),
    ] as [(String, String, String?)])
  func continuation(beginning: String, environment: String, rest: String?) {
    #expect(memory.continuation(of: beginning, in: environment) == rest)
  }

  @Test("One's own lines come before later ones of other sessions, in the same environment")
  func own() {
    var memory = memory
    memory.add("batches --all", environment: "dev", isOwn: true)
    memory.add("batches --limit 3", environment: "dev", isOwn: false)
    #expect(memory.continuation(of: "bat", in: "dev") == "ches --all")
    #expect(memory.continuation(of: "bat", in: "prod") == "ches --today")
    #expect(memory.continuation(of: "bat", in: "other") == "ches --all")
  }
}
