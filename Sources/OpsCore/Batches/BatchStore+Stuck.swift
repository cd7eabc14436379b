internal import Postgres

/// The batches that stand still.
public struct StuckBatches: Sendable, Equatable {
  /// The batches, the longest idle first.
  public var batches: [Batch]
  /// How many more wait just as long, and nobody takes them; zero when they are among the batches.
  public var waiting: Int
  /// Whether even more wait than were counted.
  public var hasMoreWaiting: Bool
}

extension BatchStore {
  /// Finds the batches that have not moved since a time, in one statement.
  ///
  /// - Parameters:
  ///   - since: They have not moved since then.
  ///   - includesWaiting: Whether those that wait for a worker are listed, too, and not only counted.
  /// - Returns: All of them.
  /// - Throws: `PostgresError`.
  public func stuck(since: Instant, includesWaiting: Bool) async throws -> StuckBatches {
    // Where statuses are indexed, looking twice is cheap; elsewhere each look reads the whole table.
    let looksTwice = schema.hasStatusIndex && !includesWaiting
    var start = Conditions()
    let isListed = includesWaiting ? "true" : BatchSQL.isOf([.inFlight], &start, schema)
    let late = Self.idle(looksTwice ? [.inFlight] : [.inFlight, .waiting], since)
      .conditions(in: schema, startingWith: start)
    var parameters = late.parameters
    var count = "SELECT count(*) FROM late WHERE NOT listed"
    if looksTwice {
      let waiting = Self.idle([.waiting], since)
        .conditions(in: schema, startingWith: late.parametersOnly)
      parameters = waiting.parameters
      count = """
        SELECT count(*) FROM (SELECT 1 FROM \(BatchSQL.table) AS b\(waiting.sql)
          LIMIT \(Self.mostCounted + 1)) AS counted
        """
    }
    let rows = try await read(
      """
      WITH late AS MATERIALIZED (
        SELECT \(BatchSQL.columns(in: schema)), \(isListed) AS listed
        FROM \(BatchSQL.table) AS b\(late.sql))
      SELECT others.waiting, b.* FROM (\(count)) AS others(waiting)
      LEFT JOIN late AS b ON b.listed ORDER BY b.moved, b.id
      """, parameters)
    let waiting = try rows.first?.int("waiting") ?? 0
    return StuckBatches(
      batches: try rows.filter { $0["id"] != nil }.map { try Batch($0) },
      waiting: min(waiting, Self.mostCounted), hasMoreWaiting: waiting > Self.mostCounted)
  }

  private static func idle(_ classes: [StatusClass], _ since: Instant) -> BatchFilter {
    var filter = BatchFilter()
    filter.idle = .init(classes: classes, since: since)
    return filter
  }

  /// Nobody needs to know more exactly what `summary` counts anyway.
  private static let mostCounted = 1000
}
