/// What a cleanup takes and what it leaves alone.
enum CleanupRule {
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
        "is \(status.isEmpty ? "without a status" : Sanitiser.visible(status)), which is in flight"
      case .completed: "is completed"
      }
    }
  }

  /// The fewest digits by which a deletion in a protected environment takes a batch.
  static let fewestProtectedDigits = 8

  /// Why a batch is left alone; nil when it is taken.
  ///
  /// - Parameters:
  ///   - batch: The batch.
  ///   - statuses: The statuses that were asked for.
  /// - Returns: The reason.
  static func refusal(_ batch: SelectedBatch, statuses: [String]) -> Refusal? {
    if StatusClass.of(batch.status) == .inFlight { return .inFlight }
    let isAskedFor = batch.isNamed || statuses.contains(batch.status)
    return batch.status == "completed" && !isAskedFor ? .completed : nil
  }

  /// Parts what goes from what is left alone.
  ///
  /// - Throws: `OpsError` with exit status 4 when one that was named cannot be taken.
  static func part(
    _ batches: [SelectedBatch], statuses: [String]
  ) throws -> (taken: [SelectedBatch], skipped: [SkippedTarget]) {
    _ = try batches.filter(\.isNamed).taking {
      refusal($0, statuses: statuses)?.words(status: $0.status)
    }
    var taken: [SelectedBatch] = []
    var skipped: [SkippedTarget] = []
    for batch in batches.sorted(by: { $0.id < $1.id }) {
      if let refusal = refusal(batch, statuses: statuses) {
        skipped.append(SkippedTarget(id: batch.id, reason: refusal.rawValue))
      } else {
        taken.append(batch)
      }
    }
    return (taken, skipped)
  }

  /// Refuses beginnings of ids that are too short to delete by in a protected environment.
  ///
  /// - Throws: `OpsError` with exit status 64.
  static func checkDigits(of ids: [String], in environment: Environment) throws(OpsError) {
    guard environment.isProtected else { return }
    for id in ids {
      guard case .digits(let digits) = try BatchReference.parse(id),
        digits.utf8.count < fewestProtectedDigits
      else { continue }
      throw OpsError(
        .usage,
        "\(digits) is too short to delete by: \(environment.name) is protected and takes at least"
          + " \(fewestProtectedDigits) hex digits of an id",
        hint: "batches shows whole ids", code: "short_id")
    }
  }
}

extension SkippedTarget {
  /// Why it was left alone, for people.
  public var explanation: String {
    switch CleanupRule.Refusal(rawValue: reason) {
    case .inFlight: "in flight: a worker may have it"
    case .completed: "completed: taken by its id only, or with --status completed"
    case nil: reason
    }
  }
}
