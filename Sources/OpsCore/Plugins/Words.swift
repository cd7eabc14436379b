internal import Postgres

/// Splits a line into words as POSIX sh does, except that nothing is expanded.
public enum Words {
  /// Returns the words of a line; none for an empty line or a comment.
  ///
  /// - Throws: `OpsError` with exit status 64 when a quote is not closed.
  public static func split(_ line: String) throws(OpsError) -> [String] {
    var splitter = WordSplitter()
    splitter.take(line)
    return try splitter.finish()
  }

  /// Says whether a line can be split, or goes on in another one: a quote is open, or a backslash stands at its end.
  public static func isComplete(_ line: String) -> Bool {
    (try? split(line)) != nil
  }

  /// Returns what a line leaves open, so that it goes on in another one: a quote, or a backslash; nil when it is complete.
  public static func opening(of line: String) -> Unicode.Scalar? {
    var splitter = WordSplitter()
    splitter.take(line)
    switch splitter.opening {
    case .quote(let quote): return quote
    case .backslash: return "\\"
    case nil: return nil
    }
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
