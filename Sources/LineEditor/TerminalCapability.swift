internal import CLibEdit

/// What the terminal that TERM names can do.
public enum TerminalCapability {
  /// Whether a line can be painted anew: not on a dumb terminal, nor on one that nobody has described.
  public static let isCapable: Bool = {
    guard let nowhere = unsafe fopen("/dev/null", "r+e") else { return false }
    defer { unsafe fclose(nowhere) }
    guard let handle = unsafe clibedit_open_nowhere(nowhere) else { return false }
    defer { unsafe el_end(handle) }
    return unsafe canErase(handle)
  }()

  static func canErase(_ handle: OpaquePointer) -> Bool {
    unsafe clibedit_capability(handle, "ce").map { unsafe $0.pointee != 0 } ?? false
  }
}
