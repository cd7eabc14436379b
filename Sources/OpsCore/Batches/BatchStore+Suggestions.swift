public import Postgres

extension BatchStore {
  /// Returns batches whose ids begin with what is typed so far, for somebody who waits at a key.
  ///
  /// - Parameters:
  ///   - beginning: The beginning of an id; without one, the newest batches are meant.
  ///   - limit: How many are wanted at most.
  ///   - statementLimit: How long the server may take.
  /// - Returns: The batches; none when the beginning is that of no id.
  /// - Throws: `PostgresError`, also when the server cannot answer in time.
  public func suggestions(
    beginning: String, limit: Int, within statementLimit: Duration
  ) async throws(PostgresError) -> [Batch] {
    let digits = beginning.lowercased().filter { $0 != "-" }
    guard digits.allSatisfy(\.isHexDigit), digits.utf8.count <= 32 else { return [] }
    var conditions = Conditions()
    if !digits.isEmpty {
      let range = BatchReference.range(of: digits)
      let (low, high) = (conditions.bind(.uuid(range.low)), conditions.bind(.uuid(range.high)))
      conditions.add("b.id BETWEEN \(low)::uuid AND \(high)::uuid")
    }
    let order = digits.isEmpty ? BatchOrder.newestFirst.sql : "b.id"
    let rows = try await connection.read(
      """
      SELECT \(BatchSQL.columns(in: schema)) FROM \(BatchSQL.table) AS b\(conditions.sql)
      ORDER BY \(order) LIMIT \(limit)
      """, conditions.parameters,
      Timeouts(statement: statementLimit, lock: .milliseconds(50)))
    return try rows.map { row throws(PostgresError) in try Batch(row) }
  }
}
