/// How the reading of an entry has ended.
public enum LineEvent: Sendable, Equatable {
  /// An entry was entered; it comes without its last line end, and may have several lines.
  case line(String)
  /// Several lines were pasted; nobody has entered them.
  case pasted([String])
  /// The entry was thrown away by ^C.
  case cancelled
  /// The input has ended, by ^D on an empty line.
  case endOfInput
  /// The terminal is gone, or the process was asked to end.
  case hangUp
}
