/// The text form of one-dimensional PostgreSQL arrays.
package enum ArrayLiteral {
  static func text(of elements: [String?]) -> String {
    var text = "{"
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      guard let element else {
        text += "NULL"
        continue
      }
      text += "\""
      for character in element.unicodeScalars {
        if character == "\"" || character == "\\" { text += "\\" }
        text.unicodeScalars.append(character)
      }
      text += "\""
    }
    return text + "}"
  }

  /// Reads an array literal; nil when it is not one, or has more than one dimension.
  package static func elements(of text: String) -> [String?]? {
    var scalars = text.unicodeScalars[...]
    guard scalars.popFirst() == "{", scalars.popLast() == "}" else { return nil }
    guard !scalars.isEmpty else { return [] }
    var elements: [String?] = []
    repeat {
      guard let element = nextElement(&scalars) else { return nil }
      elements.append(element.value)
    } while scalars.popFirst() == ","
    return scalars.isEmpty ? elements : nil
  }

  private struct Element {
    var value: String?
  }

  private static func nextElement(_ scalars: inout Substring.UnicodeScalarView) -> Element? {
    var value = String.UnicodeScalarView()
    if scalars.first == "\"" {
      scalars.removeFirst()
      while let scalar = scalars.popFirst() {
        if scalar == "\"" { return Element(value: String(value)) }
        if scalar == "\\" {
          guard let escaped = scalars.popFirst() else { return nil }
          value.append(escaped)
        } else {
          value.append(scalar)
        }
      }
      return nil
    }
    while let scalar = scalars.first, scalar != "," {
      guard scalar != "{", scalar != "}", scalar != "\"" else { return nil }
      value.append(scalars.removeFirst())
    }
    let text = String(value)
    return text.isEmpty ? nil : Element(value: text == "NULL" ? nil : text)
  }
}
