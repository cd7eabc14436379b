/// A piece of an expression as the server prints it.
enum CheckToken: Equatable {
  /// A name or a key word; key words are not quoted.
  case word(String, isQuoted: Bool)
  /// A string constant, unescaped.
  case literal(String)
  /// One character, or `::`, or an operator.
  case symbol(String)

  /// Splits an expression; nil when it holds what the server never prints.
  static func scan(_ text: String) -> [CheckToken]? {
    var tokens: [CheckToken] = []
    var rest = Array(text.unicodeScalars)[...]
    while let first = rest.first {
      if first.properties.isWhitespace {
        rest.removeFirst()
      } else if first == "'" || (first == "E" && rest.dropFirst().first == "'") {
        guard let literal = takeLiteral(&rest) else { return nil }
        tokens.append(.literal(literal))
      } else if first == "\"" {
        guard let name = takeQuoted(&rest, "\"", hasEscapes: false) else { return nil }
        tokens.append(.word(name, isQuoted: true))
      } else if isWordPart(first) {
        let word = rest.prefix(while: isWordPart)
        rest = rest.dropFirst(word.count)
        tokens.append(.word(Self.text(of: word), isQuoted: false))
      } else {
        tokens.append(.symbol(takeSymbol(&rest)))
      }
    }
    return tokens
  }

  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "$" || scalar.properties.isAlphabetic
      || scalar.properties.numericType != nil
  }

  private static func text(of scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  private static func takeLiteral(_ rest: inout ArraySlice<Unicode.Scalar>) -> String? {
    let hasEscapes = rest.first == "E"
    if hasEscapes { rest.removeFirst() }
    return takeQuoted(&rest, "'", hasEscapes: hasEscapes)
  }

  private static func takeQuoted(
    _ rest: inout ArraySlice<Unicode.Scalar>, _ quote: Unicode.Scalar, hasEscapes: Bool
  ) -> String? {
    rest.removeFirst()
    var value = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == quote {
        guard rest.first == quote else { return String(value) }
        rest.removeFirst()
      } else if scalar == "\\", hasEscapes {
        // The server escapes nothing but the backslash itself.
        guard rest.popFirst() == "\\" else { return nil }
      }
      value.append(scalar)
    }
    return nil
  }

  private static func takeSymbol(_ rest: inout ArraySlice<Unicode.Scalar>) -> String {
    let operators = "<>=~!@#%^&|`?+-*/:"
    let run = rest.prefix { operators.unicodeScalars.contains($0) }
    let taken = run.isEmpty ? rest.prefix(1) : run
    rest = rest.dropFirst(taken.count)
    return text(of: taken)
  }
}
