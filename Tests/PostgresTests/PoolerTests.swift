import Testing
import TestSupport

@testable import Postgres

@Suite("Behind a pooler in transaction mode", .enabled(if: TestPooler.isInstalled))
struct PoolerTests {
  /// A pooler and a connection through it; the pooler ends with this value.
  private struct Pooled {
    let pooler: TestPooler
    let database: TestDatabase
    let connection: Connection

    init() async throws {
      let server = try await TestServer.shared()
      pooler = try await TestPooler(for: server)
      database = try await server.database()
      connection = try await Connection.connect(
        ConnectionInfo(dsn: pooler.dsn(database: database.name)))
    }
  }

  @Test("The pooler is noticed by its invented process id")
  func noticesPooler() async throws {
    let pooled = try await Pooled()
    let real = try await pooled.connection.read("SELECT pg_backend_pid() AS pid")[0].int("pid")
    #expect(pooled.connection.isPooled == true)
    #expect(pooled.connection.backendPID.map(Int.init) == real)
  }

  @Test("Safety trap 23: the timeouts are in force, and gone for the next client")
  func trap23EstablishesTimeouts() async throws {
    let pooled = try await Pooled()
    let inside = try await pooled.connection.transaction { transaction in
      try await transaction.query("SHOW statement_timeout")[0][0]
    }
    #expect(inside == "15s")
    #expect(try await pooled.connection.query("SHOW statement_timeout")[0][0] == "0")
  }

  @Test(
    "Safety trap 26: a cancel reaches the statement through the pooler, and the transaction is undone"
  )
  func trap26Cancels() async throws {
    let pooled = try await Pooled()
    let connection = pooled.connection
    _ = try await connection.query("CREATE TABLE t (x int)")
    let work = Task {
      try await connection.transaction(.readWrite) {
        _ = try await $0.query("INSERT INTO t VALUES (1)")
        _ = try await $0.query("SELECT pg_sleep(14)")
      }
    }
    let database = pooled.database
    try await waitUntil("the statement sleeps") {
      try await !database.run(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
      ).isEmpty
    }
    connection.cancel()
    let error = await #expect(throws: PostgresError.self) { try await work.value }
    #expect(error?.code == .interrupted)
    #expect(try await connection.read("SELECT * FROM t").isEmpty)
  }

  @Test("A stream of rows passes the pooler")
  func copies() async throws {
    let pooled = try await Pooled()
    let rows = try await pooled.connection.transaction { transaction in
      unsafe try await transaction.copyOut("COPY (SELECT generate_series(1, 1000)) TO STDOUT") {
        _ in
      }
    }
    #expect(rows == 1000)
  }
}
