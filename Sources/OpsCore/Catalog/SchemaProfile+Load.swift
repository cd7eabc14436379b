public import Postgres

extension SchemaProfile {
  /// Reads the profile of a database, in one round trip.
  ///
  /// Only a column `status` that is not limited by a plain CHECK takes more.
  ///
  /// - Parameter connection: A connection that has no transaction open.
  /// - Returns: What the database has.
  /// - Throws: `OpsError` with exit status 2 when there is no table of batches, or not one that can be worked with;
  ///   `PostgresError`.
  public static func load(_ connection: Connection) async throws -> SchemaProfile {
    let start = Instant.now
    // Catalogs are not subject to row security, and a role that it blinds must be told what it is blind to.
    let rows = try await connection.read([question], rowSecurityOff: false)[0]
    return try await make(of: rows, asked: start + (.now - start) / 2, connection)
  }

  /// What has to be asked, for those who ask more in the same round trip.
  static var question: (sql: String, parameters: [Value]) {
    (
      CatalogSQL.profile,
      [.textArray(Set(knownTables.map(\.schema))), .textArray(Set(knownTables.map(\.table)))]
    )
  }

  /// Makes the profile of the answer to ``question``.
  ///
  /// - Parameters:
  ///   - rows: The answer.
  ///   - asked: When the server gave it, by the clock of this machine.
  ///   - connection: Where the little is asked that few databases need.
  /// - Returns: What the database has.
  /// - Throws: `OpsError` with exit status 2 as ``load(_:)`` does, `PostgresError`.
  static func make(
    of rows: ResultSet, asked: Instant, _ connection: Connection
  ) async throws -> SchemaProfile {
    let known = knownTables
    var parts: [String: [Row]] = [:]
    for row in rows { parts[try row.string("part"), default: []].append(row) }
    let answer = CatalogAnswer(parts: parts)

    let tables = try answer.tables().filter { known.contains($0.name) }
    guard let batches = tables.first(where: { $0.name == .batches }) else {
      throw try await MissingBatches.error(connection)
    }
    let columns = try answer.columns()
    try MissingBatches.check(batches, columns)
    let statuses = StatusSource(
      checks: try answer.statusChecks(), type: columns.first { $0.name == "status" }?.type ?? "",
      isReadable: batches.isReadable)
    let (list, enumeration) = try await statuses.list(connection)
    return SchemaProfile(
      batchColumns: columns, batchIndexes: try answer.indexes(), statusList: list,
      statusEnumeration: enumeration, tables: tables, foreignKeys: try answer.foreignKeys(),
      clockOffset: try answer.clockOffset(asked))
  }

  /// The tables that dfops knows by name, where they exist.
  private static var knownTables: Set<TableName> {
    Set(
      [.batches, .rawRows, .jobs, .heartbeats, .ingestBatches, .importRuns]
        + ErrorSource.Kind.allCases.compactMap { TableName($0.rawValue) })
  }
}
