import Testing

@testable import Postgres

@Suite("Text forms")
struct TextFormTests {
  @Test(
    "Identifiers and literals are quoted",
    arguments: [
      ("plain", "\"plain\"", "'plain'"),
      ("it's", "\"it's\"", "'it''s'"),
      ("a\"b", "\"a\"\"b\"", "'a\"b'"),
      ("back\\slash", "\"back\\slash\"", " E'back\\\\slash'"),
      ("", "\"\"", "''"),
      // An accent on a quote makes it another character for people, and no other quote for SQL.
      ("\"\u{301}", "\"\"\"\u{301}\"", "'\"\u{301}'"),
      ("'\u{301}; --", "\"'\u{301}; --\"", "'''\u{301}; --'"),
      ("\\\u{301}", "\"\\\u{301}\"", " E'\\\\\u{301}'"),
    ])
  func quotes(_ text: String, _ identifier: String, _ literal: String) {
    #expect(Quoting.identifier(text) == identifier)
    #expect(Quoting.literal(text) == literal)
  }

  @Test("A qualified name quotes both parts")
  func qualifies() {
    #expect(Quoting.qualified("in take", "row\"s") == "\"in take\".\"row\"\"s\"")
  }

  @Test(
    "Array literals survive the way there and back",
    arguments: [
      [], [""], ["a"], ["a,b", "{c}"], ["NULL", "null"], ["\"", "\\", "\\\""],
      ["\n\t", "é\u{1F600}"],
    ])
  func roundTripsArrays(_ elements: [String]) throws {
    let text = try #require(Value.textArray(elements).text)
    #expect(ArrayLiteral.elements(of: text) == elements.map(Optional.some))
  }

  @Test(
    "Array literals of the server are read",
    arguments: [
      ("{}", [] as [String?]), ("{1,2}", ["1", "2"]), ("{NULL,a}", [nil, "a"]),
      ("{\"NULL\"}", ["NULL"]), ("{\"a b\",c}", ["a b", "c"]),
    ])
  func readsArrays(_ text: String, _ elements: [String?]) {
    #expect(ArrayLiteral.elements(of: text) == elements)
  }

  @Test(
    "What is no one-dimensional array is refused",
    arguments: ["", "{", "a", "{{1},{2}}", "{a", "{\"a}", "{,}", "[0:1]={1,2}"])
  func refusesArrays(_ text: String) {
    #expect(ArrayLiteral.elements(of: text) == nil)
  }

  @Test("A class pattern matches every code of its class, any other pattern only itself")
  func matchesStates() {
    #expect(SQLState.connectionException ~= SQLState(rawValue: "08006"))
    #expect(SQLState.queryCanceled ~= SQLState(rawValue: "57014"))
    #expect(!(SQLState.queryCanceled ~= SQLState(rawValue: "57P01")))
    #expect(SQLState.deadlock.classCode == "40")
  }

  @Test(
    "PostgreSQL's durations are read",
    arguments: [
      ("0", 0), ("500ms", 500), ("15s", 15_000), ("2min", 120_000), ("1h", 3_600_000),
      ("1d", 86_400_000), ("x", nil), ("5 apples", nil),
    ])
  func readsDurations(_ text: String, _ milliseconds: Int?) {
    #expect(TransactionGuards.milliseconds(text) == milliseconds)
  }

  struct Failure: Sendable {
    let text: String
    let code: PostgresError.Code
    let state: SQLState?
    let message: String
  }

  @Test(
    "libpq's verbose messages give code, state and one line",
    arguments: [
      Failure(
        text: """
          connection to server at "h" (10.0.0.1), port 5432 failed: FATAL:  28P01: password authentication failed for user "x"
          LOCATION:  auth_failed, auth.c:335

          """, code: .authenticationFailed, state: .invalidPassword,
        message:
          "connection to server at \"h\" (10.0.0.1), port 5432 failed: FATAL: password authentication failed for user \"x\""
      ),
      Failure(
        text: """
          connection to server at "h", port 1 failed: Connection refused
          \tIs the server running on that host and accepting TCP/IP connections?
          """, code: .connectionFailed, state: nil,
        message: "connection to server at \"h\", port 1 failed: Connection refused"),
      Failure(
        text: "x: FATAL:  53300: sorry, too many clients already\nLOCATION:  a, b.c:1",
        code: .connectionFailed, state: .tooManyConnections,
        message: "x: FATAL: sorry, too many clients already"),
      Failure(
        text: "x: ERROR:  password authentication failed", code: .authenticationFailed,
        state: nil, message: "x: ERROR:  password authentication failed"),
    ])
  func readsConnectFailures(_ expected: Failure) {
    let error = ConnectFailure.error(text: expected.text, needsPassword: false)
    #expect(error.code == expected.code)
    #expect(error.sqlState == expected.state)
    #expect(error.message == expected.message)
  }
}
