internal import Synchronization

/// How long people have read a result in a pager or thought about a question: time that no command has taken.
final class PeopleTime: Sendable {
  private let total = Mutex(Duration.zero)

  var value: Duration { total.withLock { $0 } }

  func measure<Success>(_ wait: () async throws -> Success) async rethrows -> Success {
    let start = ContinuousClock.now
    defer {
      let span = ContinuousClock.now - start
      total.withLock { $0 += span }
    }
    return try await wait()
  }
}
