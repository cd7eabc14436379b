internal import CLibEdit

// What is shown behind the line while nobody types.
extension LineEditor {
  /// A longer line gets no hints: they would be asked for at each key.
  private static let longestHinted = 4096

  /// Shows the hint for the line of this moment, when the cursor is at its end.
  func showHint() {
    guard !isHintShown else { return }
    suggestion = ""
    guard let hinter, isCapable, !decoder.isPasting, lengthAfterCursor == 0,
      lineLength <= Self.longestHinted, !isInPrompt
    else { return }
    let hint = hinter.hint(for: entry)
    suggestion = LineText.shown(hint.suggestion)
    // The last column stays free, because terminals wrap after it.
    guard let text = hint.text(room: size.columns - 1 - cursorPlace.column) else { return }
    Self.print("\u{1B}7\u{1B}[2m\(text)\u{1B}[0m\u{1B}8")
    isHintShown = true
  }

  /// Takes the hint off the screen.
  func eraseHint() {
    guard isHintShown else { return }
    Self.print("\u{1B}[K")
    isHintShown = false
  }

  /// → and ^F: the suggestion, or a character.
  func forward() -> UInt8 {
    if let status = acceptSuggestion() { return status }
    unsafe el_cursor(handle, 1)
    return UInt8(CC_CURSOR)
  }

  /// End and ^E: the end of the line, or the suggestion when the cursor is there.
  func moveToEnd() -> UInt8 {
    if let status = acceptSuggestion() { return status }
    unsafe el_cursor(handle, Int32(clamping: lengthAfterCursor))
    return UInt8(CC_CURSOR)
  }

  private func acceptSuggestion() -> UInt8? {
    guard !suggestion.isEmpty, lengthAfterCursor == 0 else { return nil }
    defer { suggestion = "" }
    return insert(suggestion)
  }

  /// Hints or candidates have become fresher.
  func refresh() {
    _ = updates.take()
    eraseHint()
    refreshListing()
  }
}
