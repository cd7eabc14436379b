internal import Postgres

/// The statements about what hangs on batches; names come from the catalog and are quoted.
enum CleanupSQL {
  /// Where the ids of the batches stand.
  enum IDs {
    /// In the first parameter, an array.
    case parameter
    /// In the temporary table of a chunk; COPY takes no parameters.
    case table

    /// Says that a column holds one of the ids.
    func contain(_ column: String) -> String {
      switch self {
      case .parameter: "\(column) = ANY($1::uuid[])"
      case .table: "\(column) IN (SELECT id FROM \(CleanupSQL.idTable))"
      }
    }
  }

  /// The temporary table with the ids of a chunk, which ends with its transaction.
  static let idTable = "pg_temp.dfops_ids"

  /// All foreign keys between tables of this database, with their columns in matching order.
  ///
  /// Keys of partitions repeat those of their partitioned table. `confdelsetcols` came with PostgreSQL 15, so it is
  /// read through JSON. An index that leaves out rows whose reference is empty serves a check, which never looks for
  /// them.
  static let dependencies = """
    SELECT k.conname::text AS constraint,
      cn.nspname::text AS child_schema, c.relname::text AS child,
      pn.nspname::text AS parent_schema, p.relname::text AS parent,
      ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u(num, place)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.num
        ORDER BY u.place) AS columns,
      ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u(num, place)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.num
        ORDER BY u.place) AS referenced_columns,
      ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = k.conrelid AND a.attnum > 0
          AND to_jsonb(k) -> 'confdelsetcols' @> to_jsonb(a.attnum) ORDER BY a.attnum) AS emptied,
      k.confdeltype::text AS on_delete, k.condeferrable AS is_deferrable,
      EXISTS (SELECT FROM pg_catalog.pg_index AS i
        JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
        JOIN pg_catalog.pg_am AS m ON m.oid = x.relam
        WHERE i.indrelid = k.conrelid AND i.indisvalid AND m.amname IN ('btree', 'hash')
          AND (i.indpred IS NULL OR pg_catalog.pg_get_expr(i.indpred, i.indrelid) = ANY(ARRAY(
            SELECT format('(%I IS NOT NULL)', a.attname) FROM pg_catalog.pg_attribute AS a
            WHERE a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey))))
          AND i.indnkeyatts >= cardinality(k.conkey)
          AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey) AS has_index
    FROM pg_catalog.pg_constraint AS k
    JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
    JOIN pg_catalog.pg_namespace AS cn ON cn.oid = c.relnamespace
    JOIN pg_catalog.pg_class AS p ON p.oid = k.confrelid
    JOIN pg_catalog.pg_namespace AS pn ON pn.oid = p.relnamespace
    WHERE k.contype = 'f' AND k.conparentid = 0
    ORDER BY 2, 3, 1
    """

  /// The condition that a row `t` hangs on one of the batches, on any of the ways.
  static func hangs(on ids: IDs, _ ways: [DependencyWay]) -> String {
    let conditions = ways.map { hangs(on: ids, $0[...], alias: "t", depth: 0) }
    return conditions.count == 1 ? conditions[0] : "(\(conditions.joined(separator: " OR ")))"
  }

  private static func hangs(
    on ids: IDs, _ way: ArraySlice<Dependency>, alias: String, depth: Int
  ) -> String {
    guard let key = way.first else { return ids.contain("\(alias).id") }
    if way.count == 1, key.referencedColumns == ["id"] {
      return ids.contain("\(alias).\(Quoting.identifier(key.columns[0]))")
    }
    let parent = "p\(depth)"
    return "EXISTS (SELECT FROM \(key.referenced.sql) AS \(parent) WHERE "
      + equality(key, child: alias, parent: parent) + " AND "
      + hangs(on: ids, way.dropFirst(), alias: parent, depth: depth + 1) + ")"
  }

  /// The condition that a row `t` loses a reference and stays itself.
  static func loses(
    _ reference: CleanupGraph.Reference, by ids: IDs, in graph: CleanupGraph
  ) -> String {
    let refers = hangs(on: ids, reference.ways)
    guard let own = graph.dependents.first(where: { $0.table == reference.table }) else {
      return refers
    }
    return "\(refers) AND NOT \(hangs(on: ids, own.ways))"
  }

  /// Counts the rows of a table that go, by the batch on which they hang.
  ///
  /// A row that hangs on two batches counts with each of them.
  ///
  /// - Parameters:
  ///   - deletion: The table.
  ///   - ids: Where the ids stand.
  ///   - bound: Counts no further than so many rows altogether; nil counts all.
  /// - Returns: The statement, with the columns `id` and `n`.
  static func counts(of deletion: CleanupGraph.Deletion, ids: IDs, bound: Int? = nil) -> String {
    counts(deletion.table, deletion.ways, ids: ids, bound: bound) { _ in nil }
  }

  /// Counts the references that are emptied, by the batch; rows that go with the same batch are not among them.
  static func counts(
    of reference: CleanupGraph.Reference, ids: IDs, in graph: CleanupGraph, bound: Int? = nil
  ) -> String {
    let own = graph.dependents.first { $0.table == reference.table }
    return counts(reference.table, reference.ways, ids: ids, bound: bound) { root in
      own.map { "NOT (\($0.ways.map { belongs($0, to: root) }.joined(separator: " OR ")))" }
    }
  }

  private static func counts(
    _ table: TableName, _ ways: [DependencyWay], ids: IDs, bound: Int?,
    unless: (_ root: String) -> String?
  ) -> String {
    let limit = bound.map { " LIMIT \($0)" } ?? ""
    let isSimple = ways.count == 1
    let parts = ways.map { way in
      let (joins, root) = joined(way)
      var conditions = [ids.contain(root)]
      if let condition = unless(root) { conditions.append(condition) }
      return "SELECT \(root) AS id\(isSimple ? "" : ", t.tableoid, t.ctid") FROM \(table.sql) AS t"
        + joins + " WHERE " + conditions.joined(separator: " AND ")
    }
    // UNION removes a row that two ways lead to the same batch.
    return
      "SELECT id::text AS id, count(*) AS n FROM (\(parts.joined(separator: " UNION "))\(limit))"
      + " AS found GROUP BY id"
  }

  /// The joins that lead from a row `t` to its batch, and the expression of the batch's id.
  private static func joined(_ way: DependencyWay) -> (joins: String, root: String) {
    var joins = ""
    var alias = "t"
    for (depth, key) in way.enumerated() {
      if depth == way.count - 1, key.referencedColumns == ["id"] {
        return (joins, "\(alias).\(Quoting.identifier(key.columns[0]))")
      }
      let parent = "j\(depth)"
      joins +=
        " JOIN \(key.referenced.sql) AS \(parent) ON "
        + equality(key, child: alias, parent: parent)
      alias = parent
    }
    return (joins, "\(alias).id")
  }

  /// The condition that a row `t` hangs on one batch, whose id an expression gives.
  private static func belongs(_ way: DependencyWay, to root: String) -> String {
    if way.count == 1, way[0].referencedColumns == ["id"] {
      return "t.\(Quoting.identifier(way[0].columns[0])) IS NOT DISTINCT FROM \(root)"
    }
    var condition = ""
    var alias = "t"
    var closing = ""
    for (depth, key) in way.enumerated() {
      let parent = "o\(depth)"
      condition +=
        "EXISTS (SELECT FROM \(key.referenced.sql) AS \(parent) WHERE "
        + equality(key, child: alias, parent: parent) + " AND "
      closing += ")"
      alias = parent
    }
    return condition + "\(alias).id = \(root)" + closing
  }

  private static func equality(_ key: Dependency, child: String, parent: String) -> String {
    zip(key.columns, key.referencedColumns).map { column, referenced in
      "\(child).\(Quoting.identifier(column)) = \(parent).\(Quoting.identifier(referenced))"
    }.joined(separator: " AND ")
  }
}
