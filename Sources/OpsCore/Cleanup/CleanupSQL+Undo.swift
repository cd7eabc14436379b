internal import Postgres

/// The statements that bring back what was deleted.
extension CleanupSQL {
  /// Loads rows into a table.
  static func load(_ table: String, columns: [String]) -> String {
    let list = columns.map(Quoting.identifier).joined(separator: ", ")
    return "COPY \(table) (\(list)) FROM STDIN"
  }

  /// Keeps the ids `$1`.
  static let keepIDs = "INSERT INTO \(idTable) (id) SELECT unnest($1::uuid[])"

  /// Makes a table with some columns of another one.
  static func stage(_ name: String, like table: TableName, columns: [String]) -> String {
    let list = columns.map(Quoting.identifier).joined(separator: ", ")
    return "CREATE TEMPORARY TABLE \(name) ON COMMIT DROP AS SELECT \(list) FROM \(table.sql)"
      + " WITH NO DATA"
  }

  /// Puts references back from a stage, where they are empty still.
  static func refer(_ reference: CleanupGraph.Reference, key: [String], stage: String) -> String {
    let columns = reference.key.emptiedColumns
    let set = columns.map { "\(Quoting.identifier($0)) = s.\(Quoting.identifier($0))" }
    let same = key.map { "t.\(Quoting.identifier($0)) = s.\(Quoting.identifier($0))" }
    let empty = columns.map { "t.\(Quoting.identifier($0)) IS NULL" }
    return
      "UPDATE \(reference.table.sql) AS t SET \(set.joined(separator: ", ")) FROM \(stage) AS s"
      + " WHERE " + (same + empty).joined(separator: " AND ")
  }

  /// Hands out the rows of a table that hang on the ids, as an archive has them.
  static func rows(of deletion: CleanupGraph.Deletion, columns: [String]) -> String {
    let hanging =
      deletion.table == .batches ? IDs.table.contain("t.id") : hangs(on: .table, deletion.ways)
    let list = columns.map { "t.\(Quoting.identifier($0))" }.joined(separator: ", ")
    return "COPY (SELECT \(list) FROM \(deletion.table.sql) AS t WHERE \(hanging)) TO STDOUT"
  }

  /// The unique indexes of batches over plain columns, with their conditions.
  static let uniqueIndexes = """
    SELECT i.indexrelid::regclass::text AS name,
      ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = i.indrelid AND a.attnum = ANY((i.indkey::int2[])[0:i.indnkeyatts - 1])
        ORDER BY a.attnum) AS columns,
      pg_get_expr(i.indpred, i.indrelid) AS condition
    FROM pg_catalog.pg_index AS i
    WHERE i.indrelid = '\(TableName.batches.sql)'::regclass AND i.indisunique
      AND i.indexprs IS NULL
    ORDER BY i.indisprimary DESC, 1
    """

  /// The staged batches that another batch stands in the way of, by one unique index.
  static func conflicts(_ columns: [String], condition: String?, stage: String) -> String {
    let same = columns.map { "b.\(Quoting.identifier($0)) = s.\(Quoting.identifier($0))" }
    let live =
      condition.map { "(SELECT * FROM \(TableName.batches.sql) WHERE \($0))" }
      ?? TableName.batches.sql
    return "SELECT s.id::text AS id, b.id::text AS other FROM \(stage) AS s JOIN \(live) AS b ON "
      + same.joined(separator: " AND ") + " ORDER BY 1 LIMIT 20"
  }

  /// The triggers of a table `$2` in the schema `$1` that an insert fires, before or after.
  static let insertTriggers = """
    SELECT tgname::text AS name FROM pg_catalog.pg_trigger AS g
    JOIN pg_catalog.pg_class AS c ON c.oid = g.tgrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = $2 AND NOT g.tgisinternal AND g.tgenabled <> 'D'
      AND g.tgtype & 4 <> 0
    ORDER BY 1
    """
}
