internal import Postgres

/// Says in one line why a database cannot be worked with, and what was found instead.
enum MissingBatches {
  /// There is no table of batches.
  static func error(_ connection: Connection) async throws -> OpsError {
    let row = try await connection.read(CatalogSQL.nearMisses, [], rowSecurityOff: false).first
    let database = Sanitiser.visible(try row?.optionalString("database") ?? "")
    let tables = try row?.optionalStrings("tables") ?? []
    let schemas = try row?.optionalStrings("schemas") ?? []
    let found =
      !tables.isEmpty
      ? "the nearest are \(joined(tables))"
      : schemas.isEmpty ? "it has no schema of its own" : "it has the schemas \(joined(schemas))"
    return OpsError(
      .cannotConnect, "the database \(database) has no \(TableName.batches); \(found)",
      hint: "is this the right database? status -e ENV and env show tell where a profile points to",
      code: "no_batches_table")
  }

  /// Refuses a table that lacks what no command can do without.
  static func check(_ facts: TableFacts, _ columns: [BatchColumn]) throws(OpsError) {
    guard facts.isTable else { throw unusable("is not a table") }
    for (name, type) in [("id", "uuid"), ("filename", nil), ("status", nil), ("created_at", nil)] {
      guard let column = columns.first(where: { $0.name == name }) else {
        let names = columns.map(\.name)
        throw unusable("has no column \(name), only \(joined(names))")
      }
      if let type, column.type != type {
        throw unusable("has a column \(name) of the type \(column.type), not \(type)")
      }
    }
  }

  private static func unusable(_ problem: String) -> OpsError {
    OpsError(
      .cannotConnect, "\(TableName.batches) \(problem)",
      hint: "this is not the table of batches that the pipeline has", code: "no_batches_table")
  }

  private static func joined(_ names: [String]) -> String {
    names.map(Sanitiser.visible).joined(separator: ", ")
  }
}
