/// The statements about the catalog.
///
/// Catalogs are read directly: the views of `information_schema` are slow. A one-shot command pays for planning each
/// statement, and for the server's cold caches, so joins are few and what is rarely needed is asked separately.
enum CatalogSQL {
  /// Everything that nearly all databases need, in one answer of several kinds of rows.
  ///
  /// Parameters 1 and 2 are the schemas and the names of the tables that dfops knows. The search path is emptied first,
  /// for this transaction, so that names of tables come with their schemas. The parts of a column are lines of one text,
  /// the name last.
  static let profile = """
    WITH RECURSIVE known AS MATERIALIZED (
      SELECT c.oid, n.oid AS schema_oid, n.nspname::text AS schema, c.relname::text AS name,
        c.relkind, c.relrowsecurity, c.relforcerowsecurity
      FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      WHERE c.relname = ANY($2::name[]) AND n.nspname = ANY($1::name[])),
    batches AS MATERIALIZED (
      SELECT oid FROM known WHERE schema = 'intake' AND name = 'simplicity_batches'),
    constraints AS (
      SELECT oid, contype, conrelid, confrelid, confdeltype, conkey, conname, convalidated,
        0 AS depth
      FROM pg_catalog.pg_constraint
      WHERE contype = 'f' AND conparentid = 0 AND confrelid = (SELECT oid FROM batches)
        OR contype = 'c' AND conrelid = (SELECT oid FROM batches) AND cardinality(conkey) = 1
      UNION
      SELECT k.oid, k.contype, k.conrelid, k.confrelid, k.confdeltype, k.conkey, k.conname,
        k.convalidated, depth + 1
      FROM constraints AS c JOIN pg_catalog.pg_constraint AS k ON k.confrelid = c.conrelid
      WHERE c.contype = 'f' AND k.contype = 'f' AND k.conparentid = 0 AND depth < 8)
    SELECT 'clock' AS part, clock_timestamp()::text AS a,
      set_config('search_path', 'pg_catalog', true) AS b, NULL AS c, NULL AS d, NULL::bool AS e,
      NULL::bool AS f
    UNION ALL
    SELECT 'table', schema, name,
      ARRAY(SELECT concat_ws(E'\\n', attnum, attnotnull, atthasdef OR attidentity <> '',
          pg_catalog.format_type(atttypid, atttypmod), attname)
        FROM pg_catalog.pg_attribute
        WHERE attrelid = known.oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum)::text,
      concat(relkind, has_schema_privilege(schema_oid, 'USAGE'), has_table_privilege(oid, 'SELECT'),
        has_table_privilege(oid, 'INSERT'), has_table_privilege(oid, 'UPDATE'),
        has_table_privilege(oid, 'DELETE'), row_security_active(oid)),
      relrowsecurity, relforcerowsecurity
    FROM known WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
    UNION ALL
    SELECT 'index', indexrelid::regclass::text, indkey::text, indnkeyatts::text, NULL,
      indisvalid AND indpred IS NULL,
      coalesce(pg_index_column_has_property(indexrelid, 1, 'orderable'), false)
    FROM pg_catalog.pg_index WHERE indrelid = (SELECT oid FROM batches)
    UNION ALL
    SELECT 'check', pg_catalog.pg_get_constraintdef(oid), conkey[1]::text, NULL, NULL,
      convalidated, NULL
    FROM constraints WHERE contype = 'c'
    UNION ALL
    SELECT 'key', conrelid::regclass::text, confrelid::regclass::text,
      ARRAY(SELECT attname::text FROM pg_catalog.pg_attribute
        WHERE attrelid = conrelid AND attnum = ANY(conkey) ORDER BY attnum)::text,
      concat(confdeltype, conname), NULL, NULL
    FROM constraints WHERE contype = 'f'
    """

  /// What limits the column `status` when its type is a domain or an enumeration.
  static let statusType = """
    SELECT t.typtype = 'e' AS is_enumeration,
      ARRAY(SELECT enumlabel::text FROM pg_catalog.pg_enum WHERE enumtypid = t.oid
        ORDER BY enumsortorder) AS labels,
      ARRAY(SELECT pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint
        WHERE contypid = t.oid AND contype = 'c' AND convalidated) AS checks
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    WHERE n.nspname = 'intake' AND c.relname = 'simplicity_batches' AND a.attname = 'status'
    """

  /// The default of the column `status`.
  static let statusDefault = """
    SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression
    FROM pg_catalog.pg_attrdef AS d
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    JOIN pg_catalog.pg_class AS c ON c.oid = d.adrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = 'intake' AND c.relname = 'simplicity_batches' AND a.attname = 'status'
    """

  /// The statuses of all rows, for a column that nothing limits.
  static let presentStatuses = """
    SELECT DISTINCT status::text AS status FROM intake.simplicity_batches
    WHERE status IS NOT NULL ORDER BY 1 LIMIT 100
    """

  /// The tables that may be meant where the table of batches is missing, nearest first, and all schemas.
  static let nearMisses = """
    SELECT current_database()::text AS database,
      ARRAY(SELECT n.nspname || '.' || c.relname
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^(pg_|information_schema$)'
          AND c.relname ~* 'batch|simplicity'
        ORDER BY c.relname = 'simplicity_batches' DESC, c.relname ~* 'simplicity' DESC, 1
        LIMIT 5) AS tables,
      ARRAY(SELECT nspname::text FROM pg_catalog.pg_namespace
        WHERE nspname !~ '^(pg_|information_schema$)' ORDER BY 1 LIMIT 10) AS schemas
    """
}
