internal import Postgres

/// Splits a line into words as POSIX sh does, except that nothing is expanded.
public enum Words {
  /// Returns the words of a line; none for an empty line or a comment.
  ///
  /// - Throws: `OpsError` with exit status 64 when a quote is not closed.
  public static func split(_ line: String) throws(OpsError) -> [String] {
    var words: [String] = []
    var word: String.UnicodeScalarView?
    var quote: Unicode.Scalar?
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if isEscaped {
        isEscaped = false
        // A backslash at the end of a line joins it with the next one.
        if scalar == "\n" { continue }
        // Within double quotes a backslash only protects what would mean something there.
        if quote == "\"", !"\"\\$`".unicodeScalars.contains(scalar) { word?.append("\\") }
        word = word ?? .init()
        word?.append(scalar)
      } else if scalar == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if scalar == open { quote = nil } else { word?.append(scalar) }
      } else if scalar == "'" || scalar == "\"" {
        quote = scalar
        word = word ?? .init()
      } else if scalar == "#", word == nil {
        break
      } else if scalar == " " || (0x09...0x0D).contains(scalar.value) {
        if let done = word { words.append(String(done)) }
        word = nil
      } else {
        word = word ?? .init()
        word?.append(scalar)
      }
    }
    guard quote == nil else {
      throw OpsError(
        .usage, "a quote is not closed", hint: "close it with \(quote == "'" ? "'" : "\"")")
    }
    guard !isEscaped else {
      throw OpsError(
        .usage, "the line ends with a backslash", hint: "\\\\ stands for a backslash")
    }
    if let word { words.append(String(word)) }
    return words
  }

  /// Says whether a line can be split, or goes on in another one: a quote is open, or a backslash stands at its end.
  public static func isComplete(_ line: String) -> Bool {
    (try? split(line)) != nil
  }

  /// Returns what a line leaves open, so that it goes on in another one: a quote, or a backslash; nil when it is complete.
  public static func opening(of line: String) -> Unicode.Scalar? {
    if isComplete(line) { return nil }
    let ends: [(Unicode.Scalar, String)] = [("\\", "\n"), ("'", "'"), ("\"", "\"")]
    // Within double quotes a backslash leaves the quote open as well.
    return ends.first { isComplete(line + $0.1) }?.0 ?? "\""
  }

  /// Returns a word as it must be typed to be one word.
  public static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte) || "-_./:=@%,+".utf8.contains(byte) || byte >= 0x80
    }
    // Blanks beyond ASCII do not part words, but the eye cannot tell them from those that do.
    return isPlain && !word.isEmpty && !word.contains(where: \.isWhitespace) ? word : inQuotes(word)
  }

  /// Returns a word in quotes, which it may not need.
  public static func inQuotes(_ word: String) -> String {
    "'" + word.replacingScalars("'", with: "'\\''") + "'"
  }
}
