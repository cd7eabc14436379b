/// The statements about the catalog.
///
/// Catalogs are read directly: the views of `information_schema` are slow. A one-shot command pays for planning each
/// statement with a server process that knows nothing yet, so each reads one catalog, and who needs little asks little.
enum CatalogSQL {
  /// Which tables a statement is about.
  enum Scope {
    /// The table of batches.
    case batches
    /// The tables that dfops knows; parameters 1 and 2 are their schemas and their names.
    case known

    /// Finds what the rows of another catalog name by number.
    fileprivate var among: String {
      let found = "SELECT oid FROM pg_catalog.pg_class WHERE \(condition)"
      return self == .batches ? "= (\(found))" : "= ANY(ARRAY(\(found)))"
    }

    fileprivate var condition: String {
      switch self {
      case .batches:
        "relname = 'simplicity_batches' AND relnamespace = to_regnamespace('intake')"
      case .known:
        "relname = ANY($2::name[]) AND relnamespace::regnamespace::text = ANY($1::text[])"
      }
    }
  }

  /// What kind of thing each table is and what the role may do with it.
  ///
  /// It comes first: it empties the search path, for this transaction, so that names come with their schemas.
  static func tables(_ scope: Scope) -> String {
    """
    SELECT oid, relnamespace::regnamespace::text AS schema, relname AS name, relkind AS kind,
      relrowsecurity AS has_row_security, relforcerowsecurity AS forces_row_security,
      row_security_active(oid) AS hides_rows, has_schema_privilege(relnamespace, 'USAGE') AS usage,
      has_table_privilege(oid, 'SELECT') AS may_select,
      has_table_privilege(oid, 'INSERT') AS may_insert,
      has_table_privilege(oid, 'UPDATE') AS may_update,
      has_table_privilege(oid, 'DELETE') AS may_delete,
      clock_timestamp() AS clock, set_config('search_path', 'pg_catalog', true)
    FROM pg_catalog.pg_class
    WHERE \(scope.condition) AND relkind IN ('r', 'p', 'v', 'm', 'f')
    """
  }

  /// The columns of the tables, in no order.
  static func columns(_ scope: Scope) -> String {
    """
    SELECT attrelid AS table, attnum AS number, attname AS name,
      format_type(atttypid, atttypmod) AS type, attnotnull AS is_not_null,
      atthasdef OR attidentity <> '' AS has_default
    FROM pg_catalog.pg_attribute
    WHERE attrelid \(scope.among) AND attnum > 0 AND NOT attisdropped
    """
  }

  /// The indexes of the table of batches.
  static let indexes = """
    SELECT indkey AS numbers, indnkeyatts AS width, indisvalid AND indpred IS NULL AS is_whole,
      pg_index_column_has_property(indexrelid, 1, 'orderable') AS is_orderable
    FROM pg_catalog.pg_index WHERE indrelid \(Scope.batches.among)
    """

  /// The CHECKs of one column each of the table of batches.
  static let checks = """
    SELECT conkey AS numbers, pg_get_constraintdef(oid) AS definition, convalidated AS is_validated
    FROM pg_catalog.pg_constraint
    WHERE conrelid \(Scope.batches.among) AND contype = 'c' AND cardinality(conkey) = 1
    """

  /// All foreign keys: following them here would take longer than reading them.
  static let foreignKeys = """
    SELECT conname AS name, conrelid::regclass AS table, confrelid::regclass AS referenced,
      confdeltype AS rule,
      ARRAY(SELECT attname::text FROM pg_catalog.pg_attribute
        WHERE attrelid = conrelid AND attnum = ANY(conkey) ORDER BY attnum) AS columns
    FROM pg_catalog.pg_constraint WHERE contype = 'f' AND conparentid = 0
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
