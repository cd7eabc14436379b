internal import Synchronization

/// How long readers have had results in a pager: time that no command has taken.
final class ReadingTime: Sendable {
  private let total = Mutex(Duration.zero)

  var value: Duration { total.withLock { $0 } }

  func measure<Success>(_ reading: () async -> Success) async -> Success {
    let start = ContinuousClock.now
    let result = await reading()
    let span = ContinuousClock.now - start
    total.withLock { $0 += span }
    return result
  }
}
