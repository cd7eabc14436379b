import Testing
import TestSupport

@testable import Postgres

@Suite("Transactions")
struct TransactionTests {
  private struct Refusal: Error {}

  @Test(
    "The guards are in force within the transaction",
    arguments: [TransactionMode.readOnly, .readWrite, .repeatableReadReadOnly])
  func establishesGuards(_ mode: TransactionMode) async throws {
    let database = try await TestServer.shared().database()
    try await database.execute(
      "ALTER DATABASE \(database.name) SET default_transaction_isolation = 'serializable'")
    let connection = try await database.connect()
    let timeouts = Timeouts(
      statement: .milliseconds(1500), lock: .seconds(120), idle: .seconds(7))
    let row = try await connection.transaction(mode, timeouts) { transaction in
      try await transaction.query(
        """
        SELECT current_setting('statement_timeout') AS s, current_setting('lock_timeout') AS l,
               current_setting('idle_in_transaction_session_timeout') AS i,
               current_setting('row_security') AS r, current_setting('TimeZone') AS z,
               current_setting('transaction_isolation') AS level,
               current_setting('transaction_read_only') AS ro,
               current_setting('synchronous_commit') AS sync
        """)
    }[0]
    #expect(row["s"] == "1500ms")
    #expect(row["l"] == "2min")
    #expect(row["i"] == "7s")
    #expect(row["r"] == "off")
    #expect(row["z"] == "UTC")
    #expect(
      row["level"] == (mode == .repeatableReadReadOnly ? "repeatable read" : "read committed"))
    #expect(row["ro"] == (mode == .readWrite ? "off" : "on"))
    // The test server says off, as a careless database may.
    #expect(row["sync"] == (mode == .readWrite ? "on" : "off"))
    let after = try await connection.query("SHOW statement_timeout")
    #expect(after[0][0] == "0")
  }

  @Test("A single read has the same guards and leaves no transaction behind")
  func guardsReads() async throws {
    let connection = try await TestServer.shared().database().connect()
    let row = try await connection.read(
      """
      SELECT current_setting('statement_timeout') AS s, current_setting('row_security') AS r,
             current_setting('transaction_read_only') AS ro
      """)[0]
    #expect(row["s"] == "15s")
    #expect(row["r"] == "off")
    #expect(row["ro"] == "on")
    for sql in ["SELECT 1/0", "CREATE TABLE t ()", "no sql", "COMMIT; SELECT 1"] {
      await #expect(throws: PostgresError.self) { try await connection.read(sql) }
      #expect(try await connection.query("SHOW statement_timeout")[0][0] == "0")
    }
  }

  @Test("A setting that the server does not take is an error, not a hope")
  func refusesOtherSettings() async throws {
    let guards = TransactionGuards(.readOnly, .default, rowSecurityOff: true)
    let connection = try await TestServer.shared().database().connect()
    let row = try await connection.query(guards.readBack)[0]
    let error = #expect(throws: PostgresError.self) { try guards.check(row) }
    #expect(error?.code == .settingsRefused)
    #expect(error?.message.contains("statement_timeout = 15000ms, it has 0") == true)
  }

  @Test("A stronger synchronous_commit is kept")
  func keepsRemoteApply() async throws {
    let database = try await TestServer.shared().database()
    try await database.execute(
      "ALTER DATABASE \(database.name) SET synchronous_commit = 'remote_apply'")
    let connection = try await database.connect()
    let level = try await connection.transaction(.readWrite) { transaction in
      try await transaction.query("SHOW synchronous_commit")[0][0]
    }
    #expect(level == "remote_apply")
  }

  @Test("A statement longer than statement_timeout ends with timedOut")
  func timesOut() async throws {
    let connection = try await TestServer.shared().database().connect()
    let timeouts = Timeouts(statement: .milliseconds(50))
    let inTransaction = await #expect(throws: PostgresError.self) {
      try await connection.transaction(.readOnly, timeouts) { transaction in
        _ = try await transaction.query("SELECT pg_sleep(30)")
      }
    }
    #expect(inTransaction?.code == .timedOut)
    #expect(inTransaction?.sqlState == .queryCanceled)
    let alone = await #expect(throws: PostgresError.self) {
      try await connection.read("SELECT pg_sleep(30)", [], timeouts)
    }
    #expect(alone?.code == .timedOut)
    #expect(try await connection.read("SELECT 1")[0].string("?column?") == "1")
  }

  @Test(
    "A held lock answers 55P03, at once with NOWAIT, else after lock_timeout",
    arguments: [" NOWAIT", ""])
  func meetsLock(_ clause: String) async throws {
    let database = try await TestServer.shared().database()
    try await database.execute("CREATE TABLE t (x int); INSERT INTO t VALUES (1)")
    let holder = try await database.connect()
    let other = try await database.connect()
    try await holder.transaction(.readWrite) { transaction in
      _ = try await transaction.query("SELECT * FROM t FOR UPDATE")
      let error = await #expect(throws: PostgresError.self) {
        try await other.transaction(.readWrite, Timeouts(lock: .milliseconds(50))) { second in
          _ = try await second.query("SELECT * FROM t FOR UPDATE" + clause)
        }
      }
      #expect(error?.sqlState == .lockNotAvailable)
      #expect(error?.code == .server)
    }
  }

  @Test("A role that row security blinds gets an error instead of no rows")
  func refusesBlindness() async throws {
    let database = try await TestServer.shared().database()
    let role = "blind_\(database.name)"
    try await database.execute(
      """
      CREATE ROLE \(role) LOGIN;
      CREATE TABLE t (x int); INSERT INTO t VALUES (1);
      ALTER TABLE t ENABLE ROW LEVEL SECURITY; GRANT SELECT, UPDATE ON t TO \(role);
      """)
    let connection = try await database.connect(user: role)
    #expect(try await connection.query("SELECT * FROM t").isEmpty)
    let read = await #expect(throws: PostgresError.self) {
      try await connection.read("SELECT * FROM t")
    }
    #expect(read?.sqlState == .insufficientPrivilege)
    let write = await #expect(throws: PostgresError.self) {
      try await connection.transaction(.readWrite) { transaction in
        _ = try await transaction.query("UPDATE t SET x = 2")
      }
    }
    #expect(write?.sqlState == .insufficientPrivilege)
    let asked = try await connection.read("SELECT * FROM t", rowSecurityOff: false)
    #expect(asked.isEmpty)
  }

  @Test("A read-only transaction refuses to write")
  func refusesWrites() async throws {
    let connection = try await TestServer.shared().database().connect()
    let error = await #expect(throws: PostgresError.self) {
      try await connection.transaction { transaction in
        _ = try await transaction.query("CREATE TABLE t ()")
      }
    }
    #expect(error?.sqlState == .readOnlyTransaction)
  }

  @Test("An error of the body rolls back and is rethrown")
  func rollsBack() async throws {
    let connection = try await TestServer.shared().database().connect()
    _ = try await connection.query("CREATE TABLE t (x int)")
    await #expect(throws: Refusal.self) {
      try await connection.transaction(.readWrite) { transaction in
        _ = try await transaction.query("INSERT INTO t VALUES (1)")
        throw Refusal()
      }
    }
    #expect(try await connection.read("SELECT * FROM t").isEmpty)
  }

  @Test("Safety trap 20: a COMMIT that answers ROLLBACK is an error")
  func trap20CommitAnswersRollback() async throws {
    let connection = try await TestServer.shared().database().connect()
    _ = try await connection.query("CREATE TABLE t (x int)")
    let error = await #expect(throws: PostgresError.self) {
      try await connection.transaction(.readWrite) { transaction in
        _ = try await transaction.query("INSERT INTO t VALUES (1)")
        _ = try? await transaction.query("SELECT 1/0")
      }
    }
    #expect(error?.code == .server)
    #expect(error?.message.contains("COMMIT answered ROLLBACK") == true)
    #expect(try await connection.read("SELECT * FROM t").isEmpty)
  }

  @Test("Safety trap 20: a deferred constraint that fails at COMMIT is an error, and all is undone")
  func trap20DeferredConstraint() async throws {
    let connection = try await TestServer.shared().database().connect()
    try await connection.executeScript(
      """
      CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE c (id int REFERENCES p DEFERRABLE INITIALLY DEFERRED)
      """)
    let error = await #expect(throws: PostgresError.self) {
      try await connection.transaction(.readWrite) { transaction in
        let inserted = try await transaction.query("INSERT INTO c VALUES (1)")
        #expect(inserted.affectedRows == 1)
      }
    }
    #expect(error?.code == .server)
    #expect(error?.sqlState == .foreignKeyViolation)
    #expect(try await connection.read("SELECT * FROM c").isEmpty)
  }

  @Test(
    "The connection refuses statements while a transaction is open, and the transaction after its end"
  )
  func refusesMisuse() async throws {
    let connection = try await TestServer.shared().database().connect()
    let escaped = try await connection.transaction { transaction in
      let error = await #expect(throws: PostgresError.self) {
        try await connection.query("SELECT 1")
      }
      #expect(error?.code == .misuse)
      await #expect(throws: PostgresError.self) { try await connection.transaction { _ in } }
      let rows = try await transaction.query("SELECT 1")
      #expect(rows.count == 1)
      return transaction
    }
    let error = await #expect(throws: PostgresError.self) { try await escaped.query("SELECT 1") }
    #expect(error?.code == .misuse)
  }

  @Test("The server remembers what became of a transaction")
  func tellsStatus() async throws {
    let database = try await TestServer.shared().database()
    let connection = try await database.connect()
    let other = try await database.connect()
    let committed = try await connection.transaction(.readWrite) { transaction in
      let id = try await transaction.transactionID()
      #expect(try await other.transactionStatus(id) == .inProgress)
      return id
    }
    #expect(try await other.transactionStatus(committed) == .committed)
    var aborted = ""
    do {
      try await connection.transaction(.readWrite) { transaction in
        aborted = try await transaction.transactionID()
        throw Refusal()
      }
    } catch is Refusal {}
    #expect(try await other.transactionStatus(aborted) == .aborted)
    // Ids below 3 are not those of any transaction.
    #expect(try await other.transactionStatus("0") == .unknown)
  }
}
