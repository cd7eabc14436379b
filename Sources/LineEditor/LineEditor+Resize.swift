internal import Glibc

// What happens to the line when the terminal changes its width.
extension LineEditor {
  /// How long a terminal may take to tell where its cursor is, also one that is far away.
  private static let reportDelay = Duration.seconds(1)

  /// Paints the line where it is now, and takes every trace of it off the screen that the terminal has folded anew.
  func repaintResized() {
    guard isCapable else {
      Self.print("\r")
      return repaint()
    }
    var cursor: ScreenPlace?
    // Who draws at the edge of a window changes the size many times.
    repeat { cursor = askForCursor() } while noteSize()
    let old = painted.columns > 0 ? painted.columns : size.columns
    let end = FoldedRows(
      above: leftAbove, text: promptText + shownBeforeCursor, painted: stillPainted, columns: old
    ).end(columns: size.columns)
    // A cursor whose row has left the screen, too, is put into the first place that there is, and tells nothing.
    let isKnown = cursor != ScreenPlace() || end.column == 0
    let hidden = isKnown ? cursor.map { max(0, end.row - $0.row) } ?? 0 : end.row
    let up = min(end.row - hidden, size.rows - 1)
    if up > 0 { Self.print("\u{1B}[\(up)A") }
    eraseFromRow()
    // What has left the screen comes back when the terminal gets wider.
    leftAbove =
      isKnown
      ? FoldedRows(
        above: leftAbove, text: promptText + shownLine, painted: stillPainted, columns: old
      ).first(hidden, columns: size.columns) : [""]
    repaint()
  }

  /// How many characters stand as libedit has painted them at once; behind a change it has painted anew.
  private var stillPainted: Int {
    zip(painted.text.unicodeScalars, (promptText + shownLine).unicodeScalars)
      .prefix { $0 == $1 }.count
  }

  /// Where the terminal says that its cursor is; nil when it does not say.
  private func askForCursor() -> ScreenPlace? {
    guard tellsCursor else { return nil }
    decoder.awaitReport()
    Self.print("\u{1B}[6n")
    let deadline = ContinuousClock.now + Self.reportDelay
    while Bell.wait(for: [STDIN_FILENO], until: deadline) != nil, readInput() == nil {
      if let place = decoder.report { return place }
    }
    // One that has told it before is only busy.
    tellsCursor = tellsCursor && decoder.hasReported
    return nil
  }
}
