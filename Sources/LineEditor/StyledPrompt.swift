/// A prompt whose parts may have colours.
///
/// It ends with plain text, so a colour cannot leak into what is typed after it.
public struct StyledPrompt: Sendable, Equatable {
  /// A part with one style.
  public struct Run: Sendable, Equatable {
    /// The text.
    public var text: String
    /// The parameters of the style, such as `1;31` for bold red; nil for none.
    public var style: String?

    /// Makes a part.
    public init(_ text: String, style: String? = nil) {
      self.text = text
      self.style = style
    }
  }

  /// The parts.
  public var runs: [Run]
  /// The plain end.
  public var end: String
  /// A sequence for the terminal, without columns, before the last character of the end; empty for none.
  public var endMark = ""

  /// Makes a prompt.
  ///
  /// - Parameters:
  ///   - runs: The parts.
  ///   - end: The plain end.
  public init(_ runs: [Run], end: String = "> ") {
    self.runs = runs
    self.end = end
  }

  /// The text without styles.
  public var plain: String { Self.printable(runs.map(\.text).joined() + end) }

  /// The character before and after what takes no columns.
  static let mark: Unicode.Scalar = "\u{01}"

  /// The text as libedit takes it.
  ///
  /// Two invisible parts side by side would swallow the text, and one at the very end is lost: so styles that follow each
  /// other are switched in one part, and the end is plain.
  var marked: String {
    var text = ""
    var style: String?
    for run in runs + [Run(end.isEmpty ? " " : end)] where !run.text.isEmpty {
      let next = run.style.flatMap { $0.isEmpty ? nil : $0 }
      if next != style {
        let codes = (style == nil ? "" : "\u{1B}[0m") + (next.map { "\u{1B}[\($0)m" } ?? "")
        text += "\(Self.mark)\(codes)\(Self.mark)"
        style = next
      }
      text += Self.printable(run.text)
    }
    // Not at the very end, and not beside the switch of styles.
    if !endMark.isEmpty, end.count > 1, let last = text.popLast() {
      text += "\(Self.mark)\(endMark)\(Self.mark)\(last)"
    }
    return text
  }

  /// libedit cannot paint control characters in a prompt.
  private static func printable(_ text: String) -> String {
    var kept = ""
    for scalar in text.unicodeScalars where scalar.value >= 0x20 && scalar.value != 0x7F {
      kept.unicodeScalars.append(scalar)
    }
    return kept
  }
}
