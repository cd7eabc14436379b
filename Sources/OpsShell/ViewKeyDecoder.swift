internal import OpsCore

/// Tells keys from the bytes that a terminal sends for them.
struct ViewKeyDecoder {
  private enum State {
    case plain
    /// ESC came: a key of its own, or the beginning of another's sequence.
    case escape
    case sequence
  }

  private var state = State.plain

  /// Whether more bytes must tell what the last one meant.
  var isWithinSequence: Bool { state != .plain }

  /// Takes a byte, or the end of all input; returns the key that is complete.
  mutating func take(_ byte: UInt8?) -> ViewKey? {
    guard let byte else { return .leave }
    switch (state, byte) {
    case (.plain, 0x1B):
      state = .escape
      return nil
    case (.plain, UInt8(ascii: "q")), (.plain, UInt8(ascii: "Q")), (.plain, 0x04): return .leave
    case (.plain, UInt8(ascii: " ")), (.plain, UInt8(ascii: "r")), (.plain, 0x0D), (.plain, 0x0A):
      return .refresh
    case (.plain, 0x0C): return .repaint
    case (.plain, _): return .other
    case (.escape, UInt8(ascii: "[")), (.escape, UInt8(ascii: "O")):
      state = .sequence
      return nil
    case (.escape, 0x1B): return .leave
    case (.escape, _):
      state = .plain
      return .other
    case (.sequence, 0x40...0x7E):
      state = .plain
      return .other
    case (.sequence, _): return nil
    }
  }

  /// Nothing more has come: an ESC that stands alone is the key.
  mutating func end() -> ViewKey? {
    defer { state = .plain }
    if case .escape = state { return .leave }
    return nil
  }
}
