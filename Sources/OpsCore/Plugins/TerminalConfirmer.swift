internal import Glibc

/// Asks on the terminal itself, never the script, after what was typed ahead is thrown away.
public struct TerminalConfirmer: Confirmer {
  /// Makes one.
  public init() {}

  /// Whether stdin and stderr are terminals.
  public var isTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// Asks, with no as the default.
  ///
  /// - Throws: `OpsError` with exit status 130 after ^C, ^D or when the terminal is gone.
  public func askYesNo(_ question: String) async throws -> Bool {
    let answer = try await askText(question + " [y/N] ").lowercased()
    return answer == "y" || answer == "yes"
  }

  /// Asks and returns what was typed.
  ///
  /// - Throws: `OpsError` with exit status 130 after ^C, ^D or when the terminal is gone.
  public func askText(_ question: String) async throws -> String {
    let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else {
      throw OpsError(.refused, "there is no terminal to ask on; nothing was changed")
    }
    defer { close(terminal) }
    let modes = Self.prepare(terminal)
    defer { Self.restore(modes, on: terminal) }
    let sink = DescriptorSink(terminal)
    try sink.write(Sanitiser.visible(question))
    guard let answer = await Self.readLine(from: terminal) else {
      try? sink.write("\n")
      throw OpsError(.interrupted, "interrupted; nothing was changed")
    }
    return answer
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
