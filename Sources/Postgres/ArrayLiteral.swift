/// The text form of one-dimensional PostgreSQL arrays.
///
/// Bytes are looked at, not characters: what has a meaning is ASCII, and the catalog comes in long arrays.
package enum ArrayLiteral {
  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")
  private static let comma = UInt8(ascii: ",")
  private static let opening = UInt8(ascii: "{")
  private static let closing = UInt8(ascii: "}")

  static func text(of elements: [String?]) -> String {
    var text: [UInt8] = [opening]
    for (index, element) in elements.enumerated() {
      if index > 0 { text.append(comma) }
      guard let element else {
        text += Array("NULL".utf8)
        continue
      }
      text.append(quote)
      for byte in element.utf8 {
        if byte == quote || byte == backslash { text.append(backslash) }
        text.append(byte)
      }
      text.append(quote)
    }
    text.append(closing)
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads an array literal; nil when it is not one, or has more than one dimension.
  package static func elements(of text: String) -> [String?]? {
    var bytes = Array(text.utf8)[...]
    guard bytes.popFirst() == opening, bytes.popLast() == closing else { return nil }
    guard !bytes.isEmpty else { return [] }
    var elements: [String?] = []
    repeat {
      guard let element = nextElement(&bytes) else { return nil }
      elements.append(element.value)
    } while bytes.popFirst() == comma
    return bytes.isEmpty ? elements : nil
  }

  private struct Element {
    var value: String?
  }

  private static func nextElement(_ bytes: inout ArraySlice<UInt8>) -> Element? {
    var value: [UInt8] = []
    if bytes.first == quote {
      bytes.removeFirst()
      while let byte = bytes.popFirst() {
        if byte == quote { return Element(value: String(decoding: value, as: UTF8.self)) }
        guard byte == backslash else {
          value.append(byte)
          continue
        }
        guard let escaped = bytes.popFirst() else { return nil }
        value.append(escaped)
      }
      return nil
    }
    while let byte = bytes.first, byte != comma {
      guard byte != opening, byte != closing, byte != quote else { return nil }
      value.append(bytes.removeFirst())
    }
    let text = String(decoding: value, as: UTF8.self)
    return text.isEmpty ? nil : Element(value: text == "NULL" ? nil : text)
  }
}
