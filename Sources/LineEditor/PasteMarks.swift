/// The marks that the terminal puts around what is pasted, if it can (mode 2004).
public struct PasteMarks: Sendable {
  /// Whether the terminal understands the wish for them.
  let isUnderstood: Bool

  /// Wishes for them; also while a command runs, because what is pasted then is read by the next line.
  public func turnOn() {
    if isUnderstood { LineEditor.print("\u{1B}[?2004h") }
  }

  /// Wishes for none.
  public func turnOff() {
    if isUnderstood { LineEditor.print("\u{1B}[?2004l") }
  }
}
