/// How fast the rows of a batch go through, by what was seen in the last looks.
struct RowRate: Sendable {
  private var samples: [(time: Instant, rows: Int)] = []
  /// Older looks say little about now.
  private static let most = 15

  /// Takes note of how many rows are done.
  mutating func add(_ rows: Int, at time: Instant) {
    // A stage that begins anew counts from the start.
    if let last = samples.last, rows < last.rows { samples = [] }
    samples.append((time, rows))
    if samples.count > Self.most { samples.removeFirst() }
  }

  /// Rows a second; nil while nothing has moved.
  var perSecond: Double? {
    guard let first = samples.first, let last = samples.last, last.rows > first.rows else {
      return nil
    }
    let span = last.time - first.time
    let seconds = Double(span.components.seconds) + Double(span.components.attoseconds) / 1e18
    return seconds > 0 ? Double(last.rows - first.rows) / seconds : nil
  }

  /// How many seconds the rest will take at this rate; nil when that cannot be known.
  func secondsLeft(of total: Int?) -> Int? {
    guard let total, let perSecond, let done = samples.last?.rows, done < total else { return nil }
    return Int((Double(total - done) / perSecond).rounded(.up))
  }
}
