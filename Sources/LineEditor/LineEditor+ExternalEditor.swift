internal import CLibEdit
internal import Glibc

extension LineEditor {
  /// What brings a screen back to order: the main screen, a cursor, no mouse, no colour.
  private static let order =
    "\u{1B}[?1049l\u{1B}[?25h\u{1B}[?1000l\u{1B}[?1002l\u{1B}[?1003l\u{1B}[?1006l\u{1B}[0m"

  /// ^X^E: the entry in the editor of whoever types; what comes back is not run.
  func editElsewhere() -> UInt8 {
    let entry = entry
    unsafe el_cursor(handle, Int32(clamping: lengthAfterCursor))
    showBelow([])
    moveToStart()
    restoreTerminal()
    var problem: ExternalEditor.Failure?
    do {
      let command = ExternalEditor.command(["VISUAL", "EDITOR"].map(Self.variable))
      let edited = try ExternalEditor.edit(entry, by: command, signals: signals)
      begin(mainPrompt)
      pending = []
      replaceLine(LineText.shown(LineEditor.printable(edited)))
    } catch {
      problem = error
    }
    takeTerminalBack()
    _ = noteSize()
    if isCapable, problem?.isKilled == true { Self.print(Self.order) }
    Self.print(isCapable ? "\r\u{1B}[J" : "\n")
    if let problem { Self.print("\(problem.message): the line is as it was\n") }
    repaint()
    return UInt8(CC_NORM)
  }

  /// A text as a paste would bring it.
  private static func printable(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return Paste(bytes: bytes, count: bytes.count).lines.joined(separator: "\n")
  }

  private static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
