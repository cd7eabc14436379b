internal import Postgres

/// The statements about row errors, over however many tables this database has.
enum ErrorSQL {
  /// Settings of a transaction that counts millions of rows.
  ///
  /// Compiling the plan would take a second, and the planner thinks too well of sorting all errors instead of hashing.
  static let counting = """
    SELECT set_config('jit', 'off', true), set_config('enable_sort', 'off', true),
      set_config('work_mem', '64MB', true)
    """

  /// Says for each source (its `schema.table`, parameter 1) whether this role may read it.
  static let readable = """
    SELECT n.nspname || '.' || c.relname AS source,
      has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname || '.' || c.relname = ANY($1::text[])
    """

  /// Counts by code; parameter 1 is the start of the span (or NULL), 2 the number of codes.
  ///
  /// Counting the batches of each code by `count(DISTINCT)` would sort all errors; grouping twice does not.
  static func distribution(_ sources: [ErrorSource]) -> String {
    """
    WITH errors AS (\(union(sources, [.errorCode, .batchID, .errorMessage, .createdAt], since: "$1"))),
    by_batch AS (
      SELECT error_code, batch_id, count(*) AS occurrences, min(error_message) AS sample_message,
        max(created_at) AS last_seen
      FROM errors GROUP BY error_code, batch_id),
    by_code AS (
      SELECT error_code, sum(occurrences)::bigint AS occurrences, count(*) AS batches,
        min(sample_message) AS sample_message, max(last_seen) AS last_seen
      FROM by_batch GROUP BY error_code)
    SELECT error_code, occurrences, batches,
      round(100 * occurrences / sum(occurrences) OVER (), 2) AS share_percent, sample_message,
      \(stamp("last_seen")) AS last_seen,
      count(*) OVER () AS codes, sum(occurrences) OVER ()::bigint AS total
    FROM by_code ORDER BY occurrences DESC, error_code LIMIT $2::bigint
    """
  }

  /// Rates by hour of the batches' creation; parameter 1 is the start of the span (or NULL), 2 the final statuses.
  static func rate(batchColumns: Set<String>) -> String {
    func total(_ column: String) -> String {
      batchColumns.contains(column) ? "coalesce(sum(\(column)), 0)::bigint" : "0::bigint"
    }
    let unfinished =
      batchColumns.contains("status")
      ? "count(*) FILTER (WHERE status::text <> ALL($2::text[]))"
      : "count(*) FILTER (WHERE $2::text[] IS NULL)"
    return """
      WITH hours AS (
        SELECT date_trunc('hour', created_at, 'UTC') AS hour, count(*) AS batches,
          \(unfinished) AS unfinished,
          \(total("row_count_total")) AS rows_total, \(total("row_count_invalid")) AS rows_invalid
        FROM intake.simplicity_batches
        WHERE $1::timestamptz IS NULL OR created_at >= $1::timestamptz
        GROUP BY 1)
      SELECT \(stamp("hour")) AS hour, batches, unfinished, rows_total, rows_invalid,
        round(100.0 * rows_invalid / nullif(rows_total, 0), 2) AS error_rate_percent
      FROM hours ORDER BY hours.hour DESC
      """
  }

  /// The errors of one batch; parameter 1 is its id, 2 how many.
  static func list(_ sources: [ErrorSource]) -> String {
    let fields: [ErrorSource.Field] = [
      .rowNumber, .fileLine, .errorCode, .errorMessage, .source, .stage, .createdAt, .resolvedAt,
    ]
    let union = sources.map { $0.select(fields, where: ["batch_id = $1::uuid"]) }
      .joined(separator: " UNION ALL ")
    return """
      SELECT row_number, file_line, error_code, error_message, source, stage,
        \(stamp("created_at")) AS created_at, \(stamp("resolved_at")) AS resolved_at
      FROM (\(union)) AS errors
      ORDER BY errors.row_number, errors.source, errors.created_at LIMIT $2::bigint
      """
  }

  /// Makes COPY write the bytes of a time as `\x` and hexadecimal digits.
  static let exporting = "SELECT set_config('bytea_output', 'hex', true)"

  /// Streams the errors of one batch from one table, of which ``ErrorLine`` makes lines.
  ///
  /// COPY takes no parameters; the id must have been checked to be a UUID.
  static func copy(_ source: ErrorSource, batch: String, excelSafe: Bool) -> String {
    func text(_ field: ErrorSource.Field) -> String {
      let value = source.expression(field)
      return excelSafe ? guardedAgainstFormulas(value) : value
    }
    let values = [
      source.expression(.fileLine), "timestamptz_send(\(source.expression(.createdAt)))",
      text(.stage), source.expression(.rowNumber), text(.errorCode), text(.errorMessage),
    ]
    let filter =
      ([source.condition].compactMap(\.self) + ["batch_id = \(Quoting.literal(batch))::uuid"])
      .joined(separator: " AND ")
    let order = source.columns.contains("row_index") ? "row_index" : source.expression(.rowNumber)
    return """
      COPY (SELECT \(values.joined(separator: ", ")) FROM \(source.quotedName) WHERE \(filter) \
      ORDER BY \(order)) TO STDOUT WITH (FORMAT csv, ENCODING 'UTF8')
      """
  }

  /// Writes a timestamp as ``Instant`` reads it; unlike to_char this does not turn years BC into years AD.
  ///
  /// Every transaction sets the style of dates to ISO and the zone to UTC.
  static func stamp(_ expression: String) -> String { "(\(expression))::timestamptz::text" }

  /// Puts an apostrophe before what a spreadsheet would run as a formula.
  private static func guardedAgainstFormulas(_ expression: String) -> String {
    """
    CASE WHEN left(\(expression), 1) IN ('=', '+', '-', '@', E'\\t', E'\\r') \
    THEN '''' || \(expression) ELSE \(expression) END
    """
  }

  private static func union(
    _ sources: [ErrorSource], _ fields: [ErrorSource.Field], since parameter: String
  ) -> String {
    sources.map { source in
      // A table that does not say when its rows were written is counted whole: hiding them would be worse.
      guard source.columns.contains("created_at") else {
        return source.select(fields, where: ["(\(parameter)::timestamptz IS NULL OR true)"])
      }
      let start = "created_at >= coalesce(\(parameter)::timestamptz, '-infinity'::timestamptz)"
      return source.select(fields, where: [start])
    }.joined(separator: " UNION ALL ")
  }
}
