public import Postgres

/// Which batches are wanted by somebody who waits at a key.
public enum BatchSearch: Sendable, Hashable {
  /// The newest ones.
  case newest
  /// Those with which a worker is at work, or was when it died, the longest idle first.
  case inFlight
  /// The failed ones, the newest first.
  case failed
  /// Those whose ids begin so.
  case beginning(String)
  /// Those among the newest whose file names contain a text.
  case named(String)
}

extension BatchStore {
  /// How long the server may take for somebody who waits at a key.
  public static var atKey: Timeouts {
    Timeouts(statement: .milliseconds(150), lock: .milliseconds(50))
  }

  /// How many of the newest batches are looked at where no index helps.
  private static let lookedAt = 20_000

  /// Returns batches for somebody who waits at a key.
  ///
  /// - Parameters:
  ///   - search: Which ones.
  ///   - limit: How many are wanted at most.
  /// - Returns: The batches; none when the beginning is that of no id.
  /// - Throws: `PostgresError`, also when the server cannot answer in time.
  public func suggestions(
    _ search: BatchSearch, limit: Int
  ) async throws(PostgresError) -> [Batch] {
    var conditions = Conditions()
    var source = BatchSQL.table
    var order = BatchOrder.newestFirst.sql
    switch search {
    case .newest: break
    case .inFlight:
      conditions.add(BatchSQL.isOf([.inFlight], &conditions, schema))
      order = "moved, b.id"
    case .failed:
      let list = conditions.bind(.textArray(["failed"]))
      conditions.add("b.status = ANY(\(list)::\(BatchSQL.statusType(schema))[])")
    case .beginning(let text):
      let digits = text.lowercased().filter { $0 != "-" }
      guard digits.allSatisfy(\.isHexDigit), (1...32).contains(digits.utf8.count) else {
        return []
      }
      let range = BatchReference.range(of: digits)
      let (low, high) = (conditions.bind(.uuid(range.low)), conditions.bind(.uuid(range.high)))
      conditions.add("b.id BETWEEN \(low)::uuid AND \(high)::uuid")
      order = "b.id"
    case .named(let text):
      let pattern = conditions.bind(.text("%\(Self.literal(text))%"))
      conditions.add("b.filename ILIKE \(pattern) ESCAPE '\\'")
      source = """
        (SELECT b.*, b.xmin FROM \(BatchSQL.table) AS b
          ORDER BY \(BatchOrder.newestFirst.sql) LIMIT \(Self.lookedAt))
        """
    }
    let rows = try await connection.read(
      """
      SELECT \(BatchSQL.columns(in: schema)) FROM \(source) AS b\(conditions.sql)
      ORDER BY \(order) LIMIT \(limit)
      """, conditions.parameters, Self.atKey)
    return try rows.map { row throws(PostgresError) in try Batch(row) }
  }

  /// Returns where the newest batches come from; none where the table does not say.
  ///
  /// - Throws: `PostgresError`, also when the server cannot answer in time.
  public func sources(limit: Int) async throws(PostgresError) -> [String] {
    guard let column = BatchSQL.sourceColumn(schema) else { return [] }
    let name = Quoting.identifier(column)
    let rows = try await connection.read(
      """
      SELECT b.\(name) AS source, count(*) AS batches
      FROM (SELECT b.\(name) FROM \(BatchSQL.table) AS b
        ORDER BY \(BatchOrder.newestFirst.sql) LIMIT \(Self.lookedAt / 10)) AS b
      WHERE b.\(name) IS NOT NULL GROUP BY b.\(name) ORDER BY batches DESC, source LIMIT \(limit)
      """, [], Self.atKey)
    return rows.compactMap { $0["source"] }
  }

  /// A text as a pattern that matches it and nothing else.
  private static func literal(_ text: String) -> String {
    text.replacingScalars("\\", with: "\\\\").replacingScalars("%", with: "\\%")
      .replacingScalars("_", with: "\\_")
  }
}
