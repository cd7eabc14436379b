/// What a command does with batches, as far as it decides which of them it takes.
public enum BatchScope: String, Sendable, Hashable, CaseIterable {
  /// It looks at any.
  case all
  /// It looks at their errors.
  case faulty
  /// It watches them.
  case followable
  /// It sends them back.
  case resettable
  /// It marks them as failed.
  case failable
  /// It deletes them, or their files.
  case deletable

  /// Says whether a batch in this status is taken.
  ///
  /// - Parameters:
  ///   - status: The status.
  ///   - entry: The status to which batches are sent back.
  ///   - isNamed: Whether it is named by its id, or its status was.
  /// - Returns: Whether the command takes it, as far as the status tells.
  public func takes(status: String, entry: String, isNamed: Bool) -> Bool {
    switch self {
    case .all, .faulty: true
    case .followable: StatusClass.of(status) != .final
    case .resettable: ResetChange.refusal(status: status, entry: entry) == nil
    case .failable: FailChange.refusal(status: status) == nil
    case .deletable:
      DeletionRule(namesCompleted: false).refusal(status: status, isNamed: isNamed) == nil
    }
  }

  /// How soon a batch is offered: the lower, the sooner; of those that are stuck, the longest idle comes first.
  func rank(_ batch: Batch) -> (group: Int, idle: Int) {
    let statusClass = StatusClass.of(batch.status)
    let isFailed = batch.status == "failed"
    let age = batch.ageSeconds ?? Int(Int32.max)
    let isStuck =
      statusClass == .inFlight && age >= FilterOptions.stuckDefault.components.seconds
    switch self {
    case .all: return (0, 0)
    case .faulty: return ((batch.rowsInvalid ?? 0) > 0 ? 0 : isFailed ? 1 : 2, 0)
    case .followable: return (statusClass == .inFlight ? 0 : 1, 0)
    case .resettable: return isStuck ? (0, -age) : (isFailed ? 1 : 2, 0)
    case .failable: return isStuck ? (0, -age) : (statusClass == .inFlight ? 1 : 2, 0)
    case .deletable: return (isFailed ? 0 : 1, 0)
    }
  }
}
