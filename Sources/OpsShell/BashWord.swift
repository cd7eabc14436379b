/// The word at the cursor of bash, for which a candidate is written so that bash reads exactly the candidate.
///
/// bash puts in what it is given as it stands: a `$` in the name of somebody's file would tell a secret.
struct BashWord: Equatable {
  /// The value that is typed, with its quotes.
  private let value: String
  /// The end of what is typed, which bash replaces: it parts words at `=`, `:` and `@`, and behind an open quote.
  private let replaced: String

  /// Makes a word from what is typed of it, and from what is replaced; nil for all of it.
  init(typed: String, replaced: String?) {
    var value = typed
    if typed.hasPrefix("--"), let equals = typed.firstIndex(of: "=") {
      value = String(typed[typed.index(after: equals)...])
    }
    self.value = value
    self.replaced = replaced ?? value
  }

  /// Returns what takes the place of what is replaced; nil when the candidate cannot be written there.
  func insertion(of candidate: String) -> String? {
    if let quote = value.unicodeScalars.first, quote == "'" || quote == "\"" {
      return withinQuotes(candidate, String(quote))
    }
    // Where the = of an option parts no words, the option is written again.
    if replaced.hasPrefix("--"), replaced.hasSuffix(value) {
      return replaced.dropLast(value.count) + Self.escaped(candidate)
    }
    guard let kept, candidate.hasPrefix(kept), candidate != kept else { return nil }
    return Self.escaped(String(candidate.dropFirst(kept.count)))
  }

  /// What the part of the value means that bash leaves as it is; nil when it replaces more than the value.
  var kept: String? {
    if let quote = value.unicodeScalars.first, quote == "'" || quote == "\"" {
      return value == String(quote) + replaced ? "" : nil
    }
    return value.hasSuffix(replaced)
      ? Self.meaning(of: String(value.dropLast(replaced.count))) : nil
  }

  /// bash closes the quote by itself.
  private func withinQuotes(_ candidate: String, _ quote: String) -> String? {
    let isSafe = candidate.unicodeScalars.allSatisfy { !"'\"\\$`!".unicodeScalars.contains($0) }
    // What the line means behind quotes that are closed again is not told here.
    guard isSafe, value == quote + replaced, !replaced.contains(quote) else { return nil }
    return candidate
  }

  private static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if !isPlain(scalar) { escaped.append("\\") }
      escaped.append(scalar)
    }
    return String(escaped)
  }

  /// What a text without quotes means; nil when bash would make something else of it.
  private static func meaning(of text: String) -> String? {
    var meaning = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if !isEscaped, scalar == "\\" {
        isEscaped = true
        continue
      }
      guard isEscaped || isPlain(scalar) else { return nil }
      meaning.append(scalar)
      isEscaped = false
    }
    return isEscaped ? nil : String(meaning)
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return scalar.properties.isAlphabetic }
    return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || "_./:=@%,+-".unicodeScalars.contains(scalar)
  }
}
