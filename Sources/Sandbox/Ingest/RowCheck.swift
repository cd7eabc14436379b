internal import Foundation

/// A row that passed.
struct Judgment: Sendable {
  var index: Int
  var caseNumber: String
  var plaintiff: String
  var defendant: String
  var amount: String
  var entryDate: String?
  var court: String
  var county: String
}

/// What is wrong with a row.
struct RowFailure: Sendable {
  var row: SourceRow
  var code: String
  var message: String
}

/// The rules for rows, with the codes of the writer that applies them.
enum RowCheck: Sendable {
  /// One code per missing column; fills `intake.row_errors`.
  case runbook
  /// The ingestion service of the deployed system.
  case service
  /// The mapper of the deployed system.
  case mapper

  /// Checks all rows; the two lists keep their order.
  func check(_ rows: [SourceRow]) -> (valid: [Judgment], failures: [RowFailure]) {
    var valid: [Judgment] = []
    var failures: [RowFailure] = []
    for row in rows {
      if let failure = failure(of: row) {
        failures.append(failure)
      } else {
        valid.append(
          Judgment(
            index: row.index, caseNumber: row["case_number"].uppercased(),
            plaintiff: row["plaintiff_name"], defendant: row["defendant_name"],
            amount: Self.amount(row["judgment_amount"]) ?? "0",
            entryDate: Self.date(row["entry_date"]), court: row["court"], county: row["county"]))
      }
    }
    return (valid, failures)
  }

  private func failure(of row: SourceRow) -> RowFailure? {
    let required = ["case_number", "defendant_name", "plaintiff_name", "judgment_amount"]
    let missing = required.filter { row[$0].isEmpty }
    if let first = missing.first {
      let message = missing.map { "Missing: \($0)" }.joined(separator: "; ")
      return RowFailure(row: row, code: codeForMissing(first), message: message)
    }
    guard Self.amount(row["judgment_amount"]) == nil else { return nil }
    let code = self == .mapper ? "VALIDATION_ERROR" : "INVALID_AMOUNT"
    return RowFailure(
      row: row, code: code, message: "Could not parse amount: \(row["judgment_amount"])")
  }

  private func codeForMissing(_ column: String) -> String {
    switch self {
    case .service: "VALIDATION_FAILED"
    case .mapper: "VALIDATION_ERROR"
    case .runbook:
      switch column {
      case "case_number": "MISSING_CASE_NUMBER"
      case "judgment_amount": "MISSING_AMOUNT"
      default: "MISSING_DEFENDANT"
      }
    }
  }

  /// Reads `$1,234.50` and `(1,234.50)`; nil when it is no amount.
  static func amount(_ text: String) -> String? {
    var digits = text.filter { $0 != "$" && $0 != "," && !$0.isWhitespace }
    let isNegative = digits.hasPrefix("(") && digits.hasSuffix(")")
    if isNegative { digits = String(digits.dropFirst().dropLast()) }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    let isNumber = parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isNumber } }
    guard isNumber, (1...2).contains(parts.count), (1...8).contains(parts[0].count) else {
      return nil
    }
    return (isNegative ? "-" : "") + digits
  }

  /// Reads `2025-11-03` and `11/03/2025`; what is no date is dropped without a word, as deployed.
  static func date(_ text: String) -> String? {
    let parts = text.split { $0 == "-" || $0 == "/" }.map(String.init)
    let numbers = parts.compactMap(Int.init)
    guard parts.count == 3, numbers.count == 3 else { return nil }
    let (year, month, day) =
      parts[0].count == 4
      ? (numbers[0], numbers[1], numbers[2]) : (numbers[2], numbers[0], numbers[1])
    guard (1900...2100).contains(year), (1...12).contains(month) else { return nil }
    let days = month == 2 ? 28 : [4, 6, 9, 11].contains(month) ? 30 : 31
    guard (1...days).contains(day) else { return nil }
    return "\(year)-\(month)-\(day)"
  }
}
