/// `!!` and `!12` at the beginning of a line: the line before, and the line that `history` shows with this number.
public enum HistoryExpansion {
  /// Returns the line that is meant; nil when the line means itself.
  ///
  /// Elsewhere in a line `!` is a character like any other, so that no message and no file name turns into a command.
  ///
  /// - Parameters:
  ///   - line: The line as it was typed.
  ///   - previous: The line before it; nil when there is none.
  ///   - numbered: Finds a line by its number.
  /// - Returns: The line that is meant, with what followed the reference.
  /// - Throws: `OpsError` with exit status 64 when there is no such line.
  public static func expanded(
    _ line: String, previous: String?, numbered: (Int) throws(OpsError) -> String?
  ) throws(OpsError) -> String? {
    let start = line.drop { $0 == " " || $0 == "\t" }
    guard start.hasPrefix("!") else { return nil }
    let reference = start.dropFirst().prefix { !$0.isWhitespace }
    let rest = start.dropFirst(1 + reference.count)
    if reference == "!" {
      guard let previous else {
        throw OpsError(.usage, "there is no line before this one", hint: "history lists the lines")
      }
      return previous + rest
    }
    guard !reference.isEmpty, reference.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return nil
    }
    guard let number = Int(reference), let found = try numbered(number) else {
      throw OpsError(
        .usage, "the history has no line \(reference)", hint: "history lists the lines")
    }
    return found + rest
  }
}
