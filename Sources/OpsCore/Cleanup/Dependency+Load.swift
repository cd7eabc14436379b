internal import Postgres

extension Dependency {
  /// Reads all foreign keys of a database.
  static func all(in transaction: Transaction) async throws(PostgresError) -> [Dependency] {
    try await transaction.query(CleanupSQL.dependencies).map(Dependency.init)
  }

  private init(_ row: Row) throws(PostgresError) {
    let columns = try row.strings("columns")
    let emptied = try row.strings("emptied")
    guard let rule = ForeignKey.DeleteRule(rawValue: try row.string("on_delete")) else {
      throw PostgresError(.decoding, "a foreign key has an unknown rule for deletes")
    }
    self.init(
      constraint: try row.string("constraint"),
      table: TableName(try row.string("child_schema"), try row.string("child")), columns: columns,
      referenced: TableName(try row.string("parent_schema"), try row.string("parent")),
      referencedColumns: try row.strings("referenced_columns"), onDelete: rule,
      emptiedColumns: emptied.isEmpty ? columns : emptied,
      isDeferrable: try row.bool("is_deferrable"), hasIndex: try row.bool("has_index"))
  }
}
