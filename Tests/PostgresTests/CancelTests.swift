import Testing
import TestSupport

@testable import Postgres

@Suite("Cancelling")
struct CancelTests {
  enum Way: String, Sendable, CaseIterable {
    case call, task
  }

  enum Route: String, Sendable, CaseIterable {
    case socket, tls
  }

  private static func connect(_ database: TestDatabase, _ route: Route) async throws -> Connection {
    var info = try ConnectionInfo(dsn: database.dsn(tcp: route == .tls))
    if route == .tls { info.requireTLS() }
    let connection = try await Connection.connect(info)
    try #require((connection.facts.tls != nil) == (route == .tls))
    return connection
  }

  private static func waitForSleep(_ pid: Int32, _ database: TestDatabase) async throws {
    try await waitUntil("backend \(pid) sleeps") {
      try await !database.run(
        "SELECT 1 FROM pg_stat_activity WHERE pid = \(pid) AND wait_event = 'PgSleep'"
      ).isEmpty
    }
  }

  @Test(
    "A running statement is cancelled and the connection lives on",
    arguments: Way.allCases, Route.allCases)
  func cancels(_ way: Way, _ route: Route) async throws {
    let database = try await TestServer.shared().database()
    let connection = try await Self.connect(database, route)
    let work = Task { try await connection.query("SELECT pg_sleep(600)") }
    try await Self.waitForSleep(connection.facts.clientPID, database)
    way == .call ? connection.cancel() : work.cancel()
    let error = await #expect(throws: PostgresError.self) { try await work.value }
    #expect(error?.code == .interrupted)
    #expect(error?.sqlState == .queryCanceled)
    #expect(connection.isAlive)
    #expect(try await connection.read("SELECT 1").count == 1)
  }

  @Test("A read is cancelled and leaves no transaction behind")
  func cancelsRead() async throws {
    let database = try await TestServer.shared().database()
    let connection = try await database.connect()
    let work = Task { try await connection.read("SELECT pg_sleep(600)") }
    try await Self.waitForSleep(connection.facts.clientPID, database)
    connection.cancel()
    let error = await #expect(throws: PostgresError.self) { try await work.value }
    #expect(error?.code == .interrupted)
    #expect(try await connection.query("SHOW statement_timeout")[0][0] == "0")
  }

  @Test(
    "Safety trap 26: a transaction whose statement is cancelled is rolled back",
    arguments: Route.allCases)
  func trap26RollsBack(_ route: Route) async throws {
    let database = try await TestServer.shared().database()
    let connection = try await Self.connect(database, route)
    _ = try await connection.query("CREATE TABLE t (x int)")
    let work = Task {
      try await connection.transaction(.readWrite, Timeouts(statement: .seconds(600))) {
        _ = try await $0.query("INSERT INTO t VALUES (1)")
        _ = try await $0.query("SELECT pg_sleep(600)")
      }
    }
    try await Self.waitForSleep(connection.facts.clientPID, database)
    work.cancel()
    let error = await #expect(throws: PostgresError.self) { try await work.value }
    #expect(error?.code == .interrupted)
    #expect(try await connection.read("SELECT * FROM t").isEmpty)
  }

  @Test("A cancel between statements never hits the next one")
  func sparesNextStatement() async throws {
    let connection = try await TestServer.shared().database().connect()
    for _ in 1...50 {
      connection.cancel()
      #expect(try await connection.query("SELECT pg_sleep(0.001)").count == 1)
    }
  }

  @Test("Cancels that race with the end of a statement never reach the one after the next")
  func staysWithinStatement() async throws {
    let connection = try await TestServer.shared().database().connect()
    for _ in 1...30 {
      let canceller = Task.detached { connection.cancel() }
      // This one may be hit.
      _ = try? await connection.query("SELECT 1")
      await canceller.value
      #expect(try await connection.query("SELECT pg_sleep(0.002)").count == 1)
    }
  }

  @Test("A task that is cancelled already sends nothing")
  func sendsNothing() async throws {
    let connection = try await TestServer.shared().database().connect()
    _ = try await connection.query("CREATE TABLE t (x int)")
    let work = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return try await connection.query("INSERT INTO t VALUES (1)")
    }
    let error = await #expect(throws: PostgresError.self) { try await work.value }
    #expect(error?.code == .interrupted)
    #expect(try await connection.read("SELECT * FROM t").isEmpty)
  }

  @Test("A task cancelled before COMMIT rolls back")
  func rollsBackBeforeCommit() async throws {
    let connection = try await TestServer.shared().database().connect()
    _ = try await connection.query("CREATE TABLE t (x int)")
    let work = Task {
      try await connection.transaction(.readWrite) {
        _ = try await $0.query("INSERT INTO t VALUES (1)")
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      }
    }
    let error = await #expect(throws: PostgresError.self) { try await work.value }
    #expect(error?.code == .interrupted)
    #expect(try await connection.read("SELECT * FROM t").isEmpty)
  }

  @Test("A server that does not obey a cancel loses the connection after a grace period")
  func givesUp() async throws {
    let gate = CancelGate()
    gate.open()
    var watch = Watch(gate: gate, limit: .seconds(1), canceller: nil)
    let limit = try #require(watch.deadline)
    #expect(limit > .now + .seconds(5))
    watch.postpone()
    #expect(try #require(watch.deadline) >= limit)
    #expect(!watch.isInterrupted)
  }
}
