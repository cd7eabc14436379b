internal import Synchronization

/// How far a change has come, whose steps are one statement each: nobody knows how much of one is done.
final class ChangeProgress: Sendable {
  private let change: String
  private let current = Mutex<ChangeStep?>(nil)
  private let start = ContinuousClock.now

  /// What is done from a step on, in its order.
  private static let works: [(from: ChangeStep, words: String)] = [
    (.begun, "locking and comparing"), (.locked, "writing"), (.applied, "reading back"),
    (.prepared, "waiting for COMMIT"), (.committed, "looking again"),
  ]

  init(_ change: String) {
    self.change = change
  }

  /// Takes note that a step was reached.
  func reach(_ step: ChangeStep) {
    current.withLock { $0 = step }
  }

  /// How far it is, in one line.
  var text: String {
    let age = HumanTime.age(seconds: Int((ContinuousClock.now - start).components.seconds))
    let step = current.withLock { $0 }
    guard let index = Self.works.firstIndex(where: { $0.from == step }) else {
      return "\(change): \(age)"
    }
    let words = Self.works[index].words
    return "\(change): \(words), step \(index + 1) of \(Self.works.count), \(age)"
  }
}
