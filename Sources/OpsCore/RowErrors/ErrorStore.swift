public import Postgres

/// What the error tables of a database say.
public struct ErrorStore: Sendable {
  /// The error tables that exist.
  public let sources: [ErrorSource]
  let connection: Connection
  private static let timeouts = Timeouts(statement: .seconds(120))

  /// Makes a store over the error tables of a database.
  public init(connection: Connection, sources: [ErrorSource]) {
    self.connection = connection
    self.sources = sources
  }

  /// Counts errors by code, the most frequent first.
  ///
  /// - Parameters:
  ///   - since: Leaves out what was written before; nil counts everything.
  ///   - limit: How many codes are returned; all are counted.
  ///   - skipping: Is told which tables of other batch systems this role may not read.
  /// - Returns: The most frequent codes and the totals of all.
  /// - Throws: `OpsError` about the tables, `PostgresError` about the server.
  public func distribution(
    since: Instant?, limit: Int, skipping: (ErrorSource) -> Void
  ) async throws -> ErrorDistribution {
    let rows = try await connection.transaction(.readOnly, Self.timeouts) { transaction in
      let sources = try await readable(in: transaction, skipping: skipping)
      _ = try await transaction.query(ErrorSQL.counting)
      return try await transaction.query(
        ErrorSQL.distribution(sources), [.optional(since?.iso8601), .int(limit)])
    }
    let codes = try rows.map { row in
      ErrorCodeCount(
        code: try row.optionalString("error_code"), occurrences: try row.int("occurrences"),
        batches: try row.int("batches"), sharePercent: try row.double("share_percent"),
        sampleMessage: try row.optionalString("sample_message"),
        lastSeen: try row.optionalString("last_seen").flatMap { Instant(postgres: $0) })
    }
    guard let first = rows.first else {
      return ErrorDistribution(codes: [], distinctCodes: 0, occurrences: 0)
    }
    return ErrorDistribution(
      codes: codes, distinctCodes: try first.int("codes"), occurrences: try first.int("total"))
  }

  /// Returns the error rate of each hour in which batches were created, the latest first.
  public func rate(
    since: Instant?, batchColumns: Set<String>, finalStatuses: [String]
  ) async throws -> [HourlyErrorRate] {
    let rows = try await connection.transaction(.readOnly, Self.timeouts) { transaction in
      _ = try await transaction.query(ErrorSQL.counting)
      return try await transaction.query(
        ErrorSQL.rate(batchColumns: batchColumns),
        [.optional(since?.iso8601), .textArray(finalStatuses)])
    }
    return try rows.map { row in
      guard let hour = Instant(postgres: try row.string("hour")) else {
        throw PostgresError(.decoding, "column \"hour\" is not a time", column: "hour")
      }
      return HourlyErrorRate(
        hour: hour, batches: try row.int("batches"), unfinished: try row.int("unfinished"),
        rowsTotal: try row.int("rows_total"), rowsInvalid: try row.int("rows_invalid"),
        percent: try row.optionalDouble("error_rate_percent"))
    }
  }

  /// Returns the errors of one batch in the order of its rows.
  public func errors(
    ofBatch id: String, limit: Int, skipping: (ErrorSource) -> Void
  ) async throws -> [RowError] {
    let rows = try await connection.transaction(.readOnly, Self.timeouts) { transaction in
      let sources = try await readable(in: transaction, skipping: skipping)
      return try await transaction.query(ErrorSQL.list(sources), [.uuid(id), .int(limit)])
    }
    return try rows.map { row in
      RowError(
        rowNumber: try row.optionalInt("row_number"), fileLine: try row.optionalInt("file_line"),
        code: try row.optionalString("error_code"),
        message: try row.optionalString("error_message"), source: try row.string("source"),
        stage: try row.optionalString("stage"),
        createdAt: try row.optionalString("created_at").flatMap { Instant(postgres: $0) },
        resolvedAt: try row.optionalString("resolved_at").flatMap { Instant(postgres: $0) })
    }
  }

  /// Returns the sources that this role may read.
  ///
  /// A table of the intake pipeline that may not be read is an error: without it every count would be too low. Those of
  /// other systems are told to the caller.
  func readable(
    in transaction: Transaction, skipping: (ErrorSource) -> Void
  ) async throws -> [ErrorSource] {
    guard let first = sources.first else { throw RowErrorFailure.noTables() }
    let rows = try await transaction.query(
      ErrorSQL.readable, [.textArray(sources.map(\.name))])
    var allowed: Set<String> = []
    for row in rows where try row.bool("readable") { allowed.insert(try row.string("source")) }
    for source in sources where !allowed.contains(source.name) {
      guard !source.belongsToIntake else { throw RowErrorFailure.unreadable(source) }
      skipping(source)
    }
    let readable = sources.filter { allowed.contains($0.name) }
    guard !readable.isEmpty else { throw RowErrorFailure.unreadable(first) }
    return readable
  }
}
