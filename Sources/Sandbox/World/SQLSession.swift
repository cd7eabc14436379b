internal import Postgres

/// Something that runs statements: a connection, or an open transaction of one.
protocol SQLSession: Sendable {
  @discardableResult
  func query(_ sql: String, _ parameters: [Value]) async throws(PostgresError) -> ResultSet
}

extension SQLSession {
  /// Runs one statement without parameters.
  @discardableResult
  func query(_ sql: String) async throws(PostgresError) -> ResultSet {
    try await query(sql, [])
  }
}

extension Connection: SQLSession {}
extension Transaction: SQLSession {}
