internal import Synchronization

/// How far work has come: counted by those who do it, read by whoever shows it.
public final class Meter: Sendable {
  private let action: String
  private let unit: ProgressUnit
  private let total: Int?
  private let start = ContinuousClock.now
  private let done = Atomic(0)

  /// Begins to measure something.
  ///
  /// - Parameters:
  ///   - action: What is being done.
  ///   - unit: What is counted.
  ///   - total: How much there is; nil when nobody knows.
  public init(_ action: String, unit: ProgressUnit, total: Int? = nil) {
    self.action = action
    self.unit = unit
    self.total = total
  }

  /// Counts what has been done since.
  func add(_ count: Int) {
    done.wrappingAdd(count, ordering: .relaxed)
  }

  /// How far it is, in one line.
  var text: String {
    let time = (ContinuousClock.now - start).components
    return Progress.text(
      action, done: done.load(ordering: .relaxed), total: total, unit: unit,
      seconds: Double(time.seconds) + Double(time.attoseconds) * 1e-18)
  }
}
