internal import Glibc
internal import LineEditor
internal import OpsCore

/// What the terminal of this process can show.
enum Screen {
  /// The columns of the terminal behind standard output; nil when it is none.
  static var width: Int? {
    isatty(STDOUT_FILENO) == 1 ? columns(of: STDOUT_FILENO) : nil
  }

  /// The lines of the terminal behind standard output; nil when it does not tell.
  static var rows: Int? {
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else {
      return nil
    }
    return Int(size.ws_row)
  }

  /// How results look here before any option says otherwise.
  static var rendering: Rendering {
    Rendering(width: width, hasColor: hasColor, hasUnicode: hasUnicode)
  }

  /// Whether colour is welcome: a terminal that has some, and nobody who declines it (no-color.org).
  static var hasColor: Bool {
    guard isatty(STDOUT_FILENO) == 1 else { return false }
    if let declined = variable("NO_COLOR"), !declined.isEmpty { return false }
    return isCapable
  }

  /// Whether a line of standard error can renew itself.
  static var hasLiveLine: Bool {
    isatty(STDERR_FILENO) == 1 && isCapable
  }

  /// Whether the terminal can do more than print lines: TERM names one, it is known here, and it is not dumb.
  static var isCapable: Bool {
    guard let term = variable("TERM"), !term.isEmpty, term != "dumb" else { return false }
    return TerminalCapability.isCapable
  }

  /// The columns of the terminal behind standard error; nil when it is none.
  static var messageWidth: Int? {
    isatty(STDERR_FILENO) == 1 ? columns(of: STDERR_FILENO) : nil
  }

  /// Whether lines may be drawn with more than ASCII: the locale says what the reader can show.
  static var hasUnicode: Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = variable(name), !value.isEmpty else { continue }
      // UTF-8 and utf8; the first search of the standard library would cost the start of the program.
      let letters = value.utf8.filter { $0 != UInt8(ascii: "-") }.map { $0 | 0x20 }
      return letters.indices.contains { letters[$0...].starts(with: "utf8".utf8) }
    }
    return false
  }

  private static func columns(of descriptor: Int32) -> Int {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
