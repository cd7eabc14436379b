internal import Synchronization

/// Where a wish to stop waits until work can end in order.
///
/// While the gate is open for that, the first wish is kept and the second one is passed on.
public final class InterruptGate: Sendable {
  private struct State {
    var depth = 0
    var isRequested = false
    var guests = 0
    var guestKeys = 0
    var termination: Int32?
  }

  private let state = Mutex(State())

  /// Makes a gate that passes every wish on.
  public init() {}

  /// Takes a wish to stop, unless it has to be obeyed at once.
  ///
  /// - Parameter termination: The signal that ends the process; nil when only the work is to end.
  /// - Returns: Whether it was taken.
  public func take(termination: Int32? = nil) -> Bool {
    state.withLock { state in
      state.termination = state.termination ?? termination
      guard state.depth > 0, !state.isRequested else { return false }
      state.isRequested = true
      return true
    }
  }

  /// Takes ^C; false when it has to be obeyed at once.
  ///
  /// While another program has the terminal its keys are meant for that program.
  public func takeKey() -> Bool {
    let isForGuest = state.withLock { state in
      if state.guests > 0 { state.guestKeys += 1 }
      return state.guests > 0
    }
    return isForGuest || take()
  }

  /// Lets another program have the keys meanwhile, and returns how often ^C was pressed there.
  public func lendKeys(_ work: () async -> Void) async -> Int {
    state.withLock { state in
      if state.guests == 0 { state.guestKeys = 0 }
      state.guests += 1
    }
    await work()
    return state.withLock { state in
      state.guests -= 1
      return state.guestKeys
    }
  }

  /// The signal that ends the process; nil while none has come.
  var termination: Int32? { state.withLock { $0.termination } }

  /// Whether somebody wants the work to end.
  var isRequested: Bool { state.withLock { $0.isRequested } }

  /// Runs work that looks at the gate by itself, and ends in order when somebody wants it to.
  func orderly<Success>(_ work: () async throws -> Success) async rethrows -> Success {
    state.withLock { state in
      if state.depth == 0 { state.isRequested = false }
      state.depth += 1
    }
    defer { state.withLock { $0.depth -= 1 } }
    return try await work()
  }
}
