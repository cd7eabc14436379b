internal import OpsCore

/// Sentences broken at their blanks to fit a screen.
enum WrappedText {
  /// Returns the lines, of which all but the first are indented; a word that is too long stays whole.
  static func lines(_ sentence: String, columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in sentence.split(separator: " ", omittingEmptySubsequences: true) {
      let longer = line.isEmpty ? String(word) : "\(line) \(word)"
      if DisplayWidth.of(longer) > columns, line.contains(where: { $0 != " " }) {
        lines.append(line)
        line = "  \(word)"
      } else {
        line = longer
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
