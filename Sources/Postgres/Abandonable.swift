internal import Synchronization

/// Work that may block for longer than anybody wants to wait, such as a name lookup.
///
/// It runs on a thread of its own; when the wait ends first, its result is dropped whenever it comes.
enum Abandonable {
  enum Outcome<Value: Sendable>: Sendable {
    case finished(Value)
    case expired
    case interrupted
  }

  static func run<Value: Sendable>(
    until deadline: ContinuousClock.Instant, wakeups: [Wakeup] = [],
    _ work: @escaping @Sendable () -> Value
  ) -> Outcome<Value> {
    let box = ResultBox<Value>()
    let isStarted = Threads.detach { box.fill(work()) }
    if !isStarted { box.fill(work()) }
    switch Waiting.wait(socket: box.filled.descriptor, wakeups: wakeups, until: deadline) {
    case .ready: return box.take().map(Outcome.finished) ?? .expired
    case .woken: return .interrupted
    case .expired: return .expired
    }
  }

  private final class ResultBox<Value: Sendable>: Sendable {
    let filled = Wakeup()
    private let value = Mutex<Value?>(nil)

    func fill(_ value: Value) {
      self.value.withLock { $0 = value }
      filled.raise()
    }

    func take() -> Value? {
      value.withLock { $0.take() }
    }
  }
}
