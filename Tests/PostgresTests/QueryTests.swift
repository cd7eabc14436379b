import Testing
import TestSupport

@testable import Postgres

@Suite("Statements")
struct QueryTests {
  @Test(
    "Hostile texts survive the way there and back",
    arguments: [
      "", " ", "'", "''; DROP TABLE x; --", "\"", "\\", "\\'", "$1", "%s%n", "a\nb\r\nc\t",
      "\u{1}\u{7f}\u{85}\u{9b}31m", "\u{1B}[31mred", "\u{202E}abc", "\u{FEFF}", "é e\u{301}",
      "👩‍👩‍👧‍👦🏳️‍🌈", "\u{10FFFF}", String(repeating: "x", count: 300_000),
    ])
  func roundTrips(_ text: String) async throws {
    let connection = try await TestServer.shared().database().connect()
    let byParameter = try await connection.read("SELECT $1::text AS t", [.text(text)])
    // Compared by bytes: Swift's == takes canonically equivalent texts for equal.
    #expect(try byParameter[0].string("t").utf8.elementsEqual(text.utf8))
    let byLiteral = try await connection.read("SELECT " + Quoting.literal(text) + " AS t")
    #expect(try byLiteral[0].string("t").utf8.elementsEqual(text.utf8))
    let byArray = try await connection.read(
      "SELECT $1::text[] AS a, ($1::text[])[1] AS t", [.textArray([text])])
    #expect(try byArray[0].strings("a").first?.utf8.elementsEqual(text.utf8) == true)
    #expect(try byArray[0].string("t").utf8.elementsEqual(text.utf8))
    let name = String(text.prefix(10))
    if !name.isEmpty {
      let byName = try await connection.read("SELECT 1 AS " + Quoting.identifier(name))
      #expect(byName.columns == [name])
    }
  }

  @Test("A NUL character is refused instead of cutting the text")
  func refusesNUL() async throws {
    let connection = try await TestServer.shared().database().connect()
    let parameter = await #expect(throws: PostgresError.self) {
      try await connection.query("SELECT $1::text, $2::text", ["a", "b\0c"])
    }
    #expect(parameter?.code == .misuse)
    #expect(parameter?.message == "parameter $2 holds a NUL character")
    let statement = await #expect(throws: PostgresError.self) {
      try await connection.query("SELECT 1\0 + 1")
    }
    #expect(statement?.code == .misuse)
  }

  @Test("Values are decoded by column")
  func decodes() async throws {
    let connection = try await TestServer.shared().database().connect()
    let rows = try await connection.read(
      """
      SELECT 42::bigint AS i, 2.5::float8 AS d, true AS b, NULL::text AS n, 'x' AS s,
             ARRAY['a', 'b'] AS a, timestamptz '2026-01-02 03:04:05+02' AS t
      """)
    let row = try #require(rows.first)
    #expect(rows.columns == ["i", "d", "b", "n", "s", "a", "t"])
    #expect(try row.int("i") == 42)
    #expect(try row.double("d") == 2.5)
    #expect(try row.bool("b"))
    #expect(try row.optionalString("n") == nil)
    #expect(try row.optionalInt("n") == nil)
    #expect(try row.strings("a") == ["a", "b"])
    #expect(row["s"] == "x")
    #expect(row["none"] == nil)
    #expect(row[4] == "x")
    #expect(row[99] == nil)
    #expect(!row.has("none"))
    #expect(row["t"] == "2026-01-02 01:04:05+00")
  }

  struct Wrong: Sendable {
    let problem: String
    let decode: @Sendable (Row) throws -> Void
  }

  @Test(
    "An error of decoding names the column and never the value",
    arguments: [
      Wrong(problem: "column \"missing\" is missing from the result") { _ = try $0.int("missing") },
      Wrong(problem: "column \"n\" is NULL") { _ = try $0.string("n") },
      Wrong(problem: "column \"s\" is not an integer") { _ = try $0.int("s") },
      Wrong(problem: "column \"s\" is not a number") { _ = try $0.optionalDouble("s") },
      Wrong(problem: "column \"s\" is not a boolean") { _ = try $0.bool("s") },
      Wrong(problem: "column \"s\" is not an array of texts") { _ = try $0.strings("s") },
      Wrong(problem: "column \"a\" is not an array of texts") { _ = try $0.strings("a") },
    ])
  func namesColumn(_ wrong: Wrong) async throws {
    let connection = try await TestServer.shared().database().connect()
    let rows = try await connection.read(
      "SELECT NULL::text AS n, 's3cret' AS s, ARRAY['s3cret', NULL] AS a")
    let row = try #require(rows.first)
    let error = #expect(throws: PostgresError.self) { try wrong.decode(row) }
    #expect(error?.code == .decoding)
    #expect(error?.message == wrong.problem)
  }

  @Test("An error of the server keeps its fields but not the DETAIL with row values")
  func keepsFields() async throws {
    let database = try await TestServer.shared().database()
    try await database.execute(
      "CREATE TABLE t (secret text CONSTRAINT t_unique UNIQUE); INSERT INTO t VALUES ('s3cret')")
    let connection = try await database.connect()
    let error = await #expect(throws: PostgresError.self) {
      try await connection.query("INSERT INTO t VALUES ('s3cret')")
    }
    #expect(error?.code == .server)
    #expect(error?.sqlState == .uniqueViolation)
    #expect(error?.severity == "ERROR")
    #expect(error?.schema == "public")
    #expect(error?.table == "t")
    #expect(error?.constraint == "t_unique")
    #expect(error?.endsConnection == false)
    var everything = ""
    dump(error, to: &everything)
    #expect(!everything.contains("s3cret"))
    #expect(connection.isAlive)
  }

  @Test("Affected rows and command tags are told")
  func countsRows() async throws {
    let connection = try await TestServer.shared().database().connect()
    let sets = try await connection.executeScript(
      "CREATE TABLE t (x int); INSERT INTO t VALUES (1), (2), (3); UPDATE t SET x = 0 WHERE x > 1")
    #expect(sets.map(\.commandTag) == ["CREATE TABLE", "INSERT 0 3", "UPDATE 2"])
    #expect(sets.map(\.affectedRows) == [0, 3, 2])
    let none = try await connection.query("SELECT * FROM t WHERE false")
    #expect(none.isEmpty)
    #expect(none.columns == ["x"])
    #expect(none.affectedRows == 0)
  }

  @Test("A statement with parameters is a single one")
  func refusesSeveral() async throws {
    let connection = try await TestServer.shared().database().connect()
    let error = await #expect(throws: PostgresError.self) {
      try await connection.query("SELECT 1; SELECT 2")
    }
    #expect(error?.sqlState == .syntaxError)
  }

  @Test("Notices are kept and handed over, the newest twenty")
  func keepsNotices() async throws {
    let connection = try await TestServer.shared().database().connect()
    try await connection.executeScript(
      """
      SET client_min_messages = notice;
      DO $$ BEGIN FOR i IN 1..25 LOOP RAISE NOTICE 'number %', i; END LOOP; END $$
      """)
    #expect(connection.notices.count == 20)
    #expect(connection.notices.first?.message == "number 6")
    #expect(connection.notices.last?.severity == "NOTICE")
    let (stream, continuation) = AsyncStream.makeStream(of: Notice.self)
    connection.onNotice { continuation.yield($0) }
    try await connection.executeScript("DO $$ BEGIN RAISE WARNING 'mind the gap'; END $$")
    var notices = stream.makeAsyncIterator()
    let notice = await notices.next()
    #expect(notice?.message == "mind the gap")
    #expect(notice?.sqlState == SQLState(rawValue: "01000"))
  }

  @Test("A COPY outside of copyOut is refused and the connection given up")
  func refusesCopy() async throws {
    let connection = try await TestServer.shared().database().connect()
    let error = await #expect(throws: PostgresError.self) {
      try await connection.query("COPY (SELECT 1) TO STDOUT")
    }
    #expect(error?.code == .misuse)
    #expect(!connection.isAlive)
  }

  @Test("Statements of several tasks run one after the other")
  func serialises() async throws {
    let connection = try await TestServer.shared().database().connect()
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 1...50 {
        group.addTask {
          try await connection.read("SELECT $1::int AS x", [.int(number)])[0].int("x")
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(sum == 1275)
  }

  @Test("A notification of another session arrives, and the wait for the next one ends")
  func receivesNotifications() async throws {
    let database = try await TestServer.shared().database()
    let listener = try await database.connect()
    let sender = try await database.connect()
    try await listener.listen("pg rst")
    _ = try await sender.query("SELECT pg_notify('pg rst', 'reload schema')")
    let notification = try await listener.nextNotification(timeout: .seconds(10))
    #expect(notification?.channel == "pg rst")
    #expect(notification?.payload == "reload schema")
    #expect(notification?.senderPID == sender.facts.clientPID)
    #expect(try await listener.nextNotification(timeout: .milliseconds(20)) == nil)
    _ = try await sender.query("SELECT pg_notify('pg rst', '')")
    for await next in listener.notifications() {
      #expect(next.payload.isEmpty)
      break
    }
  }
}
