internal import Postgres

/// The only place that knows how each table spells what all of them say.
extension ErrorSource {
  /// A column of the common form.
  enum Field: String, CaseIterable {
    case batchID = "batch_id"
    case rowNumber = "row_number"
    case errorCode = "error_code"
    case errorMessage = "error_message"
    case createdAt = "created_at"
    case source
    case stage
    case fileLine = "file_line"
    case resolvedAt = "resolved_at"

    /// The type that NULL must have, so that UNION ALL finds one type per column.
    var type: String {
      switch self {
      case .batchID: "uuid"
      case .rowNumber, .fileLine: "bigint"
      case .errorCode, .errorMessage, .source, .stage: "text"
      case .createdAt, .resolvedAt: "timestamptz"
      }
    }
  }

  /// The table's name, quoted.
  var quotedName: String { Quoting.qualified(schema, table) }

  /// Returns the expression that reads a field from the table.
  func expression(_ field: Field) -> String {
    switch field {
    case .batchID: "batch_id::uuid"
    case .source: Quoting.literal(name)
    case .rowNumber: ordinal(from: 1)
    case .fileLine: ordinal(from: 2)
    case .errorCode: first(of: ["error_code", "error_type"], as: field)
    case .errorMessage: first(of: ["error_message", "error_details"], as: field)
    case .stage: first(of: ["error_stage", "stage"], as: field)
    case .createdAt, .resolvedAt: first(of: [field.rawValue], as: field)
    }
  }

  /// What makes a row an error, for tables that hold other rows, too.
  var condition: String? {
    kind == .intakeLogs && columns.contains("status") ? "status = 'error'" : nil
  }

  /// Returns a SELECT of the fields, restricted by the conditions.
  func select(_ fields: [Field], where conditions: [String] = []) -> String {
    let list = fields.map { "\(expression($0)) AS \($0.rawValue)" }.joined(separator: ", ")
    let all = [condition].compactMap(\.self) + conditions
    let filter = all.isEmpty ? "" : " WHERE " + all.joined(separator: " AND ")
    return "SELECT \(list) FROM \(quotedName)\(filter)"
  }

  /// Reads the ordinal of the row: `row_index` counts data rows from 0, `row_number` from 1.
  ///
  /// The line in the file is one more, because its first line is the header.
  private func ordinal(from first: Int) -> String {
    if columns.contains("row_index") { return "row_index::bigint + \(first)" }
    if columns.contains("row_number") { return "row_number::bigint + \(first - 1)" }
    return "NULL::bigint"
  }

  private func first(of names: [String], as field: Field) -> String {
    guard let name = names.first(where: columns.contains) else { return "NULL::\(field.type)" }
    return "\(Quoting.identifier(name))::\(field.type)"
  }
}
