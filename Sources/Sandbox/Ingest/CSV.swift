/// Comma-separated values: quotes, doubled quotes, line ends within quotes.
enum CSV {
  /// Splits a text into records; empty lines are left out.
  static func records(of text: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field = ""
    var isQuoted = false
    var rest = text.unicodeScalars[...]
    if rest.first == "\u{FEFF}" { rest.removeFirst() }
    func endField() {
      record.append(field)
      field = ""
    }
    func endRecord() {
      endField()
      if record != [""] { records.append(record) }
      record = []
    }
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"" where isQuoted && rest.first == "\"":
        field.unicodeScalars.append(scalar)
        rest.removeFirst()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: endField()
      case "\r" where !isQuoted && rest.first == "\n": continue
      case "\n" where !isQuoted: endRecord()
      default: field.unicodeScalars.append(scalar)
      }
    }
    if !field.isEmpty || !record.isEmpty { endRecord() }
    return records
  }

  /// Writes records, with quotes where a field needs them.
  static func text(of records: [[String]]) -> String {
    records.map { record in
      record.map { field in
        guard field.contains(where: { ",\"\r\n".contains($0) }) else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
      }.joined(separator: ",")
    }.joined(separator: "\n") + "\n"
  }
}
