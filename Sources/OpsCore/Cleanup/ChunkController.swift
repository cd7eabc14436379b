/// Decides how many batches the next transaction takes, from how long the last ones took.
///
/// The measure is rows: a batch counts with itself and with everything that hangs on it. What fits in the target time
/// is sought; growth is slow, so that one lucky transaction does not make the next one long, and shrinking is not.
struct ChunkController: Sendable, Equatable {
  /// The rows that the next transaction may take.
  private(set) var capacity: Double
  /// The time of a row, in milliseconds, smoothed.
  private(set) var pace: Double?

  /// What is never too much for one transaction, however slow the last ones were.
  private let least: Double

  /// The time that a transaction should take.
  static let target = 250.0
  /// The most by which the next transaction may be larger than the last one.
  static let growth = 1.2
  /// How often a transaction is tried before its first batch is left alone.
  static let tries = 5
  private static let smoothing = 0.4

  /// Begins small: nothing is known of this server yet.
  ///
  /// - Parameters:
  ///   - capacity: The rows of the first transaction.
  ///   - least: The rows of a batch that are never too much for one transaction.
  init(capacity: Double = 1000, least: Double = 4000) {
    self.capacity = capacity
    self.least = least
  }

  /// Returns how many of the weights, from the first on, the next transaction takes: at least one.
  func count(of weights: some Sequence<Int>) -> Int {
    var count = 0
    var rows = 0.0
    for weight in weights {
      rows += Double(weight + 1)
      if count > 0, rows > capacity { break }
      count += 1
    }
    return max(count, 1)
  }

  /// Whether a batch of this weight is too much for one transaction.
  func isLarge(_ weight: Int) -> Bool { Double(weight) > max(capacity, least) * 2 }

  /// Takes note of a transaction that was committed.
  mutating func succeeded(rows: Int, milliseconds: Int, hasWaiters: Bool) {
    guard rows > 0 else { return }
    let measured = Double(max(milliseconds, 1)) / Double(rows)
    let smoothed = pace.map { Self.smoothing * measured + (1 - Self.smoothing) * $0 } ?? measured
    // One slow transaction counts at once: somebody has waited for it.
    pace = max(smoothed, min(measured, smoothed * 2))
    let wanted = Self.target / (pace ?? measured)
    capacity = min(max(wanted, capacity * 0.5), max(capacity, Double(rows)) * Self.growth)
    if hasWaiters { failed(rows: Int(capacity)) }
    capacity = max(capacity, 1)
  }

  /// Takes note of a transaction of so many rows that was rolled back for the sake of others.
  mutating func failed(rows: Int) {
    capacity = max(min(capacity, Double(rows)) / 2, 1)
  }
}
