/// The statements about the catalog.
///
/// Catalogs are read directly: the views of `information_schema` are slow. A one-shot command pays for planning each
/// statement, and for the server's cold caches, so joins are few and what is rarely needed is asked separately.
enum CatalogSQL {
  /// Everything that nearly all databases need, in one answer of several kinds of rows.
  ///
  /// Parameters 1 and 2 are the schemas and the names of the tables that dfops knows. The search path is emptied first,
  /// for this transaction, so that names of tables come with their schemas. The parts of a column are lines of one text,
  /// the name last. Foreign keys come all: following them here would take longer than reading them.
  static let profile = """
    WITH known AS MATERIALIZED (
      SELECT oid, relnamespace, relname::text AS name, relkind, relrowsecurity, relforcerowsecurity
      FROM pg_catalog.pg_class
      WHERE relname = ANY($2::name[]) AND relkind IN ('r', 'p', 'v', 'm', 'f')
        AND relnamespace = ANY(ARRAY(
          SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = ANY($1::name[])))),
    batches AS MATERIALIZED (
      SELECT oid FROM known
      WHERE relnamespace::regnamespace::text = 'intake' AND name = 'simplicity_batches')
    SELECT 'clock' AS part, clock_timestamp()::text AS a,
      set_config('search_path', 'pg_catalog', true) AS b, NULL AS c, NULL AS d, NULL::bool AS e,
      NULL::bool AS f
    UNION ALL
    SELECT 'table', relnamespace::regnamespace::text, name,
      ARRAY(SELECT concat_ws(E'\\n', attnum, attnotnull, atthasdef OR attidentity <> '',
          pg_catalog.format_type(atttypid, atttypmod), attname)
        FROM pg_catalog.pg_attribute
        WHERE attrelid = known.oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum)::text,
      concat(relkind, has_schema_privilege(relnamespace, 'USAGE'),
        has_table_privilege(oid, 'SELECT'), has_table_privilege(oid, 'INSERT'),
        has_table_privilege(oid, 'UPDATE'), has_table_privilege(oid, 'DELETE'),
        row_security_active(oid)),
      relrowsecurity, relforcerowsecurity
    FROM known
    UNION ALL
    SELECT 'index', indkey::text, indnkeyatts::text, NULL, NULL, indisvalid AND indpred IS NULL,
      coalesce(pg_index_column_has_property(indexrelid, 1, 'orderable'), false)
    FROM pg_catalog.pg_index WHERE indrelid = (SELECT oid FROM batches)
    UNION ALL
    SELECT CASE contype WHEN 'c' THEN 'check' ELSE 'key' END, conrelid::regclass::text,
      CASE contype WHEN 'c' THEN pg_catalog.pg_get_constraintdef(oid)
        ELSE confrelid::regclass::text END,
      CASE contype WHEN 'c' THEN conkey::text
        ELSE ARRAY(SELECT attname::text FROM pg_catalog.pg_attribute
          WHERE attrelid = conrelid AND attnum = ANY(conkey) ORDER BY attnum)::text END,
      concat(confdeltype, conname), convalidated, NULL
    FROM pg_catalog.pg_constraint
    WHERE contype = 'f' AND conparentid = 0
      OR contype = 'c' AND cardinality(conkey) = 1 AND conrelid = (SELECT oid FROM batches)
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
