internal import Postgres

/// What the batches of one status have in common.
public struct StatusSummary: Sendable, Equatable {
  /// The status; nil where the database holds NULL.
  public var status: String?
  /// What it means.
  public var statusClass: StatusClass
  /// How many batches have it.
  public var batches: Int
  /// How many rows their files have.
  public var rowsTotal: Int?
  /// How many of those were taken.
  public var rowsInserted: Int?
  /// How many were refused.
  public var rowsInvalid: Int?
  /// The seconds since the last movement of the batch that has stood still longest.
  public var oldestAgeSeconds: Int?
}

extension BatchStore {
  /// Counts batches and rows by status, in the server's order of the statuses.
  public func summary() async throws -> [StatusSummary] {
    func sum(_ column: String, _ name: String) -> String {
      let has = schema.batchColumnNames.contains(column)
      return "\(has ? "sum(b.\(Quoting.identifier(column)))" : "NULL")::bigint AS \(name)"
    }
    let rows = try await read(
      """
      SELECT status::text AS status, batches, rows_total, rows_inserted, rows_invalid,
        \(BatchSQL.age(of: "oldest")) AS age_seconds
      FROM (
        SELECT b.status, count(*) AS batches, \(sum("row_count_total", "rows_total")),
          \(sum("row_count_inserted", "rows_inserted")), \(sum("row_count_invalid", "rows_invalid")),
          min(\(BatchSQL.moved(schema))) AS oldest
        FROM \(BatchSQL.table) AS b GROUP BY b.status) AS counted
      """, [])
    let summaries = try rows.map { row in
      let status = try row.optionalString("status")
      return StatusSummary(
        status: status, statusClass: StatusClass.of(status ?? ""),
        batches: try row.int("batches"), rowsTotal: try row.optionalInt("rows_total"),
        rowsInserted: try row.optionalInt("rows_inserted"),
        rowsInvalid: try row.optionalInt("rows_invalid"),
        oldestAgeSeconds: try row.optionalInt("age_seconds"))
    }
    return summaries.sorted { place($0) < place($1) }
  }

  /// Statuses that no constraint names stand last.
  private func place(_ summary: StatusSummary) -> (Int, String) {
    let status = summary.status ?? ""
    return (schema.statuses.firstIndex(of: status) ?? schema.statuses.count, status)
  }
}
