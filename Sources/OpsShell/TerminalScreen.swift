internal import Glibc
internal import LineEditor
internal import OpsCore
internal import Synchronization

/// The terminal of this process as a screen on which a view renews itself.
final class TerminalScreen: LiveTerminal {
  private let modes = Mutex<[UInt8]?>(nil)
  private let isTaken = Atomic(false)
  private let continuations = Atomic(0)
  /// ^Z.
  private static let suspendKey: UInt8 = 0x1A
  private let keys = Mutex(ViewKeyDecoder())

  /// Takes the terminal; nil where there is none, or one that can only print lines.
  init?() {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, Screen.isCapable else {
      return nil
    }
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
    isTaken.store(false, ordering: .relaxed)
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
    // Whoever had the terminal while the process was stopped leaves it with other modes, or another screen.
    if hasForeignModes || continuations.load(ordering: .relaxed) != Signals.shared.continuations {
      enter()
      return .repaint
    }
    if let key = readKey() { return key }
    try? await Task.sleep(for: span)
    return readKey()
  }

  private var hasForeignModes: Bool {
    var now = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &now) == 0 else { return false }
    var own = now
    Self.quieten(&own)
    return now.c_lflag != own.c_lflag || now.c_cc.10 != own.c_cc.10
  }

  /// Keys come one by one and are not echoed; ^C stays a signal, and ^Z is none, so that the screen can be left first.
  private static func quieten(_ modes: inout termios) {
    modes.c_lflag &= ~tcflag_t(ICANON | ECHO)
    modes.c_lflag |= tcflag_t(ISIG)
    // VSUSP, disabled.
    modes.c_cc.10 = 0
  }

  private func enter() {
    continuations.store(Signals.shared.continuations, ordering: .relaxed)
    var quiet = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &quiet) == 0 else { return }
    Self.quieten(&quiet)
    _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet)
    // Where the cursor comes back to is kept when the screen is taken, and not over what is painted there.
    let isAgain = isTaken.exchange(true, ordering: .relaxed)
    write(isAgain ? "\u{1B}[?1047h\u{1B}[?25l" : "\u{1B}[?1049h\u{1B}[?25l")
  }

  /// Gives the terminal back and stops, as programs do at ^Z, until somebody lets the process go on.
  private func suspend() {
    end()
    let before = Signals.shared.continuations
    kill(0, SIGTSTP)
    // The signal may reach another thread first; a process that nobody could let go on is not stopped at all.
    for _ in 0..<200 where Signals.shared.continuations == before { usleep(1000) }
    enter()
  }

  /// Reads bytes until they make a key: what comes behind it is left for the next prompt.
  private func readKey() -> ViewKey? {
    while let byte = readByte(within: keys.withLock { $0.isWithinSequence ? 50 : 0 }) {
      if byte == Self.suspendKey {
        suspend()
        return .repaint
      }
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
