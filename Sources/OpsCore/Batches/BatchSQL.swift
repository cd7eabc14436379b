internal import Postgres

/// The statements about batches; the table has the alias `b`.
enum BatchSQL {
  static let table = TableName.batches.sql

  /// What ``Batch`` reads; without casts, which the server would have to look up, and which change no text.
  static func columns(in schema: SchemaProfile) -> String {
    func count(_ column: String, _ name: String) -> String {
      let has = schema.batchColumnNames.contains(column)
      return "\(has ? "b.\(Quoting.identifier(column))" : "NULL") AS \(name)"
    }
    return """
      b.id, b.filename, b.status, b.xmin AS version, \(count("row_count_total", "rows_total")), \
      \(count("row_count_inserted", "rows_inserted")), \
      \(count("row_count_invalid", "rows_invalid")), b.created_at AS created, \
      \(moved(schema)) AS moved, now() AS now
      """
  }

  /// The time of the last movement: the latest of the batch's own stamps that exist; NULL ones do not count.
  static func moved(_ schema: SchemaProfile) -> String {
    let stamps = schema.stampColumns.map { "b.\(Quoting.identifier($0))" }
    return stamps.count == 1 ? stamps[0] : "greatest(\(stamps.joined(separator: ", ")))"
  }

  /// Whole seconds since a time; NULL for times that are not finite, which have no age.
  static func age(of time: String) -> String {
    "CASE WHEN isfinite(\(time)) THEN greatest(0, floor(date_part('epoch', now() - \(time))))::bigint END"
  }

  /// The type in which statuses are compared, so that indexes can be used.
  static func statusType(_ schema: SchemaProfile) -> String { schema.statusEnumeration ?? "text" }

  /// The column that says where a batch comes from; nil when there is none.
  static func sourceColumn(_ schema: SchemaProfile) -> String? {
    ["source", "source_reference"].first(where: schema.batchColumnNames.contains)
  }

  /// Returns the condition that a status is of one of the classes; NULL counts as in flight.
  static func isOf(
    _ classes: [StatusClass], _ conditions: inout Conditions, _ schema: SchemaProfile
  ) -> String {
    let clause: String
    if schema.statusList.isComplete {
      let statuses = schema.statuses.filter { classes.contains(StatusClass.of($0)) }
      let list = conditions.bind(.textArray(statuses))
      clause = "b.status = ANY(\(list)::\(statusType(schema))[])"
    } else if classes.contains(.inFlight) {
      // A status that no constraint names may be there, so everything but the others is looked for.
      let others = StatusClass.named.filter { !classes.contains(StatusClass.of($0)) }
      clause = "b.status::text <> ALL(\(conditions.bind(.textArray(others)))::text[])"
    } else {
      let statuses = StatusClass.named.filter { classes.contains(StatusClass.of($0)) }
      clause = "b.status::text = ANY(\(conditions.bind(.textArray(statuses)))::text[])"
    }
    let mayBeNull = schema.batchColumn("status")?.isNotNull != true
    return mayBeNull && classes.contains(.inFlight) ? "(\(clause) OR b.status IS NULL)" : clause
  }

  /// Keeps the server from compiling the plan of a statement that reads the whole table, which takes longer.
  static let plain = "SELECT set_config('jit', 'off', true)"
}
