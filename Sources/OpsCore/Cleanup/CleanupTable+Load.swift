internal import Postgres

extension CleanupTable {
  /// Reads what the catalog says about tables; one that is not there is not in the answer.
  static func load(
    _ names: [TableName], in transaction: Transaction
  ) async throws(PostgresError) -> [TableName: CleanupTable] {
    let list: [Value] = [.textArray(names.map(\.schema)), .textArray(names.map(\.table))]
    var tables: [TableName: CleanupTable] = [:]
    for row in try await transaction.query(CleanupCatalogSQL.tables, list) {
      let table = try CleanupTable(row)
      tables[table.name] = table
    }
    for row in try await transaction.query(CleanupCatalogSQL.triggers, list) {
      let trigger = Trigger(
        name: try row.string("name"), type: try row.int("type"),
        columns: try row.strings("columns"))
      tables[try tableName(row)]?.triggers.append(trigger)
    }
    for row in try await transaction.query(CleanupCatalogSQL.publications, list) {
      let publication = Publication(
        name: try row.string("name"), tellsDeletes: try row.bool("deletes"),
        tellsUpdates: try row.bool("updates"))
      tables[try tableName(row)]?.publications.append(publication)
    }
    return tables
  }

  private init(_ row: Row) throws(PostgresError) {
    name = try Self.tableName(row)
    kind = try row.string("kind")
    canSelect = try row.bool("can_select")
    canDelete = try row.bool("can_delete")
    updatable = Set(try row.strings("updatable"))
    isRowSecurityActive = try row.bool("row_security")
    allowsTemporary = try row.bool("can_temporary")
    hasHeirs = try row.bool("has_heirs")
    hasPrimaryKey = try row.bool("has_primary_key")
    hasReplicaIdentity = try row.bool("has_identity")
    logsWholeRows = try row.bool("is_full")
    pages = try row.int("pages")
    bytes = try row.int("bytes")
    width = try row.optionalInt("width")
    deleteRules = try row.strings("delete_rules")
    updateRules = try row.strings("update_rules")
    let (seenPages, seenTuples) = (try row.int("seen_pages"), try row.double("seen_tuples"))
    // A table that was never analysed has rows all the same; a hundred a block is what small rows come to.
    let density = seenPages > 0 && seenTuples >= 0 ? seenTuples / Double(seenPages) : 100
    tuples = density * Double(pages)
  }

  private static func tableName(_ row: Row) throws(PostgresError) -> TableName {
    TableName(try row.string("schema"), try row.string("table"))
  }
}

/// The statements about the tables that a cleanup touches: `$1` has their schemas, `$2` their names.
enum CleanupCatalogSQL {
  private static let wanted = "unnest($1::text[], $2::text[]) AS wanted(schema, name)"
  private static let relation = """
    JOIN pg_catalog.pg_namespace AS n ON n.nspname = wanted.schema
    JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.name
    """

  /// Rights, row security, size, keys and rules.
  static let tables = """
    SELECT n.nspname::text AS schema, c.relname::text AS table, c.relkind::text AS kind,
      has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS can_select,
      has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'DELETE') AS can_delete,
      ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          AND has_schema_privilege(n.oid, 'USAGE')
          AND has_column_privilege(c.oid, a.attnum, 'UPDATE')) AS updatable,
      row_security_active(c.oid) AS row_security,
      has_database_privilege(current_database(), 'TEMPORARY') AS can_temporary,
      EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhparent = c.oid) AS has_heirs,
      EXISTS (SELECT FROM pg_catalog.pg_index WHERE indrelid = c.oid AND indisprimary)
        AS has_primary_key,
      CASE c.relreplident WHEN 'f' THEN true WHEN 'n' THEN false
        ELSE EXISTS (SELECT FROM pg_catalog.pg_index AS i
          WHERE i.indrelid = c.oid AND i.indisvalid AND i.indimmediate
            AND CASE c.relreplident WHEN 'd' THEN i.indisprimary ELSE i.indisreplident END)
        END AS has_identity,
      c.relreplident = 'f' AS is_full,
      coalesce(pg_table_size(c.oid), 0) AS bytes,
      coalesce(pg_relation_size(c.oid), 0) / current_setting('block_size')::bigint AS pages,
      c.relpages AS seen_pages, c.reltuples::float8 AS seen_tuples,
      (SELECT sum(s.avg_width)::bigint FROM pg_catalog.pg_stats AS s
        WHERE s.schemaname = n.nspname AND s.tablename = c.relname AND NOT s.inherited) AS width,
      ARRAY(SELECT r.rulename::text FROM pg_catalog.pg_rewrite AS r
        WHERE r.ev_class = c.oid AND r.ev_type = '4' AND r.ev_enabled IN ('O', 'A')
        ORDER BY 1) AS delete_rules,
      ARRAY(SELECT r.rulename::text FROM pg_catalog.pg_rewrite AS r
        WHERE r.ev_class = c.oid AND r.ev_type = '2' AND r.ev_enabled IN ('O', 'A')
        ORDER BY 1) AS update_rules
    FROM \(wanted) \(relation)
    """

  /// The triggers that DELETE or UPDATE fires in a session whose role for replication is `origin`.
  static let triggers = """
    SELECT n.nspname::text AS schema, c.relname::text AS table, t.tgname::text AS name,
      t.tgtype::int AS type,
      ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum = ANY(t.tgattr::int2[]) ORDER BY a.attnum) AS columns
    FROM \(wanted) \(relation)
    JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = c.oid
    WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype::int & 24 <> 0
    ORDER BY 1, 2, 3
    """

  /// The publications that tell others about the tables, those for all tables included.
  static let publications = """
    SELECT p.schemaname::text AS schema, p.tablename::text AS table, p.pubname::text AS name,
      b.pubdelete AS deletes, b.pubupdate AS updates
    FROM \(wanted)
    JOIN pg_catalog.pg_publication_tables AS p
      ON p.schemaname = wanted.schema AND p.tablename = wanted.name
    JOIN pg_catalog.pg_publication AS b ON b.pubname = p.pubname
    WHERE b.pubdelete OR b.pubupdate
    ORDER BY 1, 2, 3
    """
}
