/// Breaks texts at their blanks to fit a screen.
public enum LineWrap {
  /// Returns the lines of a sanitised text; a word that is wider than the screen is broken, too.
  ///
  /// - Parameters:
  ///   - text: The text, in one line; its own indentation is that of all lines.
  ///   - columns: The width of the screen; nil breaks nothing.
  ///   - indent: How far all lines but the first are indented beyond that.
  /// - Returns: At least one line, none of them wider than the screen.
  public static func lines(_ text: String, columns: Int?, indent: Int = 0) -> [String] {
    guard let columns, DisplayWidth.of(text) > columns else { return [text] }
    var lines = Lines(
      columns: max(1, columns), own: text.prefix { $0 == " " }.count, indent: indent)
    var blanks = 0
    for run in runs(of: text) {
      if run.first == " " { blanks = run.count } else { lines.add(run, after: blanks) }
    }
    return lines.finished
  }

  /// Parts a text into words and what stands between them.
  private static func runs(of text: String) -> [Substring] {
    var runs: [Substring] = []
    var rest = text[...]
    while let first = rest.first {
      let run = rest.prefix { ($0 == " ") == (first == " ") }
      runs.append(run)
      rest = rest[run.endIndex...]
    }
    return runs
  }

  private struct Lines {
    private let columns: Int
    private let margin: String
    private var done: [String] = []
    private var line = ""
    private var width = 0
    private var hasWord = false

    init(columns: Int, own: Int, indent: Int) {
      self.columns = columns
      // Even the narrowest screen has room for words.
      margin = String(repeating: " ", count: min(own + indent, columns / 2))
    }

    var finished: [String] { done + (hasWord || done.isEmpty ? [line] : []) }

    mutating func add(_ word: Substring, after blanks: Int) {
      let wide = DisplayWidth.of(String(word))
      // What the first line is indented by is a blank like any other, but never more than the margin.
      let blanks = hasWord || !done.isEmpty ? blanks : min(blanks, margin.count)
      if width + blanks + wide <= columns {
        append(String(repeating: " ", count: hasWord || done.isEmpty ? blanks : 0) + word)
        return
      }
      if hasWord { breakLine() } else { append(margin) }
      guard width + wide > columns else { return append(String(word)) }
      for character in word {
        let next = DisplayWidth.of(character)
        if width + next > columns, hasWord { breakLine() }
        append(width + next > columns ? "…" : String(character))
      }
    }

    private mutating func append(_ text: String) {
      line += text
      width += DisplayWidth.of(text)
      hasWord = hasWord || text.contains { $0 != " " }
    }

    private mutating func breakLine() {
      done.append(line)
      line = margin
      width = margin.count
      hasWord = false
    }
  }
}
