internal import CLibEdit

// Searching the history: libedit's own search hardly says that nothing was found, and runs what was found before.
extension LineEditor {
  /// ^R: what is typed now is searched for, and the line that has it is shown, until another key takes it.
  ///
  /// ^R goes on to older lines, ^S back to newer ones; ^G gives the line back that was there.
  func search() -> UInt8 {
    let before = (line: shownLine, prompt: prompt, text: promptText)
    var search = HistorySearch(in: recallable)
    isSearching = true
    defer { isSearching = false }
    show(search, over: before.line)
    while true {
      guard case .scalar(let scalar) = nextCharacter() else {
        endSearch(with: before.line, before.prompt, before.text)
        return UInt8(CC_NORM)
      }
      switch scalar {
      case "\u{12}": if !search.older() { Self.print("\u{07}") }
      case "\u{13}": if !search.newer() { Self.print("\u{07}") }
      case "\u{08}", "\u{7F}": search.look(for: String(search.pattern.dropLast()))
      case "\u{07}":
        endSearch(with: before.line, before.prompt, before.text)
        return UInt8(CC_NORM)
      case _ where search.hasFailed && (scalar == "\r" || scalar == "\n"):
        Self.print("\u{07}")
      case "\u{20}"..."\u{7E}", "\u{A0}"...:
        search.look(for: Composition.visible(search.pattern + String(scalar)))
      case Key.paste.scalar where paste?.lines.count == 1 && paste?.isTooLong == false:
        search.look(for: search.pattern + (paste?.lines.first ?? ""))
        paste = nil
      default:
        // ^C throws away what was there before, too, and lines that are pasted are none that was found; any other key
        // means the line that was.
        let isOther = scalar == "\u{03}" || scalar == Key.paste.scalar
        let line = isOther ? before.line : search.found ?? before.line
        endSearch(with: line, before.prompt, before.text)
        unsafe WideString.lend(String(scalar)) { unsafe el_wpush(handle, $0) }
        return UInt8(CC_NORM)
      }
      show(search, over: before.line)
    }
  }

  private func show(_ search: HistorySearch, over line: String) {
    moveToStart()
    let label = search.hasFailed ? "(not in history) " : "(search) "
    begin(StyledPrompt([], end: label + search.pattern + ": "))
    replaceLine(search.hasFailed ? "" : search.found ?? line)
    repaint()
  }

  private func endSearch(with line: String, _ prompt: WideString, _ text: String) {
    moveToStart()
    self.prompt = prompt
    promptText = text
    replaceLine(line)
    repaint()
  }
}
