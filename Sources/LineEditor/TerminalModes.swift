internal import Glibc

/// The modes of the terminal on standard input: echo, lines, keys that are signals.
struct TerminalModes {
  private var values: termios

  /// The modes of this moment; nil when standard input is no terminal.
  static var current: TerminalModes? {
    var values = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &values) == 0 else { return nil }
    return TerminalModes(values: values)
  }

  /// Puts these modes in force; what was typed ahead stays.
  func apply() {
    var values = values
    _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &values)
  }
}

/// The size of the terminal on standard output.
struct TerminalSize: Equatable {
  var columns: Int
  var rows: Int

  /// The size of this moment; 80 × 24 when the terminal does not say.
  static var current: TerminalSize {
    var size = winsize()
    let status = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size)
    guard status == 0, size.ws_col > 0 else { return TerminalSize(columns: 80, rows: 24) }
    return TerminalSize(columns: Int(size.ws_col), rows: max(1, Int(size.ws_row)))
  }
}
