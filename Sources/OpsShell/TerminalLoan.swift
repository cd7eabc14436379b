internal import Glibc

/// The terminal on standard input, lent to another program with the modes that programs expect.
struct TerminalLoan {
  private let modes: termios?

  /// Lends the terminal: keys are echoed and come in lines again, ^C is a signal.
  init() {
    var own = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &own) == 0 else {
      modes = nil
      return
    }
    modes = own
    var usual = own
    usual.c_lflag |= tcflag_t(ICANON | ECHO | ECHOE | ECHOK | ISIG | IEXTEN)
    usual.c_iflag |= tcflag_t(ICRNL | IXON)
    usual.c_oflag |= tcflag_t(OPOST | ONLCR)
    _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &usual)
  }

  /// Takes the terminal back, with the modes that it had.
  ///
  /// - Parameter isLeftBehind: Whether the other program could not tidy up: then the screen is the usual one again, with
  ///   its cursor and without colours.
  func end(isLeftBehind: Bool) {
    if var modes { _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &modes) }
    guard isLeftBehind else { return }
    let tidy = Array("\u{1B}[?47l\u{1B}[?25h\u{1B}[?1l\u{1B}>\u{1B}[0m".utf8)
    _ = unsafe tidy.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }
}
