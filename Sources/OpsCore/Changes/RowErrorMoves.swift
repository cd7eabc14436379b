internal import Postgres

/// Row errors that are resolved together with a reset of their batch, and opened again by its undo.
///
/// `resolved_by` carries the audit id, and whatever stood there before: it is the before-image.
enum RowErrorMove: String, Sendable, CaseIterable {
  case resolved
  case reopened

  /// The mark that a change leaves in `resolved_by`.
  static func mark(_ audit: String) -> String { "dfops:\(audit)" }

  /// The key of the move in the counts of the journal.
  func label(_ table: TableName) -> String { "\(table) \(rawValue)" }

  /// Reads a key of the counts; nil when it is not a move of row errors.
  static func parse(_ label: String) -> (move: RowErrorMove, table: TableName)? {
    let words = label.split(separator: " ")
    guard words.count == 2, let move = RowErrorMove(rawValue: String(words[1])),
      let table = TableName(String(words[0]))
    else { return nil }
    return (move, table)
  }

  /// The move that takes this one back.
  var opposite: RowErrorMove { self == .resolved ? .reopened : .resolved }

  /// Whether a table of row errors records how they are resolved.
  static func isSupported(by shape: TableShape) -> Bool {
    shape["batch_id"] != nil && shape["resolved_at"]?.isTimestamp == true
      && shape["resolved_by"]?.isText == true
  }

  /// Builds the write, once the rows have been counted.
  func write(
    _ table: TableName, batches: [String], mark: String, in transaction: Transaction
  ) async throws -> BulkWrite {
    let count = Statement(
      "SELECT count(*) AS n FROM \(table.sql) WHERE \(condition)", parameters(batches, mark))
    let update = Statement(
      "UPDATE \(table.sql) SET \(assignment) WHERE \(condition)", parameters(batches, mark))
    let rows = try await transaction.query(count.sql, count.parameters)
    return BulkWrite(
      label: label(table), table: table, count: count, update: update,
      expected: try rows.first?.int("n") ?? 0)
  }

  private func parameters(_ batches: [String], _ mark: String) -> [Value] {
    [.textArray(batches), .text(mark)]
  }

  /// Names `$2` in both moves, so that a count and its update take the same parameters.
  private var condition: String {
    switch self {
    case .resolved:
      "batch_id = ANY($1::uuid[]) AND resolved_at IS NULL AND $2::text IS NOT NULL"
    case .reopened:
      """
      batch_id = ANY($1::uuid[]) AND resolved_at IS NOT NULL
      AND (resolved_by = $2::text OR starts_with(resolved_by, $2::text || ' was '))
      """
    }
  }

  private var assignment: String {
    switch self {
    case .resolved:
      """
      resolved_at = now(), resolved_by = $2::text
      || CASE WHEN resolved_by IS NULL THEN '' ELSE ' was ' || resolved_by END
      """
    case .reopened:
      """
      resolved_at = NULL, resolved_by = CASE WHEN resolved_by = $2::text THEN NULL
      ELSE substr(resolved_by, length($2::text || ' was ') + 1) END
      """
    }
  }
}
