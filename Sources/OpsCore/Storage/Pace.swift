/// How much is asked of a store at once, and how long is waited after it has complained: a value without a clock.
struct Pace: Sendable, Equatable {
  /// The number of requests that run at once.
  private(set) var width: Int
  private let widest: Int
  private var calm = 0
  /// How often one request is repeated.
  static let attempts = 5
  private static let longest = Duration.seconds(20)

  init(width: Int = 32) {
    self.width = width
    widest = width
  }

  /// Takes note that the store complained: half as much from now on.
  mutating func complained() {
    width = max(1, width / 2)
    calm = 0
  }

  /// Takes note of an answer; after as many as run at once, one more may.
  mutating func answered() {
    calm += 1
    guard calm >= width * 2, width < widest else { return }
    width += 1
    calm = 0
  }

  /// Returns how long to wait before an attempt, from 1; the jitter keeps many who failed together apart.
  ///
  /// - Parameters:
  ///   - attempt: The number of failures so far.
  ///   - jitter: A number from 0 to 1.
  /// - Returns: The time to wait.
  static func delay(after attempt: Int, jitter: Double) -> Duration {
    let base = Duration.milliseconds(250 << min(attempt - 1, 7))
    let bounded = min(base, longest)
    return bounded / 2 + bounded * (jitter / 2)
  }
}

/// Waits between attempts; tests put a clock of their own here.
struct Patience: Sendable {
  var wait: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

  /// Asks until there is an answer, or asking again is of no use.
  func ask<Success: Sendable>(
    attempts: Int = Pace.attempts, _ question: () async throws(StoreFailure) -> Success
  ) async throws(StoreFailure) -> Success {
    var attempt = 1
    while true {
      do {
        return try await question()
      } catch {
        guard error.isTransient, attempt < attempts, !Task.isCancelled else { throw error }
      }
      await pause(after: attempt)
      attempt += 1
    }
  }

  /// Waits before the next attempt; an interruption ends the wait, and the next question tells it.
  func pause(after attempt: Int) async {
    try? await wait(Pace.delay(after: attempt, jitter: .random(in: 0...1)))
  }
}
