/// The answers that are at hand, with their age.
struct LiveCache: Sendable {
  /// How long an answer, or a try that has failed, is not asked for again.
  static let freshness = Duration.seconds(3)
  /// How many answers are kept to questions of the moment.
  static let mostOfTheMoment = 16

  private struct Entry {
    var answer: LiveAnswer?
    var time: ContinuousClock.Instant
  }

  /// Counts how often everything was dropped; an answer to a question from before is late.
  private(set) var epoch = 0
  private var entries: [PlacedQuestion: Entry] = [:]

  /// The answer that is at hand, however old.
  func answer(to key: PlacedQuestion) -> LiveAnswer? { entries[key]?.answer }

  /// Whether it is too early to ask again.
  func isFresh(_ key: PlacedQuestion, at now: ContinuousClock.Instant) -> Bool {
    entries[key].map { now - $0.time < Self.freshness } ?? false
  }

  /// Takes an answer in; a try that has failed leaves the old answer where it is.
  ///
  /// - Returns: Whether something is known now that was not known before.
  mutating func store(
    _ answer: LiveAnswer?, to key: PlacedQuestion, ofEpoch asked: Int,
    at now: ContinuousClock.Instant
  ) -> Bool {
    guard asked == epoch else { return false }
    let old = entries[key]?.answer
    entries[key] = Entry(answer: answer ?? old, time: now)
    if key.question.isOfTheMoment { dropOldest() }
    return answer != nil && answer != old
  }

  /// Forgets the answers to some questions, so that nobody gets an old one.
  mutating func forget(_ isForgotten: (LiveQuestion) -> Bool) {
    entries = entries.filter { !isForgotten($0.key.question) }
  }

  /// Forgets everything, and answers that are still to come.
  mutating func clear() {
    epoch += 1
    entries = [:]
  }

  private mutating func dropOldest() {
    let moments = entries.filter { $0.key.question.isOfTheMoment }
    guard moments.count > Self.mostOfTheMoment else { return }
    guard let oldest = moments.min(by: { $0.value.time < $1.value.time }) else { return }
    entries[oldest.key] = nil
  }
}

/// The questions that wait for their turn: each once, and of those of the moment only the latest.
struct LiveQueue: Sendable {
  private var keys: [PlacedQuestion] = []

  /// Whether nothing waits.
  var isEmpty: Bool { keys.isEmpty }

  /// Adds a question; what somebody waits for at this moment comes first.
  mutating func add(_ key: PlacedQuestion) {
    keys.removeAll { $0.environment == key.environment && key.question.replaces($0.question) }
    keys.insert(key, at: key.question.isOfTheMoment ? 0 : keys.endIndex)
  }

  /// Takes the next question out.
  mutating func next() -> PlacedQuestion? { keys.isEmpty ? nil : keys.removeFirst() }

  /// Drops all questions.
  mutating func clear() { keys = [] }
}
