internal import Glibc
internal import OpsCore
internal import Synchronization

/// The terminal of this process as a screen on which a view renews itself.
final class TerminalScreen: LiveTerminal {
  private let modes = Mutex<[UInt8]?>(nil)
  private let keys = Mutex(ViewKeyDecoder())

  /// Takes the terminal; nil where there is none, or one that can only print lines.
  init?(_ variables: [String: String]) {
    let term = variables["TERM"] ?? ""
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, !term.isEmpty, term != "dumb"
    else { return nil }
  }

  var size: LiveSize {
    LiveSize(columns: Screen.width ?? 80, rows: Screen.rows ?? 24)
  }

  func begin() {
    var own = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &own) == 0 else { return }
    modes.withLock { $0 = unsafe withUnsafeBytes(of: &own) { unsafe Array($0) } }
    enter()
  }

  func end() {
    write("\u{1B}[?25h\u{1B}[?1049l")
    guard let bytes = modes.withLock({ $0 }) else { return }
    var own = termios()
    unsafe withUnsafeMutableBytes(of: &own) { unsafe $0.copyBytes(from: bytes) }
    _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &own)
  }

  func write(_ text: String) {
    guard !text.isEmpty else { return }
    try? DescriptorSink.standardOutput.write(text)
  }

  func key(within span: Duration) async -> ViewKey? {
    // Whoever was given the terminal by ^Z leaves it with other modes, and another screen.
    if isCooked {
      enter()
      return .repaint
    }
    if let key = readKey() { return key }
    try? await Task.sleep(for: span)
    return readKey()
  }

  private var isCooked: Bool {
    var now = termios()
    return unsafe tcgetattr(STDIN_FILENO, &now) == 0
      && now.c_lflag & tcflag_t(ICANON | ECHO) != 0
  }

  /// Keys come one by one and are not echoed; ^C and ^Z stay signals.
  private func enter() {
    var quiet = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &quiet) == 0 else { return }
    quiet.c_lflag &= ~tcflag_t(ICANON | ECHO)
    quiet.c_lflag |= tcflag_t(ISIG)
    _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet)
    write("\u{1B}[?1049h\u{1B}[?25l")
  }

  /// Reads bytes until they make a key: what comes behind it is left for the next prompt.
  private func readKey() -> ViewKey? {
    while let byte = readByte(within: keys.withLock { $0.isWithinSequence ? 50 : 0 }) {
      if let key = keys.withLock({ $0.take(byte) }) { return key }
    }
    return keys.withLock { $0.end() }
  }

  private func readByte(within milliseconds: Int32) -> UInt8?? {
    var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&waiting, 1, milliseconds) > 0 else { return nil }
    var byte: UInt8 = 0
    let count = unsafe read(STDIN_FILENO, &byte, 1)
    return count == 1 ? .some(byte) : .some(nil)
  }
}
