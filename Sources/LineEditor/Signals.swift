internal import Glibc
internal import Synchronization

/// The signals that a terminal program answers, told by a descriptor instead of in a handler.
///
/// There is one for the process, because the process has one set of handlers.
public final class Signals: Sendable {
  /// The signals of this process, answered from the first use on.
  public static let shared = Signals()

  private static let answered = [SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT]
  private let bell = Bell()
  private let ending = Mutex<Int32?>(nil)
  private let resumed = Atomic(0)

  private init() {
    signalDescriptor.store(bell.writing, ordering: .releasing)
    // A parent that blocks signals leaves them blocked in its children.
    var answered = sigset_t()
    unsafe sigemptyset(&answered)
    for number in Self.answered {
      Self.answer(number)
      unsafe sigaddset(&answered, number)
    }
    unsafe pthread_sigmask(SIG_UNBLOCK, &answered, nil)
    // Who writes to a reader that is gone learns it from the error.
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Becomes readable when a signal has come.
  public var descriptor: Int32 { bell.descriptor }

  /// The signal that asked the process to end; nil while none did.
  public var termination: Int32? { ending.withLock { $0 } }

  /// How often the process was seen to go on after it had been stopped.
  public var continuations: Int { resumed.load(ordering: .relaxed) }

  /// Returns the signals that have come since the last call.
  public func take() -> [Int32] {
    let numbers = bell.take().map { Int32($0) }
    if numbers.contains(SIGCONT) { resumed.wrappingAdd(1, ordering: .relaxed) }
    if let last = numbers.last(where: { $0 == SIGTERM || $0 == SIGHUP }) {
      ending.withLock { $0 = $0 ?? last }
    }
    return numbers
  }

  /// A signal that the parent ignores, as under nohup, stays ignored.
  private static func answer(_ number: Int32) {
    var old = sigaction()
    guard unsafe sigaction(number, nil, &old) == 0 else { return }
    let isIgnored =
      unsafe old.sa_flags & SA_SIGINFO == 0
      && unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self)
        == unsafeBitCast(SIG_IGN, to: Int.self)
    guard !isIgnored else { return }
    var new = sigaction()
    unsafe new.__sigaction_handler.sa_handler = noteSignal
    unsafe sigemptyset(&new.sa_mask)
    new.sa_flags = SA_RESTART
    _ = unsafe sigaction(number, &new, nil)
  }
}

/// Where the handler writes; a handler has no other way to reach anything.
private let signalDescriptor = Atomic<Int32>(-1)

private func noteSignal(_ number: Int32) {
  let saved = errno
  Bell.write(UInt8(truncatingIfNeeded: number), to: signalDescriptor.load(ordering: .acquiring))
  errno = saved
}
