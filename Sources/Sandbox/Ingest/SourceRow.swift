internal import Foundation

/// One data row of an original file, by the names that the pipeline gives its columns.
struct SourceRow: Sendable {
  /// The names by which the two dialects of the files, and others, call a column.
  private static let variants: [String: String] = [
    "file #": "case_number", "case number": "case_number", "case_number": "case_number",
    "plaintiff": "plaintiff_name", "plaintiff_name": "plaintiff_name",
    "defendant": "defendant_name", "defendant_name": "defendant_name",
    "amount": "judgment_amount", "judgment amount": "judgment_amount",
    "judgment_amount": "judgment_amount",
    "entry date": "entry_date", "filing date": "entry_date", "entry_date": "entry_date",
    "court": "court", "county": "county",
  ]

  /// The position among the data rows, from 0.
  var index: Int
  /// The values by column name; columns that nobody knows are left out.
  var fields: [String: String]

  /// Returns the value of a column without spaces around it; empty when it is missing.
  subscript(name: String) -> String {
    (fields[name] ?? "").trimmingCharacters(in: .whitespaces)
  }

  /// Reads an original file.
  static func rows(ofCSV text: String) -> [SourceRow] {
    let records = CSV.records(of: text)
    guard let header = records.first else { return [] }
    let names = header.map { variants[$0.trimmingCharacters(in: .whitespaces).lowercased()] }
    return records.dropFirst().enumerated().map { index, record in
      var fields: [String: String] = [:]
      for (name, value) in zip(names, record) {
        if let name, fields[name] == nil { fields[name] = value }
      }
      return SourceRow(index: index, fields: fields)
    }
  }

  /// Reads a row that was staged before.
  init?(index: Int, json: String) {
    guard let fields = try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))
    else { return nil }
    self.init(index: index, fields: fields)
  }

  init(index: Int, fields: [String: String]) {
    self.index = index
    self.fields = fields
  }

  /// The row as a JSON object.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(fields) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }
}
