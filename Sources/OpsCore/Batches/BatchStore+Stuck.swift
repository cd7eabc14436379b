internal import Postgres

/// The batches that stand still.
public struct StuckBatches: Sendable, Equatable {
  /// The batches, the longest idle first.
  public var batches: [Batch]
  /// How many more wait just as long, and nobody takes them; zero when they are among the batches.
  public var waiting: Int
}

extension BatchStore {
  /// Finds the batches that have not moved since a time.
  ///
  /// - Parameters:
  ///   - since: They have not moved since then.
  ///   - includesWaiting: Whether those that wait for a worker are listed, too, and not only counted.
  /// - Returns: All of them.
  /// - Throws: `PostgresError`.
  public func stuck(since: Instant, includesWaiting: Bool) async throws -> StuckBatches {
    // One look at the table finds those in flight, and counts the others.
    var conditions = Conditions()
    let named = includesWaiting ? "true" : BatchSQL.isOf([.inFlight], &conditions, schema)
    var filter = BatchFilter()
    filter.idle = .init(classes: [.inFlight, .waiting], since: since)
    conditions = filter.conditions(in: schema, startingWith: conditions)
    return try await connection.transaction(.repeatableReadReadOnly, Self.timeouts) { transaction in
      _ = try await transaction.query(BatchSQL.plain)
      let groups = try await transaction.query(
        """
        SELECT CASE WHEN \(named) THEN b.id END::text AS id, count(*) AS batches
        FROM \(BatchSQL.table) AS b\(conditions.sql) GROUP BY 1
        """, conditions.parameters)
      let ids = try groups.compactMap { try $0.optionalString("id") }
      let waiting = try groups.first { $0["id"] == nil }?.int("batches") ?? 0
      guard !ids.isEmpty else { return StuckBatches(batches: [], waiting: waiting) }
      let rows = try await transaction.query(
        """
        SELECT \(BatchSQL.columns(in: schema)) FROM \(BatchSQL.table) AS b
        WHERE b.id = ANY($1::uuid[]) ORDER BY \(BatchSQL.moved(schema)), b.id
        """, [.textArray(ids)])
      return StuckBatches(batches: try rows.map { try Batch($0) }, waiting: waiting)
    }
  }
}
