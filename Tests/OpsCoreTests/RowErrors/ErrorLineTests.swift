import Postgres
import TestSupport
import Testing

@testable import OpsCore

@Suite("The lines of an export")
struct ErrorLineTests {
  private func line(_ row: String) throws -> String {
    var buffer: [UInt8] = []
    unsafe try Array(row.utf8).withUnsafeBytes { bytes in
      unsafe try ErrorLine(batch: "ID", source: "intake.row_errors").append(bytes, to: &buffer)
    }
    return String(decoding: buffer, as: UTF8.self)
  }

  @Test(
    "The server's cells are put in the order of the header, texts untouched",
    arguments: [
      ("3,,validate,2,CODE,text\n", "ID,2,CODE,text,,intake.row_errors,validate,3\n"),
      (",,,,,\n", "ID,,,,,intake.row_errors,,\n"),
      (
        "3,,\"a,\"\"b\",2,\"C,\",\"x\n,\"\"\"\n",
        "ID,2,\"C,\",\"x\n,\"\"\",,intake.row_errors,\"a,\"\"b\",3\n"
      ),
      ("3,,\"\",2,\"\",\"\"\n", "ID,2,\"\",\"\",,intake.row_errors,\"\",3\n"),
      (
        "3,\\x0000000000000000,,2,C,m\n",
        "ID,2,C,m,2000-01-01T00:00:00.000000Z,intake.row_errors,,3\n"
      ),
    ])
  func order(_ row: String, _ expected: String) throws {
    #expect(try line(row) == expected)
  }

  @Test(
    "A row of another shape is an error, never a wrong line",
    arguments: [
      "", "\n", "1", "1,", "1,,", "1,,\"open,2,C,m\n", "1,,s,2,C,m", "1,2026-01-01,s,2,C,m\n",
      "1,\\x00000000000000,s,2,C,m\n", "1,\\x000000000000000g,s,2,C,m\n",
    ])
  func malformed(_ row: String) {
    #expect(throws: PostgresError.self) { try line(row) }
  }

  @Test("Times are PostgreSQL's own, to the microsecond, in every era")
  func times() async throws {
    let connection = try await TestServer.shared().database(.empty).connect()
    let rows = try await connection.query(
      """
      SELECT timestamptz_send(t)::text AS sent,
        to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS printed
      FROM (
        SELECT '1500-01-01Z'::timestamptz + g * interval '131 days 7:11:13.123457' AS t
        FROM generate_series(0, 2000) g
        UNION ALL SELECT unnest('{2000-02-29 23:59:59.999999Z,1999-12-31 23:59:59.999999Z,
          1900-02-28 12:00Z,1900-03-01 00:00Z,2100-03-01 00:00Z,0001-01-01 00:00Z,
          9999-12-31 23:59:59.999999Z}'::timestamptz[])) AS times
      """)
    var wrong: [String] = []
    for row in rows {
      var buffer: [UInt8] = []
      unsafe try Array(row.string("sent").utf8).withUnsafeBytes { cell in
        unsafe try ErrorLine.appendTime(cell, to: &buffer)
      }
      let text = String(decoding: buffer, as: UTF8.self)
      if try text != row.string("printed") { wrong.append(text) }
    }
    #expect(rows.count == 2008)
    #expect(wrong.isEmpty)
  }

  @Test("What is no time of any day is said as PostgreSQL says it")
  func infinities() throws {
    #expect(try line("1,\\x7fffffffffffffff,,1,C,m\n").contains(",infinity,"))
    #expect(try line("1,\\x8000000000000000,,1,C,m\n").contains(",-infinity,"))
  }
}
