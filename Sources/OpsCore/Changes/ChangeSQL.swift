internal import Postgres

/// The statements by which any change is made; values are always parameters.
enum ChangeSQL {
  /// The columns of the table `$2` in the schema `$1`.
  static let columns = """
    SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS not_null,
      attgenerated <> '' OR attidentity = 'a' AS computed, attgenerated <> '' AS generated
    FROM pg_catalog.pg_attribute
    WHERE attrelid = \(relation) AND attnum > 0 AND NOT attisdropped
    ORDER BY attnum
    """

  /// Whether all rows of the table `$2` in the schema `$1` can be read; no row when there is no such table.
  static let readable = """
    SELECT has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
      AND NOT row_security_active(c.oid) AS readable
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = $2
    """

  /// Finds a table without needing a privilege on its schema, as a cast to regclass would.
  private static let relation = """
    (SELECT c.oid FROM pg_catalog.pg_class AS c
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = $2)
    """

  /// Makes the text form of every type the same everywhere, and tells whether triggers are in force.
  static let settings = """
    SELECT set_config('extra_float_digits', '1', true), set_config('IntervalStyle', 'postgres', true),
      set_config('bytea_output', 'hex', true), set_config('xmloption', 'content', true),
      current_setting('session_replication_role') AS replication_role,
      current_setting('transaction_read_only') AS read_only
    """

  /// The version of a row in the results of ``images(of:keys:lock:)``.
  static let version = "@version"

  /// How rows are locked when they are read.
  enum Lock: String {
    case none = ""
    /// Conflicts also with the key share lock that a worker's insert of child rows holds.
    case noWait = " FOR UPDATE NOWAIT"
    case skip = " FOR UPDATE SKIP LOCKED"
  }

  /// Reads all columns of rows in the order of their keys, so that two changes lock in the same order.
  static func images(
    of shape: TableShape, key: String, keys: [String], lock: Lock
  ) -> Statement {
    let list = shape.columns.map { Quoting.identifier($0.name) }.joined(separator: ", ")
    let column = Quoting.identifier(key)
    return Statement(
      "SELECT xmin::text AS \(Quoting.identifier(version)), \(list) FROM \(shape.table.sql)"
        + " WHERE \(column) = ANY($1::\(type(of: key, in: shape))[]) ORDER BY \(column)"
        + lock.rawValue,
      [.textArray(keys)])
  }

  /// Reads the keys of rows, each with the transaction that last touched or locked the row.
  static func keys(
    of shape: TableShape, key: String, keys: [String], lock: Lock
  ) -> Statement {
    let column = Quoting.identifier(key)
    return Statement(
      "SELECT \(column)::text, xmax::text FROM \(shape.table.sql)"
        + " WHERE \(column) = ANY($1::\(type(of: key, in: shape))[]) ORDER BY \(column)"
        + lock.rawValue,
      [.textArray(keys)])
  }

  /// Gives the same to all rows of a write, restating its guards on the row that is hit.
  static func update(_ write: RowWrite, _ assignments: [Assignment], in shape: TableShape)
    -> Statement
  {
    var parameters: [Value] = [.textArray(write.rows.map(\.key))]
    var set: [String] = []
    for assignment in assignments {
      let column = Quoting.identifier(assignment.column)
      switch assignment.source {
      case .now: set.append("\(column) = now()")
      case .value(let value):
        // Without a cast: the server takes it as an assignment, which refuses what is too long.
        parameters.append(value)
        set.append("\(column) = $\(parameters.count)")
      }
    }
    var conditions = [
      "\(Quoting.identifier(write.key)) = ANY($1::\(type(of: write.key, in: shape))[])"
    ]
    for guarded in write.guards {
      parameters.append(.textArray(guarded.values))
      conditions.append(
        "\(Quoting.identifier(guarded.column))::text = ANY($\(parameters.count)::text[])")
    }
    return Statement(
      "UPDATE \(write.table.sql) SET \(set.joined(separator: ", "))"
        + " WHERE \(conditions.joined(separator: " AND "))",
      parameters)
  }

  /// Gives each row the values of its image in the columns named.
  static func restore(
    _ images: [AuditImage], columns: [String], key: String, in shape: TableShape
  ) -> Statement {
    let keyColumn = Quoting.identifier(key)
    var parameters: [Value] = [.textArray(images.map { ($0.columns[key] ?? nil) ?? "" })]
    var set: [String] = []
    for (index, name) in columns.enumerated() {
      parameters.append(.array(images.map { $0.columns[name] ?? nil }))
      set.append("\(Quoting.identifier(name)) = image.c\(index)::\(type(of: name, in: shape))")
    }
    let arrays = parameters.indices.map { "$\($0 + 1)::text[]" }.joined(separator: ", ")
    let names = (["k"] + columns.indices.map { "c\($0)" }).joined(separator: ", ")
    return Statement(
      "UPDATE \(shape.table.sql) AS target SET \(set.joined(separator: ", "))"
        + " FROM unnest(\(arrays)) AS image(\(names))"
        + " WHERE target.\(keyColumn) = image.k::\(type(of: key, in: shape))",
      parameters)
  }

  /// The triggers that an UPDATE of the table `$2` in the schema `$1` fires.
  static let updateTriggers = """
    SELECT tgname AS name FROM pg_catalog.pg_trigger
    WHERE tgrelid = \(relation) AND NOT tgisinternal AND tgenabled <> 'D' AND tgtype & 16 <> 0
    ORDER BY tgname
    """

  /// Counts batches up to a bound, for the cap on the share of the table.
  static let boundedCount = """
    SELECT count(*) AS n FROM (SELECT 1 FROM intake.simplicity_batches LIMIT $1::bigint) AS bounded
    """

  private static func type(of column: String, in shape: TableShape) -> String {
    shape[column]?.type ?? "text"
  }
}
