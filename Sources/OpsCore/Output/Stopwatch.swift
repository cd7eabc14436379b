/// Measures how long something takes; it stands still while people read a result or answer a question.
public struct Stopwatch: Sendable {
  private let start = ContinuousClock.now
  private let people: PeopleTime?
  private let before: Duration

  /// Starts a stopwatch for work in which nobody is asked.
  init() {
    people = nil
    before = .zero
  }

  init(_ people: PeopleTime) {
    self.people = people
    before = people.value
  }

  /// How long it has run.
  public var elapsed: Duration {
    ContinuousClock.now - start - ((people?.value ?? .zero) - before)
  }

  /// The whole milliseconds that it has run.
  public var milliseconds: Int { Int(elapsed / .milliseconds(1)) }
}
