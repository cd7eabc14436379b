/// When to try again after failures: soon at first, then ever more rarely.
public struct Backoff: Sendable, Equatable {
  private static let first = Duration.seconds(1)
  private static let longest = Duration.seconds(30)

  private var wait = Duration.zero
  private var until: ContinuousClock.Instant?

  /// Makes one that has not failed.
  public init() {}

  /// Whether it may be tried now.
  public func allows(at now: ContinuousClock.Instant) -> Bool { until.map { now >= $0 } ?? true }

  /// Takes note of a failure.
  public mutating func failed(at now: ContinuousClock.Instant) {
    wait = wait == .zero ? Self.first : min(wait * 2, Self.longest)
    until = now + wait
  }

  /// Takes note that it works, or that there is a reason to believe so.
  public mutating func reset() {
    wait = .zero
    until = nil
  }
}
