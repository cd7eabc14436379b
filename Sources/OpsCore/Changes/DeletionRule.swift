/// Which batches a deletion may take, whether it takes rows or objects.
struct DeletionRule: Sendable {
  /// Why a batch is left alone, in the words of programs.
  enum Refusal: String, Sendable, CaseIterable {
    /// A worker has it, or had it when it died.
    case inFlight = "in_flight"
    /// Its rows are in, and it was not named.
    case completed

    /// The reason as a clause for people.
    func words(status: String) -> String {
      switch self {
      case .inFlight:
        "is in flight (\(status.isEmpty ? "no status" : Sanitiser.visible(status))):"
          + " a worker may be at it"
      case .completed: "is completed: name it by id, or add --status completed"
      }
    }
  }

  /// Whether completed batches were asked for by their status.
  let namesCompleted: Bool
  private static let fewestDigits = 8

  /// Why a batch is left alone; nil when it may go.
  func refusal(_ batch: SelectedBatch) -> Refusal? {
    refusal(status: batch.status, isNamed: batch.isNamed)
  }

  /// Why a batch in this status is left alone; nil when it may go.
  func refusal(status: String, isNamed: Bool) -> Refusal? {
    if StatusClass.of(status) == .inFlight { return .inFlight }
    return status == "completed" && !isNamed && !namesCompleted ? .completed : nil
  }

  /// Parts what goes from what is left alone.
  ///
  /// - Throws: `OpsError` with exit status 4 when one that was named cannot be taken.
  func part(
    _ batches: [SelectedBatch]
  ) throws -> (taken: [SelectedBatch], skipped: [SkippedTarget]) {
    _ = try batches.filter(\.isNamed).taking { refusal($0)?.words(status: $0.status) }
    var taken: [SelectedBatch] = []
    var skipped: [SkippedTarget] = []
    for batch in batches.sorted(by: { $0.id < $1.id }) {
      if let refusal = refusal(batch) {
        skipped.append(SkippedTarget(id: batch.id, reason: refusal.rawValue))
      } else {
        taken.append(batch)
      }
    }
    return (taken, skipped)
  }

  /// Refuses beginnings of ids that are too short for a deletion in a protected environment.
  ///
  /// - Throws: `OpsError` with exit status 64 for what is no id at all, 4 for one that is too short.
  static func checkDigits(_ ids: [String], in environment: Environment) throws(OpsError) {
    guard environment.isProtected else { return }
    for id in ids {
      guard case .digits(let digits) = try BatchReference.parse(id),
        digits.utf8.count < fewestDigits
      else { continue }
      throw OpsError(
        .refused,
        "\(Sanitiser.visible(id)) is too short: deletions in \(environment.name) take at least"
          + " \(fewestDigits) digits of an id; nothing was changed",
        hint: "batches shows whole ids", code: "short_id")
    }
  }
}

extension SkippedTarget {
  /// Why it was left alone, for people.
  public var explanation: String {
    switch DeletionRule.Refusal(rawValue: reason) {
    case .inFlight: "in flight: a worker may be at it"
    case .completed: "completed: taken by its id only, or with --status completed"
    case nil: reason
    }
  }
}
