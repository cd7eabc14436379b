internal import LineEditor
internal import Synchronization

/// Gives answers from what is at hand, at once, and fetches fresh ones in the background, one at a time.
final class LiveValues: Sendable {
  private struct State {
    var cache = LiveCache()
    var queue = LiveQueue()
    /// What is being asked now.
    var current: PlacedQuestion?
    var worker: Task<Void, Never>?
    var isClosed = false
  }

  private let state = Mutex(State())
  private let fetch: @Sendable (PlacedQuestion) async -> LiveAnswer?
  private let onChange: @Sendable () -> Void

  /// Makes one that knows nothing.
  ///
  /// - Parameters:
  ///   - onChange: Called, from any thread, when something is known that was not.
  ///   - fetch: Finds an answer; nil when there is none to be had. It is never called twice at once.
  init(
    onChange: @escaping @Sendable () -> Void = {},
    fetch: @escaping @Sendable (PlacedQuestion) async -> LiveAnswer?
  ) {
    self.onChange = onChange
    self.fetch = fetch
  }

  /// Returns the answer that is at hand, and asks for a fresh one when it is not that.
  func answer(to question: LiveQuestion, in environment: String) -> LiveAnswer? {
    let key = PlacedQuestion(environment: environment, question: question)
    return state.withLock { state in
      if !state.cache.isFresh(key, at: .now), state.current != key { ask(key, &state) }
      return state.cache.answer(to: key)
    }
  }

  /// Asks for a fresh answer, however old the one at hand is.
  func refresh(_ question: LiveQuestion, in environment: String) {
    state.withLock { ask(PlacedQuestion(environment: environment, question: question), &$0) }
  }

  /// Forgets the answers to some questions, so that nobody gets an old one.
  func forget(_ isForgotten: (LiveQuestion) -> Bool) {
    state.withLock { $0.cache.forget(isForgotten) }
  }

  /// Forgets everything, and stops what is being asked.
  func clear() {
    state.withLock { state in
      state.cache.clear()
      state.queue.clear()
      state.current = nil
      state.worker?.cancel()
      state.worker = nil
    }
  }

  /// Forgets everything, and asks nothing any more.
  func close() {
    state.withLock { $0.isClosed = true }
    clear()
  }

  /// Whether something is being asked.
  var isBusy: Bool { state.withLock { $0.worker != nil } }

  /// Waits until nothing is asked any more; it blocks the thread.
  ///
  /// - Parameters:
  ///   - deadline: When to give up.
  ///   - keyboard: A descriptor that ends the wait when it can be read; -1 for none.
  /// - Returns: Whether nothing is asked any more.
  func wait(until deadline: ContinuousClock.Instant, orFor keyboard: Int32 = -1) -> Bool {
    let answer = Answer<Bool>()
    let task = Task {
      while !Task.isCancelled, let worker = state.withLock({ $0.worker }) { await worker.value }
      answer.give(true)
    }
    defer { task.cancel() }
    return Bell.wait(for: [answer.descriptor, keyboard], until: deadline) == 0
  }

  private func ask(_ key: PlacedQuestion, _ state: inout State) {
    guard !state.isClosed else { return }
    state.queue.add(key)
    guard state.worker == nil else { return }
    let epoch = state.cache.epoch
    state.worker = Task { await work(epoch) }
  }

  private func work(_ epoch: Int) async {
    while let key = next(epoch) {
      let answer = await fetch(key)
      let isNew = state.withLock { state in
        if state.cache.epoch == epoch { state.current = nil }
        return state.cache.store(answer, to: key, ofEpoch: epoch, at: .now)
      }
      if isNew { onChange() }
    }
  }

  /// The next question; nil ends the worker, also when another one has taken its place.
  private func next(_ epoch: Int) -> PlacedQuestion? {
    state.withLock { state in
      guard state.cache.epoch == epoch else { return nil }
      state.current = state.queue.next()
      if state.current == nil { state.worker = nil }
      return state.current
    }
  }
}
