/// How the reading of a line has ended.
public enum LineEvent: Sendable, Equatable {
  /// A line was entered; it comes without its line end.
  case line(String)
  /// The line was thrown away by ^C.
  case cancelled
  /// The input has ended, by ^D on an empty line.
  case endOfInput
  /// The terminal is gone, or the process was asked to end.
  case hangUp
}
