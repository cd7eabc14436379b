internal import Postgres

/// The columns of all tables that a cleanup touches, as they are when it begins.
struct CleanupTables: Codable, Sendable, Equatable {
  /// A column as the archive has it.
  struct Column: Codable, Sendable, Equatable {
    var name: String
    var type: String
    /// Whether the server computes it, so that it is not in the archive.
    var isGenerated: Bool
  }

  /// The columns of each table, in their order.
  var columns: [String: [Column]] = [:]
  /// The columns of the primary key of each table that loses references.
  var keys: [String: [String]] = [:]
  /// What the server says of all columns, as one text; another text means that a table has changed.
  var digest: String

  /// Reads the columns.
  ///
  /// - Throws: `OpsError` with exit status 4 when a table is gone, or has no key by which references could be put back.
  static func load(
    _ graph: CleanupGraph, in transaction: Transaction
  ) async throws -> CleanupTables {
    var tables = CleanupTables(digest: try await digest(of: graph, in: transaction))
    for table in Set(graph.deletions.map(\.table)) {
      guard let shape = try await TableShape.load(table, in: transaction) else {
        throw OpsError(
          .refused, "\(table) is gone; nothing was changed", hint: "make a new plan")
      }
      tables.columns[table.description] = shape.columns.map {
        Column(name: $0.name, type: $0.type, isGenerated: $0.isGenerated)
      }
    }
    for table in Set(graph.references.map(\.table)) {
      tables.keys[table.description] =
        try await transaction.query(CleanupSQL.primaryKey, table.parameters)
        .map { row throws(PostgresError) in try row.string("name") }
    }
    return tables
  }

  /// Reads what the server says of all columns.
  static func digest(
    of graph: CleanupGraph, in transaction: Transaction
  ) async throws(PostgresError) -> String {
    try await transaction.query(CleanupSQL.columnDigest, [names(in: graph)])
      .first?.optionalString("digest") ?? ""
  }

  /// The names of all tables, as a parameter.
  static func names(in graph: CleanupGraph) -> Value {
    .textArray(
      Set(graph.deletions.map(\.table) + graph.references.map(\.table)).map(\.sql).sorted())
  }

  /// The columns of a table that an archive holds.
  func archived(_ table: TableName) -> [String] {
    (columns[table.description] ?? []).filter { !$0.isGenerated }.map(\.name)
  }

  /// The columns that an archive holds for a reference: the key of the row, then what is emptied.
  ///
  /// - Throws: `OpsError` with exit status 4 for a table without a key.
  func archived(_ reference: CleanupGraph.Reference) throws(OpsError) -> [String] {
    try key(of: reference) + reference.key.emptiedColumns
  }

  /// The columns of the key of a table that loses references.
  func key(of reference: CleanupGraph.Reference) throws(OpsError) -> [String] {
    guard let key = keys[reference.table.description], !key.isEmpty else {
      throw OpsError(
        .refused,
        "\(reference.table) has no primary key, so its references could not be put back;"
          + " nothing was changed",
        hint: "give it one, then make a new plan")
    }
    return key
  }
}
