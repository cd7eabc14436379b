import OpsCore
import TestSupport
import Testing

@Suite("history")
struct HistoryCommandTests {
  /// A shell whose history has lines of two sessions in two environments.
  private func shell() async throws -> Harness {
    let shell = try await Harness.make(.empty)
    let history = try History(await shell.session.state)
    let lines: [(Int64, String, Int32, String, String)] = [
      (10, "dev", 0, "a", "batches --today"), (30, "prod", 0, "b", "status"),
      (20, "dev", 64, "a", "resett %1"), (40, "prod", 0, "b", "arm --reason 'INC 42'"),
    ]
    for (time, environment, status, session, text) in lines {
      try history.add(
        HistoryEntry(
          time: Instant(secondsSinceEpoch: time), environment: environment,
          status: ExitStatus(rawValue: status), milliseconds: 5, session: session, text: text))
    }
    return shell
  }

  private func texts(_ line: String) async throws -> [String] {
    try await shell().run(line + " -o csv").stdout.split(separator: "\n").dropFirst()
      .map { String($0.split(separator: ",", maxSplits: 6)[6]) }
  }

  @Test("Lines of all sessions stand in the order of time, with what became of them")
  func list() async throws {
    let run = try await shell().run("history -o csv")
    #expect(
      run.stdout == """
        n,time,environment,exit,duration_ms,session,text
        1,1970-01-01T00:00:10Z,dev,0,5,a,batches --today
        3,1970-01-01T00:00:20Z,dev,64,5,a,resett %1
        2,1970-01-01T00:00:30Z,prod,0,5,b,status
        4,1970-01-01T00:00:40Z,prod,0,5,b,arm --reason 'INC 42'

        """)
  }

  @Test("An environment, a session, a text and a limit choose among them")
  func filters() async throws {
    #expect(try await texts("history --env prod") == ["status", "arm --reason 'INC 42'"])
    #expect(try await texts("history --session a") == ["batches --today", "resett %1"])
    #expect(try await texts("history RESET") == ["resett %1"])
    #expect(try await texts("history --limit 1") == ["arm --reason 'INC 42'"])
    #expect(try await texts("history nothing") == [])
  }

  @Test("A session is printed as a script; without a name, the last one")
  func script() async throws {
    let shell = try await shell()
    let script = try await shell.run("history --script").stdout
    #expect(script.hasSuffix("\nuse prod\nstatus\narm --reason 'INC 42'\n"))
    let other = try await shell.run("history --script --session a").stdout
    #expect(other.hasSuffix("\nuse dev\nbatches --today\n# exit 64: resett %1\n"))
    #expect(try await shell.run("history --script --session x").status == 1)
    #expect(try await shell.run("history --script reset").status == 64)
  }

  @Test("A history that is not to be used is told, and no history is an empty list")
  func faults() async throws {
    let shell = try await Harness.make(.empty)
    #expect(try await shell.run("history -o json").stdout == "[]\n")
    #expect(try await shell.run("history --script").status == 1)
  }
}
