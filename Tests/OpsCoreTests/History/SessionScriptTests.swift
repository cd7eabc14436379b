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
    return SessionScript.text(of: "5c1e09aa", entries, aliases: aliases, in: CommandTable([]))
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

  @Test("A line over several lines stays as it was, which a script takes")
  func severalLines() {
    #expect(
      text([
        ("dev", "batches \\\n --status 'in flight'", .success),
        ("dev", "fail x --message 'a\nquit'", .success),
      ]) == [
        "use dev", "batches \\", " --status 'in flight'", "fail x --message 'a", "quit'",
      ])
  }

  @Test(
    "What can be done only once is left in as a comment that says why",
    arguments: [
      ("undo 6ea9d8533fc1 --yes", "audit 6ea9d8533fc1 has been undone"),
      ("cleanup apply 5c1e09aa41d7 --expect 3", "plan 5c1e09aa41d7 has been carried out, and"),
      ("watch 2s stuck", "it goes on until somebody ends it"),
      ("cleanup undo 5c1e09aa41d7", "plan 5c1e09aa41d7 has been undone"),
    ])
  func usedUp(line: String, reason: String) {
    let script = text([("dev", line, .success)])
    #expect(script.count == 2)
    #expect(script[1].hasPrefix("# left out, \(reason)") && script[1].hasSuffix(": \(line)"))
  }

  @Test("A name stands for what it stood for then, whatever it stands for now")
  func meanings() {
    let entries = [
      HistoryEntry(
        time: Instant(secondsSinceEpoch: 0), environment: "dev", status: .success,
        ran: "batches --today -o csv", text: "today -o csv"),
      HistoryEntry(
        time: Instant(secondsSinceEpoch: 1), environment: "dev", status: .success, ran: "use prod",
        text: "p"),
      HistoryEntry(
        time: Instant(secondsSinceEpoch: 2), environment: "prod", status: .refused,
        ran: "reset 3f2a", text: "again"),
    ]
    let script = SessionScript.text(of: "a", entries, in: CommandTable([]))
    #expect(
      script.split(separator: "\n").suffix(4) == [
        "use dev", "batches --today -o csv", "use prod", "# exit 4: again",
      ])
  }

  @Test("Aliases that the session did not define itself stand in front of files that it ran")
  func aliases() throws {
    var aliases = Aliases()
    try aliases.define("today", as: "batches --today", over: CommandTable([]))
    try aliases.define("own", as: "stuck", over: CommandTable([]))
    let defined = [("dev", "alias own=stuck", OpsCore.ExitStatus.success)]
    #expect(
      text(defined + [("dev", "source x.dfops", .success)], aliases: aliases)
        == ["alias 'today=batches --today'", "use dev", "alias own=stuck", "source x.dfops"])
    #expect(
      text(defined + [("dev", "unalias own", .success)], aliases: aliases)
        == ["use dev", "alias own=stuck", "unalias own"])
  }

  @Test(
    "A line about an alias that the script does not have is left out",
    arguments: ["unalias today", "alias today"])
  func unknownAlias(line: String) {
    #expect(
      text([("dev", line, .success), ("dev", "alias", .success)]) == [
        "use dev", "# left out, an alias that the session had from elsewhere: \(line)", "alias",
      ])
  }
}
