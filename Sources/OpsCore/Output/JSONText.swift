/// JSON texts (RFC 8259), written without a library: keys keep their order and texts their bytes.
public enum JSONText {
  /// Returns a value as JSON.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - indent: Blanks a level; nil writes everything on one line.
  /// - Returns: The text, without a line end.
  public static func encode(_ value: DataValue, indent: Int? = nil) -> String {
    var text = ""
    append(value, to: &text, indent: indent, depth: 0)
    return text
  }

  static func append(_ value: DataValue, to text: inout String, indent: Int?, depth: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .int(let number): text += String(number)
    case .double(let number): text += Self.number(number)
    case .text(let string): quote(string, to: &text)
    case .time(let time): quote(time.iso8601, to: &text)
    case .array(let values):
      list(values, "[", "]", to: &text, indent, depth) { value, text in
        append(value, to: &text, indent: indent, depth: depth + 1)
      }
    case .object(let fields):
      list(fields.pairs, "{", "}", to: &text, indent, depth) { pair, text in
        quote(pair.name, to: &text)
        text += indent == nil ? ":" : ": "
        append(pair.value, to: &text, indent: indent, depth: depth + 1)
      }
    }
  }

  private static func list<Element>(
    _ elements: [Element], _ open: String, _ close: String, to text: inout String, _ indent: Int?,
    _ depth: Int, _ append: (Element, inout String) -> Void
  ) {
    text += open
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      newLine(to: &text, indent, depth + 1)
      append(element, &text)
    }
    if !elements.isEmpty { newLine(to: &text, indent, depth) }
    text += close
  }

  private static func newLine(to text: inout String, _ indent: Int?, _ depth: Int) {
    guard let indent else { return }
    text += "\n" + String(repeating: " ", count: indent * depth)
  }

  /// Returns a number as JSON has it; what JSON has no number for becomes null.
  static func number(_ number: Double) -> String {
    guard number.isFinite else { return "null" }
    if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
    return String(number)
  }

  /// Appends a text in quotes; what must be escaped is, and what a terminal would obey.
  static func quote(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where Sanitiser.isObeyed(scalar):
        let hex = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
