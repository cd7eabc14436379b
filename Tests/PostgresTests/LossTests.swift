import Testing
import TestSupport

@testable import Postgres

@Suite("Lost connections")
struct LossTests {
  @Test("A session that is ended while idle is seen at once and reported at the next statement")
  func losesIdle() async throws {
    let database = try await TestServer.shared().database()
    let connection = try await database.connect()
    try await Backend.kill(connection.facts.clientPID, on: database)
    try await waitUntil("the end of the session is seen") { !connection.isAlive }
    let error = await #expect(throws: PostgresError.self) { try await connection.read("SELECT 1") }
    #expect(error?.code == .connectionLost)
    #expect(error?.endsConnection == true)
    let again = await #expect(throws: PostgresError.self) { try await connection.query("SELECT 1") }
    #expect(again?.code == .connectionLost)
  }

  @Test("A session that is ended within a statement reports the loss with the server's state")
  func losesStatement() async throws {
    let database = try await TestServer.shared().database()
    let connection = try await database.connect()
    let pid = connection.facts.clientPID
    let work = Task {
      try await connection.transaction(.readWrite) { try await $0.query("SELECT pg_sleep(600)") }
    }
    try await waitUntil("the statement runs") {
      try await !database.run(
        "SELECT 1 FROM pg_stat_activity WHERE pid = \(pid) AND wait_event = 'PgSleep'"
      ).isEmpty
    }
    try await Backend.kill(pid, on: database)
    let error = await #expect(throws: PostgresError.self) { try await work.value }
    #expect(error?.code == .connectionLost)
    #expect(error?.sqlState == .adminShutdown)
    #expect(!connection.isAlive)
  }

  @Test("A session that is ended within a COPY reports the loss")
  func losesCopy() async throws {
    let database = try await TestServer.shared().database()
    let connection = try await database.connect()
    let pid = connection.facts.clientPID
    let work = Task {
      try await connection.transaction { transaction in
        unsafe try await transaction.copyOut(
          "COPY (SELECT generate_series(1, 10000) UNION ALL SELECT 0 FROM pg_sleep(600)) TO STDOUT"
        ) { _ in }
      }
    }
    try await waitUntil("the COPY sleeps") {
      try await !database.run(
        "SELECT 1 FROM pg_stat_activity WHERE pid = \(pid) AND wait_event = 'PgSleep'"
      ).isEmpty
    }
    try await Backend.kill(pid, on: database)
    let error = await #expect(throws: PostgresError.self) { try await work.value }
    #expect(error?.code == .connectionLost)
    #expect(error?.sqlState == .adminShutdown)
  }

  @Test("A loss that the body overlooks is known to have changed nothing")
  func losesOverlooked() async throws {
    let database = try await TestServer.shared().database()
    let connection = try await database.connect()
    let error = await #expect(throws: PostgresError.self) {
      try await connection.transaction(.readWrite) { transaction in
        try await Backend.kill(connection.facts.clientPID, on: database)
        _ = try? await transaction.query("SELECT 1")
      }
    }
    #expect(error?.code == .connectionLost)
  }

  @Test("A session that is ended at COMMIT leaves the outcome unknown, and the server settles it")
  func losesCommit() async throws {
    let database = try await TestServer.shared().database()
    // The deferred trigger makes COMMIT wait for a lock that this test holds.
    try await database.execute(
      """
      CREATE TABLE t (x int);
      CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION hold();
      """)
    let holder = try await database.connect()
    let connection = try await database.connect()
    _ = try await holder.query("SELECT pg_advisory_lock(42)")
    let (ids, continuation) = AsyncStream.makeStream(of: String.self)
    let timeouts = Timeouts(statement: .seconds(60), lock: .seconds(60))
    let work = Task {
      try await connection.transaction(.readWrite, timeouts) { transaction in
        continuation.yield(try await transaction.transactionID())
        _ = try await transaction.query("INSERT INTO t VALUES (1)")
      }
    }
    try await Backend.waitForLock(connection.facts.clientPID, on: database)
    try await Backend.kill(connection.facts.clientPID, on: database)
    let error = await #expect(throws: PostgresError.self) { try await work.value }
    #expect(error?.code == .commitUnknown)
    var iterator = ids.makeAsyncIterator()
    let id = try #require(await iterator.next())
    #expect(try await holder.transactionStatus(id) == .aborted)
  }

  @Test("A cancel during COMMIT undoes the transaction and keeps the connection")
  func cancelsCommit() async throws {
    let database = try await TestServer.shared().database()
    try await database.execute(
      """
      CREATE TABLE t (x int);
      CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION hold();
      """)
    let holder = try await database.connect()
    let connection = try await database.connect()
    _ = try await holder.query("SELECT pg_advisory_lock(42)")
    let timeouts = Timeouts(statement: .seconds(60), lock: .seconds(60))
    let work = Task {
      try await connection.transaction(.readWrite, timeouts) { transaction in
        _ = try await transaction.query("INSERT INTO t VALUES (1)")
      }
    }
    try await Backend.waitForLock(connection.facts.clientPID, on: database)
    connection.cancel()
    let error = await #expect(throws: PostgresError.self) { try await work.value }
    #expect(error?.code == .interrupted)
    #expect(try await connection.read("SELECT * FROM t").isEmpty)
  }

  @Test("A session that is ended within a read-only transaction is merely lost")
  func losesReadOnly() async throws {
    let database = try await TestServer.shared().database()
    let connection = try await database.connect()
    let error = await #expect(throws: PostgresError.self) {
      try await connection.transaction { _ in
        try await Backend.kill(connection.facts.clientPID, on: database)
      }
    }
    #expect(error?.code == .connectionLost)
  }

  @Test("A transaction that stands idle for too long is ended by the server")
  func losesIdleTransaction() async throws {
    let database = try await TestServer.shared().database()
    let connection = try await database.connect()
    let error = await #expect(throws: PostgresError.self) {
      try await connection.transaction(.readOnly, Timeouts(idle: .milliseconds(20))) {
        try await waitUntil("the server has hung up") { !connection.isAlive }
        _ = try await $0.query("SELECT 1")
      }
    }
    #expect(error?.code == .connectionLost)
  }

  @Test("A closed connection says so")
  func tellsClosed() async throws {
    let connection = try await TestServer.shared().database().connect()
    await connection.close()
    let error = await #expect(throws: PostgresError.self) { try await connection.query("SELECT 1") }
    #expect(error?.message == "the connection is closed")
  }
}
