public import Postgres

extension SchemaProfile {
  /// Reads the profile of a database, in one round trip.
  ///
  /// Only a column `status` that is not limited by a plain CHECK takes more.
  ///
  /// - Parameters:
  ///   - connection: A connection that has no transaction open.
  ///   - reach: How much of the catalog is read.
  /// - Returns: What the database has.
  /// - Throws: `OpsError` with exit status 2 when there is no table of batches, or not one that can be worked with;
  ///   `PostgresError`.
  public static func load(
    _ connection: Connection, reach: CatalogReach = .whole
  ) async throws -> SchemaProfile {
    let start = Instant.now
    // Catalogs are not subject to row security, and a role that it blinds must be told what it is blind to.
    let answers = try await connection.read(questions(reach), rowSecurityOff: false)
    return try await make(of: answers, reach, asked: start + (.now - start) / 2, connection)
  }

  /// What has to be asked, for those who ask more in the same round trip.
  static func questions(_ reach: CatalogReach) -> [(sql: String, parameters: [Value])] {
    let scope: CatalogSQL.Scope = reach == .whole ? .known : .batches
    let names: [Value] =
      reach == .whole
      ? [.textArray(Set(knownTables.map(\.schema))), .textArray(Set(knownTables.map(\.table)))]
      : []
    var questions = [
      (sql: CatalogSQL.tables(scope), parameters: names), (CatalogSQL.columns(scope), names),
      (CatalogSQL.indexes, []),
    ]
    if reach >= .statuses { questions.append((CatalogSQL.checks, [])) }
    if reach >= .whole { questions.append((CatalogSQL.foreignKeys, [])) }
    return questions
  }

  /// Makes the profile of the answers to ``questions(_:)``.
  ///
  /// - Parameters:
  ///   - answers: The answers.
  ///   - reach: How much was asked.
  ///   - asked: When the server gave them, by the clock of this machine.
  ///   - connection: Where the little is asked that few databases need.
  /// - Returns: What the database has.
  /// - Throws: `OpsError` with exit status 2 as ``load(_:reach:)`` does, `PostgresError`.
  static func make(
    of answers: [ResultSet], _ reach: CatalogReach, asked: Instant, _ connection: Connection
  ) async throws -> SchemaProfile {
    let answer = try CatalogAnswer(answers)
    let known = knownTables
    let tables = try answer.tables().filter { known.contains($0.name) }
    guard let batches = tables.first(where: { $0.name == .batches }) else {
      throw try await MissingBatches.error(connection)
    }
    let columns = try answer.columns()
    try MissingBatches.check(batches, columns)
    var statuses: (list: StatusList, enumeration: String?)?
    if let checks = try answer.statusChecks() {
      statuses = try await StatusSource(
        checks: checks, type: columns.first { $0.name == "status" }?.type ?? "",
        isReadable: batches.isReadable
      ).list(connection)
    }
    return SchemaProfile(
      reach: reach, batchColumns: columns, batchIndexes: try answer.indexes(),
      statusList: statuses?.list, statusEnumeration: statuses?.enumeration, tables: tables,
      foreignKeys: try answer.foreignKeys(), clockOffset: try answer.clockOffset(asked))
  }

  /// The tables that dfops knows by name, where they exist.
  static var knownTables: [TableName] {
    [.batches, .rawRows, .jobs, .heartbeats, .ingestBatches, .importRuns]
      + ErrorSource.Kind.allCases.compactMap { TableName($0.rawValue) }
  }
}
