internal import Postgres

/// What names a batch without a foreign key, and so stays when the batch goes.
struct SoftReferences: Sendable {
  /// The rows by `schema.table.column`.
  var counts: [String: Int] = [:]
  /// What could not be looked at, by the same names, with the reason.
  var unknown: [(name: String, reason: String)] = []

  /// Counting ends here; that so many stay is all that anybody needs to know.
  static let bound = 1_000_000
  private static let limit = "10s"

  /// Looks for them; a table that takes too long is said to be unknown.
  static func load(
    ids: [String], in transaction: Transaction
  ) async throws(PostgresError) -> SoftReferences {
    let columns = try await transaction.query(SoftReferenceSQL.columns).map(SoftColumn.init)
    var found = SoftReferences()
    for column in columns where !column.isReadable {
      found.unknown.append((column.name, "this role may not read it"))
    }
    let readable = columns.filter(\.isReadable)
    guard !readable.isEmpty else { return found }
    // A statement that is cancelled takes the transaction with it, and with it the moment that the plan has seen.
    let before = try await transaction.query(
      "SELECT current_setting('statement_timeout') AS statement")
    _ = try await transaction.query("SAVEPOINT dfops_soft")
    do throws(PostgresError) {
      _ = try await transaction.query(
        "SELECT set_config('statement_timeout', $1, true)", [.text(limit)])
      let sql = readable.enumerated().map { index, column in
        "SELECT \(index) AS part, count(*) AS n FROM (\(column.rows) LIMIT \(bound)) AS soft_\(index)"
      }.joined(separator: " UNION ALL ")
      for row in try await transaction.query(sql, [.textArray(ids)]) {
        found.counts[readable[try row.int("part")].name] = try row.int("n")
      }
    } catch {
      guard error.code == .timedOut || error.sqlState == .insufficientPrivilege else { throw error }
      _ = try await transaction.query("ROLLBACK TO SAVEPOINT dfops_soft")
      let reason = error.code == .timedOut ? "looking took too long" : "this role may not read it"
      found.counts = [:]
      found.unknown += readable.map { ($0.name, reason) }
    }
    _ = try await transaction.query(
      "SELECT set_config('statement_timeout', $1, true)",
      [.text(before.first?["statement"] ?? "0")])
    return found
  }
}

/// A column in which batches are named.
private struct SoftColumn {
  let table: TableName
  let column: String
  let type: String
  let isReadable: Bool

  init(_ row: Row) throws(PostgresError) {
    table = TableName(try row.string("schema"), try row.string("table"))
    column = try row.string("column")
    type = try row.string("type")
    isReadable = try row.bool("readable")
  }

  var name: String { "\(table).\(column)" }

  /// The rows that name one of the batches `$1`.
  var rows: String {
    let quoted = "t.\(Quoting.identifier(column))"
    let condition =
      switch type {
      case "uuid": "\(quoted) = ANY($1::uuid[])"
      case "json", "jsonb": "\(quoted)->>'batch_id' IN (\(SoftReferenceSQL.ids))"
      case _ where table == SoftReferenceSQL.judgments:
        "split_part(\(quoted), ':', 1) = ANY(ARRAY[\(SoftReferenceSQL.prefixes)])"
          + " AND substr(\(quoted), strpos(\(quoted), ':') + 1) IN (\(SoftReferenceSQL.ids))"
      default: "\(quoted)::text IN (\(SoftReferenceSQL.ids))"
      }
    return "SELECT FROM \(table.sql) AS t WHERE \(condition)"
  }
}

private enum SoftReferenceSQL {
  static let judgments = TableName("public", "judgments")
  /// The ids of the batches as texts, in a form that the server hashes.
  static let ids = "SELECT unnest($1::uuid[])::text"
  /// The words before the id in the source of a judgment.
  static let prefixes = ["batch", "simplicity-batch", "simplicity", "golden_path"]
    .map(Quoting.literal).joined(separator: ", ")

  /// The columns that name batches by custom: those of the neighbours in `ops`, and the sources of judgments.
  static let columns = """
    SELECT n.nspname::text AS schema, c.relname::text AS table, a.attname::text AS column,
      format_type(a.atttypid, NULL) AS type,
      has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')
        AND NOT row_security_active(c.oid) AS readable
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
      AND (n.nspname = 'ops' AND a.attname = 'batch_id'
          AND format_type(a.atttypid, NULL) IN ('uuid', 'text', 'character varying')
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k
            WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY(k.conkey))
        OR n.nspname = 'ops' AND c.relname = 'job_queue' AND a.attname = 'payload'
          AND format_type(a.atttypid, NULL) IN ('json', 'jsonb')
        OR n.nspname = 'public' AND c.relname = 'judgments' AND a.attname = 'source_file')
    ORDER BY 1, 2, 3
    """
}
