/// Measures how long something takes.
struct Stopwatch: Sendable {
  private let start = ContinuousClock.now

  /// The whole milliseconds since it was made.
  var milliseconds: Int {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
