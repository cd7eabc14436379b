internal import Synchronization

/// Where a wish to cancel meets the statement that runs now.
///
/// A wish is taken only while a statement runs and ends with it, so it can never reach the next one.
final class CancelGate: Sendable {
  private struct State {
    var isRunning = false
    var isRequested = false
  }

  let wakeup = Wakeup()
  private let state = Mutex(State())

  var isRequested: Bool { state.withLock(\.isRequested) }
  var isRunning: Bool { state.withLock(\.isRunning) }

  /// Opens the gate: a statement starts.
  func open() {
    state.withLock { $0 = State(isRunning: true, isRequested: false) }
    wakeup.lower()
  }

  /// Closes the gate: the statement has ended.
  func close() {
    state.withLock { $0 = State() }
  }

  /// Asks for the running statement to be cancelled; does nothing when none runs.
  func request() {
    let isRunning = state.withLock { state in
      if state.isRunning { state.isRequested = true }
      return state.isRunning
    }
    if isRunning { wakeup.raise() }
  }
}

/// How long to wait for the running statement, and what to do when somebody wants it to stop.
struct Watch {
  /// The time that a cancelled statement gets to end.
  static let grace = Duration.seconds(5)

  let gate: CancelGate
  private(set) var deadline: ContinuousClock.Instant?
  private(set) var isInterrupted = false
  private let limit: Duration?
  private let canceller: Canceller?

  /// Watches a statement that the server itself ends after the limit, when there is one.
  init(gate: CancelGate, limit: Duration?, canceller: Canceller?) {
    self.gate = gate
    // The server ends the statement; only a server that is gone lets this pass.
    self.limit = limit.map { $0 + Self.grace }
    self.canceller = canceller
    deadline = self.limit.map { .now + $0 }
  }

  /// Cancels the statement; its answer still has to be read.
  mutating func interrupt(_ channel: Channel) {
    isInterrupted = true
    deadline = .now + Self.grace
    canceller?.cancel(channel, until: .now + Self.grace)
  }

  /// Starts the limit anew, because the server has shown life.
  mutating func postpone() {
    guard let limit, !isInterrupted else { return }
    deadline = .now + limit
  }
}
