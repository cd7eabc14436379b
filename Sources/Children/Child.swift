internal import Glibc
internal import Synchronization

/// A program that this process has started, until its end was seen.
public final class Child: Sendable {
  /// How a program has ended.
  public enum Ending: Sendable, Equatable {
    /// By itself, with this status.
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)

    init(status: Int32) {
      let signal = status & 0x7F
      self = signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
    }
  }

  private let pid: pid_t
  private let hasOwnGroup: Bool
  private let ending = Mutex<Ending?>(nil)

  /// Starts a program.
  ///
  /// - Throws: ``StartFailure`` when the system does not run it.
  public init(_ start: ChildStart) throws(StartFailure) {
    pid = try start.spawn()
    hasOwnGroup = start.hasOwnGroup
  }

  /// Whether its end was not seen yet.
  public var isRunning: Bool { ending.withLock { $0 == nil } }

  /// Waits for its end; the thread does nothing else meanwhile.
  public func wait() -> Ending {
    while true {
      if let ending = look(0) { return ending }
    }
  }

  /// How it has ended; nil while it runs.
  public func endingIfEnded() -> Ending? {
    look(WNOHANG)
  }

  /// Sends it a signal, and everything that runs in a group of its own; false when it has ended.
  ///
  /// A program that was stopped, as for reading from the terminal, is let go on to hear of it.
  @discardableResult
  public func send(_ signal: Int32) -> Bool {
    ending.withLock { ending in
      guard ending == nil else { return false }
      let target = hasOwnGroup ? -pid : pid
      kill(target, signal)
      kill(target, SIGCONT)
      return true
    }
  }

  private func look(_ options: Int32) -> Ending? {
    if let ending = ending.withLock({ $0 }) { return ending }
    var info = unsafe siginfo_t()
    // The number stays taken until nobody can send a signal to it any more.
    guard unsafe waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT | options) == 0 else {
      guard errno == ECHILD else { return nil }
      // A parent that ignores the ends of its children leaves us nothing to be told.
      return ending.withLock { ending in
        ending = ending ?? .exited(0)
        return ending
      }
    }
    return ending.withLock { ending in
      if let ending { return ending }
      var status: Int32 = 0
      guard unsafe waitpid(pid, &status, WNOHANG) == pid else { return nil }
      ending = Ending(status: status)
      return ending
    }
  }
}
