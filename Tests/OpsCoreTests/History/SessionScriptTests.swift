import Testing

@testable import OpsCore

@Suite struct SessionScriptTests {
  private func text(
    _ lines: [(String, String, OpsCore.ExitStatus)], aliases: Aliases = Aliases()
  ) -> [String] {
    let entries = lines.map { environment, text, status in
      HistoryEntry(
        time: Instant(secondsSinceEpoch: 0), environment: environment, status: status, text: text)
    }
    return SessionScript.text(of: "5c1e09aa", entries, aliases: aliases)
      .split(separator: "\n").drop { $0.hasPrefix("#") }.map(String.init)
  }

  @Test("The lines stand as they were typed, in the environment in which they ran")
  func lines() {
    #expect(
      text([
        ("dev", "batches --filename 'a b*'", .success), ("dev", "use prod", .success),
        ("prod", "arm --reason INC-42", .success), ("prod", "disarm", .success),
        ("dev", "status", .success),
      ]) == [
        "use dev", "batches --filename 'a b*'", "use prod", "arm --reason INC-42", "disarm",
        "use dev", "status",
      ])
  }

  @Test("What failed stands as a comment with its status, and can do nothing")
  func failed() {
    #expect(
      text([("dev", "resett %1\nquit", .usage), ("dev", "reset %1", .refused)]) == [
        "use dev", "# exit 64: resett %1 quit", "# exit 4: reset %1",
      ])
  }

  @Test("A line over several lines becomes one; a word over several lines cannot")
  func severalLines() {
    #expect(
      text([
        ("dev", "batches \\\n --status 'in flight'", .success),
        ("dev", "fail x --message 'a\nquit'", .success),
      ]) == [
        "use dev", "batches --status 'in flight'",
        "# left out, a word of it goes over several lines: fail x --message 'a\\nquit'",
      ])
  }

  @Test("Aliases that the session did not define itself stand in front")
  func aliases() throws {
    var aliases = Aliases()
    try aliases.define("today", as: "batches --today", over: CommandTable([]))
    try aliases.define("own", as: "stuck", over: CommandTable([]))
    #expect(
      text([("dev", "alias own=stuck", .success), ("dev", "today", .success)], aliases: aliases)
        == ["alias 'today=batches --today'", "use dev", "alias own=stuck", "today"])
  }
}
