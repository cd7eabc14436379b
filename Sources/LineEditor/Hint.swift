/// What is shown faintly behind the line while the cursor stands at its end.
public struct Hint: Sendable, Equatable {
  /// How the line may go on; → or ^F put it in.
  public var suggestion: String
  /// What is known about the line; it is only shown.
  public var note: String

  /// Makes a hint.
  ///
  /// - Parameters:
  ///   - suggestion: How the line may go on, without control characters; empty for nothing.
  ///   - note: What is known about the line, without control characters; empty for nothing.
  public init(suggestion: String = "", note: String = "") {
    self.suggestion = suggestion
    self.note = note
  }

  /// What is shown of it in this many columns; nil when that is nothing.
  func text(room: Int) -> String? {
    let line = LineText.shown(suggestion)
    let text = ScreenPlace.truncated(line, to: room)
    let added = text == line ? noteText(room: room - ScreenPlace.columns(of: line)) : ""
    return (text + added).contains { $0 != " " && $0 != "…" } ? text + added : nil
  }

  /// The note with as many of its parts as there is room for; a number is shown whole or not at all.
  private func noteText(room: Int) -> String {
    guard !note.isEmpty else { return "" }
    var parts = note.split(separator: ", ")
    while parts.count > 1, ScreenPlace.columns(of: "  " + parts.joined(separator: ", ")) > room {
      parts.removeLast()
    }
    let whole = "  " + parts.joined(separator: ", ")
    let text = ScreenPlace.truncated(whole, to: room)
    return text != whole && text.dropLast().last?.isNumber == true ? "" : text
  }
}

/// Finds hints for a line.
public protocol Hinting: AnyObject {
  /// Returns the hint for a whole line, at whose end the cursor stands.
  ///
  /// It is called after each key, and must answer from what is at hand. When more becomes known later, ``LineEditor/updates``
  /// is rung, and the editor asks again, with the line of that moment.
  func hint(for line: String) -> Hint
}
