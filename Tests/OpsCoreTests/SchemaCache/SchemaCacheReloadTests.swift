import Postgres
import Synchronization
import TestSupport
import Testing

@testable import OpsCore

/// Answers in a row; the last one for ever.
private final class ScriptedProbe: SchemaCacheProbe {
  private let answers: Mutex<[ProbeResult]>

  init(_ answers: [ProbeResult]) { self.answers = Mutex(answers) }

  func probe(timeout: Duration) async -> ProbeResult {
    answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
  }
}

private func answer(_ answers: Bool?, stale: Bool = false, loads: Int? = nil) -> ProbeResult {
  ProbeResult(answers: answers, code: nil, stale: stale, detail: "scripted", loads: loads)
}

@Suite("The reload of PostgREST's schema cache")
struct SchemaCacheReloadTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test(
    "What a probe proves",
    arguments: [
      // before, after, notified, last probe, expected
      (answer(true, loads: 4), answer(true, loads: 5), true, false, .proven),
      (answer(true, loads: 4), answer(true, loads: 4), true, false, nil),
      (answer(true, loads: 4), answer(true, loads: 4), true, true, .stale),
      (answer(true, loads: 4), answer(true, loads: 4), false, false, .notProvable),
      (answer(true), answer(true), true, false, .notProvable),
      (answer(false, stale: true), answer(true), true, false, .proven),
      (answer(true), answer(false, stale: true), true, false, nil),
      (answer(true), answer(false, stale: true), true, true, .stale),
      (answer(false), answer(false), true, true, .notProvable),
      (answer(nil), answer(nil), true, false, .notProvable),
      (answer(true), answer(true, stale: true), true, true, .stale),
    ] as [(ProbeResult, ProbeResult, Bool, Bool, SchemaCacheReload.Freshness?)])
  func judge(
    _ before: ProbeResult, _ after: ProbeResult, _ notified: Bool, _ isLast: Bool,
    _ expected: SchemaCacheReload.Freshness?
  ) {
    #expect(
      SchemaCacheReload.judge(before: before, after: after, notified: notified, isLast: isLast)
        == expected)
  }

  private func reload(_ connection: Connection, _ probe: (any SchemaCacheProbe)?)
    -> SchemaCacheReload
  {
    SchemaCacheReload(
      connection: connection, probe: probe,
      throttle: ReloadThrottle(path: scratch.file("reload-test")))
  }

  @Test("Row 16 of the runbook: the payload is the one that PostgREST obeys, sent while read-only")
  func notifies() async throws {
    let database = try await TestServer.shared().database(.empty)
    let listener = try await database.connect()
    try await listener.listen("pgrst")
    let connection = try await database.connect()
    let probe = ScriptedProbe([
      answer(true, loads: 1), answer(true, loads: 1), answer(true, loads: 2),
    ])
    let outcome = try await reload(connection, probe).run(timeout: .seconds(120))
    #expect(outcome.notified)
    #expect(outcome.listeners == 1)
    #expect(outcome.answers == true)
    #expect(outcome.freshness == .proven)
    let notification = try await listener.nextNotification(timeout: .seconds(10))
    #expect(notification?.channel == "pgrst")
    #expect(notification?.payload == "reload schema")
  }

  @Test("Within a minute it only probes")
  func throttled() async throws {
    let database = try await TestServer.shared().database(.empty)
    let connection = try await database.connect()
    let probe = ScriptedProbe([answer(true, loads: 1)])
    _ = try await reload(connection, nil).run(timeout: .seconds(1))
    let outcome = try await reload(connection, probe).run(timeout: .seconds(1))
    #expect(!outcome.notified)
    #expect(outcome.turnIn.map { $0 > .zero } == true)
    #expect(outcome.freshness == .notProvable)
    #expect(outcome.answers == true)
  }

  @Test("Without a probe nothing is claimed")
  func withoutProbe() async throws {
    let database = try await TestServer.shared().database(.empty)
    let outcome = try await reload(database.connect(), nil).run(timeout: .seconds(1))
    #expect(outcome.notified)
    #expect(outcome.answers == nil)
    #expect(outcome.freshness == .notProvable)
  }

  @Test("A role that cannot see other sessions does not report that nobody listens")
  func listenersUnknown() async throws {
    let database = try await TestServer.shared().database(.empty)
    try await database.execute("CREATE ROLE sees_nothing LOGIN")
    let connection = try await database.connect(user: "sees_nothing")
    let outcome = try await reload(connection, nil).run(timeout: .seconds(1))
    #expect(outcome.notified)
    #expect(outcome.listeners == nil)
  }

  @Test("When the notification cannot be sent the turn is given back")
  func failure() async throws {
    let database = try await TestServer.shared().database(.empty)
    let connection = try await database.connect()
    let pid = try await connection.transaction { $0.backendPID }
    try await Backend.kill(pid, on: database)
    await #expect(throws: PostgresError.self) {
      try await reload(connection, nil).run(timeout: .seconds(1))
    }
    #expect(try scratch.names.isEmpty)
  }
}
