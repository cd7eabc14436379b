internal import Glibc

/// Asks on the terminal itself, never the script, after what was typed ahead is thrown away.
public struct TerminalConfirmer: Confirmer {
  /// Makes one.
  public init() {}

  /// Whether stdin and stderr are terminals.
  public var isTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// Asks, with no as the default.
  ///
  /// - Throws: `OpsError` with exit status 130 after ^C, ^D or when the terminal is gone, and with 4 when the answer is pasted.
  public func askYesNo(_ question: String) async throws -> Bool {
    let answer = try await askText(question + " [y/N] ").lowercased()
    guard !answer.contains(Self.pasteMark) else {
      throw OpsError(
        .refused, "what is pasted is no answer to a question; nothing was changed",
        hint: "say it again, and type y")
    }
    return answer == "y" || answer == "yes"
  }

  /// Asks and returns what was typed.
  ///
  /// - Throws: `OpsError` with exit status 130 after ^C, ^D or when the terminal is gone.
  public func askText(_ question: String) async throws -> String {
    let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else {
      throw OpsError(
        .refused, "there is no terminal to ask on; nothing was changed",
        hint: "--expect N confirms without a question, N being the count of the dry run")
    }
    defer { close(terminal) }
    let modes = Self.prepare(terminal)
    defer { Self.restore(modes, on: terminal) }
    let sink = DescriptorSink(terminal)
    let width = Self.columns(of: terminal).map { max(1, $0 - 1) }
    var text = Sanitiser.visible(question)
    while text.last == " " { text.removeLast() }
    let lines = LineWrap.lines(text, columns: width, indent: 2)
    try sink.write(lines.joined(separator: "\n") + " ")
    guard let answer = await Self.readLine(from: terminal) else {
      try? sink.write("\n")
      throw OpsError(.interrupted, "interrupted; nothing was changed")
    }
    return answer
  }

  /// What the terminal puts before a paste, when the shell has asked for it.
  private static let pasteMark = "\u{1B}[200~"

  private static func columns(of terminal: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(terminal, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Reads a line; nil after ^C, ^D, or without a terminal any more.
  private static func readLine(from terminal: Int32) async -> String? {
    var line: [UInt8] = []
    while line.last != 0x0A {
      do {
        try await Readable.wait(for: terminal)
      } catch {
        return nil
      }
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = unsafe read(terminal, &bytes, bytes.count)
      guard count > 0, line.count < 1 << 16 else { return nil }
      line += bytes.prefix(count)
    }
    var text = String(decoding: line, as: UTF8.self)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  /// Makes the terminal one to answer on: the shell echoes nothing while a command runs.
  ///
  /// - Returns: The modes that it had; nil when it does not tell.
  private static func prepare(_ terminal: Int32) -> termios? {
    var old = termios()
    guard unsafe tcgetattr(terminal, &old) == 0 else { return nil }
    var new = old
    new.c_lflag |= tcflag_t(ICANON | ECHO | ECHOE | ECHOK | ISIG)
    new.c_iflag |= tcflag_t(ICRNL)
    // The flush throws away what was typed before there was a question.
    _ = unsafe tcsetattr(terminal, TCSAFLUSH, &new)
    return old
  }

  private static func restore(_ modes: termios?, on terminal: Int32) {
    guard var modes else { return }
    // What has come at once with the answer was pasted, and nobody wants that to run.
    _ = unsafe tcsetattr(terminal, TCSAFLUSH, &modes)
  }
}
