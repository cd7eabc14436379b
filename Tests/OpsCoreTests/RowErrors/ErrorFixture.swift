import Postgres
import TestSupport

@testable import OpsCore

/// A database with one batch and a few errors, as the writers of that schema leave them.
struct ErrorFixture {
  static let batch = "00000000-0000-4000-8000-000000000001"
  static let other = "00000000-0000-4000-8000-000000000002"

  /// What comes from outside: quotes, separators, line ends, control and bidi characters, formulas, long text.
  static let hostile: [String] = [
    "plain", "", " leading and trailing ", "comma, and \"quotes\"", "line\nbreak", "cr\r\nlf",
    "\\.",
    "\u{1B}]52;c;ZXZpbA==\u{07}", "\u{202E}txt.exe", "=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)",
    "\ttab", "\rreturn", "'; DROP TABLE intake.row_errors; --", "👩‍👩‍👧‍👦 e\u{301} \u{9B}31m",
    String(repeating: "x", count: 100_000),
  ]

  let database: TestDatabase
  let connection: Connection

  static func make(_ kind: SchemaKind) async throws -> ErrorFixture {
    let database = try await TestServer.shared().database(kind)
    try await database.execute(
      """
      INSERT INTO intake.simplicity_batches (id, filename, row_count_total, row_count_invalid)
      VALUES ('\(batch)', 'a.csv', 200, \(hostile.count)), ('\(other)', 'b.csv', 100, 0)
      """)
    return ErrorFixture(database: database, connection: try await database.connect())
  }

  /// The error tables of the database, as the catalog names them.
  func store(user: String? = nil) async throws -> ErrorStore {
    let rows = try await database.run(
      """
      SELECT n.nspname || '.' || c.relname, a.attname FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('intake', 'ops') AND a.attnum > 0 AND NOT a.attisdropped
      """)
    var columns: [String: Set<String>] = [:]
    for row in rows {
      guard let table = row[0], let column = row[1] else { continue }
      columns[table, default: []].insert(column)
    }
    let connection =
      if let user { try await database.connect(user: user) } else { self.connection }
    return ErrorStore(connection: connection, sources: ErrorSource.detect(columnsByTable: columns))
  }

  /// Writes one error per message into a table of system A, from row index 0 on.
  func insert(
    _ messages: [String], into table: String = "intake.row_errors", batch: String = batch,
    code: String = "VALIDATION_ERROR", at time: String = "2026-01-02 03:04:05.678901+00"
  ) async throws {
    let stage = table == "intake.simplicity_failed_rows" ? ", error_stage" : ""
    let stageValue = stage.isEmpty ? "" : ", 'validate'"
    _ = try await connection.transaction(.readWrite) { transaction in
      try await transaction.query(
        """
        INSERT INTO \(table) (batch_id, row_index, error_code, error_message, created_at\(stage))
        SELECT $1::uuid, ordinal - 1, $2, message, $3::timestamptz\(stageValue)
        FROM unnest($4::text[]) WITH ORDINALITY AS m(message, ordinal)
        """, [.uuid(batch), .text(code), .timestamp(time), .textArray(messages)])
    }
  }
}
