/// Renews a screen by writing the lines that have changed, and no others.
struct FramePainter {
  private var shown: [String] = []
  private var size: LiveSize?

  /// Forgets what is on the screen, because somebody else has written there.
  mutating func forget() {
    size = nil
  }

  /// Returns what must be written to have these lines on the screen, from its top; empty when they are there.
  mutating func update(to lines: [String], on size: LiveSize) -> String {
    let lines = Array(lines.prefix(size.rows))
    var text = ""
    if self.size != size {
      text = "\u{1B}[0m\u{1B}[2J"
      shown = []
    }
    for row in 0..<max(lines.count, shown.count) {
      let line = row < lines.count ? lines[row] : ""
      guard row >= shown.count || shown[row] != line else { continue }
      text += "\u{1B}[\(row + 1);1H" + line
      // Behind the last column there is nothing to erase, and terminals would take the last character.
      if Self.width(of: line) < size.columns { text += "\u{1B}[K" }
    }
    shown = lines
    self.size = size
    return text
  }

  /// The columns of a line without the sequences that colour it.
  static func width(of line: String) -> Int {
    DisplayWidth.of(
      line.split(separator: "\u{1B}[", omittingEmptySubsequences: false).enumerated()
        .map {
          $0.offset == 0 ? String($0.element) : String($0.element.drop { $0 != "m" }.dropFirst())
        }
        .joined())
  }
}
