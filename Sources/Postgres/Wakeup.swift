internal import CLibPQ
internal import Glibc
internal import Synchronization

/// A descriptor that becomes readable when somebody raises it, to end a wait in poll(2).
///
/// Raising is one write(2), which a signal handler may do.
package final class Wakeup: Sendable {
  /// The descriptor, or -1 when the process has none left; poll(2) then passes over it.
  let descriptor: Int32

  package init() {
    descriptor = clibpq_eventfd()
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  package func raise() {
    var one: UInt64 = 1
    _ = unsafe write(descriptor, &one, 8)
  }

  func lower() {
    var count: UInt64 = 0
    _ = unsafe read(descriptor, &count, 8)
  }
}

/// A wish to stop, which ^C or a test raises and a wait obeys.
public final class CancelToken: Sendable {
  let wakeup = Wakeup()
  private let flag = Atomic(false)

  /// Makes a token that is not raised.
  public init() {}

  /// Whether the token is raised.
  public var isCancelled: Bool { flag.load(ordering: .acquiring) }

  /// Raises the token; safe in a signal handler.
  public func cancel() {
    flag.store(true, ordering: .releasing)
    wakeup.raise()
  }

  /// Lowers the token, for its next use.
  public func reset() {
    flag.store(false, ordering: .releasing)
    wakeup.lower()
  }
}
