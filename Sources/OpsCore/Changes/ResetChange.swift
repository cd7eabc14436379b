internal import Postgres

/// Sends batches back to the entry state, so that they can be taken again.
///
/// Clears what would block a retry or lie about it: reason, stamps, counters, the lease of a worker, open row errors.
/// Only columns that this database has are touched.
public struct ResetChange: Change {
  /// The batches, as they were seen.
  public let batches: [SelectedBatch]
  /// What was left out before: batches that a filter found and a session holds.
  public let leftOut: [SkippedTarget]

  /// Makes a reset.
  public init(batches: [SelectedBatch], leftOut: [SkippedTarget] = []) {
    self.batches = batches
    self.leftOut = leftOut
  }

  /// The word by which people know the change.
  public var command: String { "reset" }

  /// Looks at the batches and says what would be touched.
  public func plan(in view: ChangeView) async throws -> ChangePlan {
    let entry = view.schema.entryStatus
    let (taken, skipped) = try batches.taking { Self.refusal(status: $0.status, entry: entry) }
    var plan = ChangePlan(
      action: "reset to \(entry)",
      targets: taken.map { batch in
        ChangeTarget(
          id: batch.id, filename: batch.filename, statusBefore: batch.status, statusAfter: entry)
      },
      skipped: leftOut + skipped)
    guard !taken.isEmpty else { return plan }
    guard let shape = try await TableShape.load(.batches, in: view.transaction) else {
      throw OpsError(
        .refused, "\(TableName.batches) is gone; nothing was changed",
        hint: "status shows what this database has")
    }
    plan.writes = [
      .rows(
        RowWrite(
          table: .batches, rows: taken.map(\.seen),
          guards: [
            ColumnGuard(column: "status", values: Array(Set(taken.map(\.status))).sorted())
          ],
          assignment: .uniform(Self.assignments(entry: entry, shape: shape))))
    ]
    let ids = taken.map(\.id)
    try await addRowErrors(of: ids, to: &plan, in: view)
    plan.notes += try await Pickup.look(
      batches: ids, entryStatus: entry, trigger: view.environment.trigger, in: view.transaction
    ).notes
    return plan
  }

  /// Why a batch in this status is not reset; nil when it is.
  static func refusal(status: String, entry: String) -> String? {
    switch status {
    case entry: "is \(entry) already: there is nothing to reset"
    case "completed": "is completed: a reset would do finished work twice"
    default: nil
    }
  }

  private func addRowErrors(
    of ids: [String], to plan: inout ChangePlan, in view: ChangeView
  ) async throws {
    let mark = RowErrorMove.mark(view.audit)
    for source in view.schema.errorSources where source.belongsToIntake {
      let table = TableName(source.schema, source.table)
      guard let shape = try await TableShape.load(table, in: view.transaction),
        shape.has("batch_id")
      else { continue }
      guard RowErrorMove.isSupported(by: shape) else {
        plan.notes.append("\(table) cannot mark row errors as resolved: those of earlier runs stay")
        continue
      }
      let write = try await RowErrorMove.resolved
        .write(table, batches: ids, mark: mark, in: view.transaction)
      if write.expected > 0 { plan.writes.append(.bulk(write)) }
    }
  }

  // MARK: Columns

  /// What the batches get, as far as the table has such columns.
  static func assignments(entry: String, shape: TableShape) -> [Assignment] {
    var list = [Assignment("status", .value(.text(entry)))]
    for column in shape.columns where !column.isComputed {
      if emptied.contains(column.name), !column.isNotNull {
        list.append(Assignment(column.name, .value(.null)))
      } else if zeroed.contains(column.name) {
        list.append(Assignment(column.name, .value(.int(0))))
      } else if lowered.contains(column.name) {
        list.append(Assignment(column.name, .value(.bool(false))))
      } else if column.name == "updated_at" {
        list.append(Assignment(column.name, .now))
      }
    }
    return list
  }

  /// Reasons, which a CHECK allows on failed batches only, stamps of the steps, and leases.
  private static let emptied: Set<String> = [
    "rejection_reason", "error_summary", "staged_at", "validated_at", "transformed_at",
    "upserted_at", "started_at", "processed_at", "completed_at", "failed_at", "worker_id",
    "locked_at", "locked_by", "lease_expires_at",
  ]

  /// Results of the last run; the total was counted at upload and stays.
  private static let zeroed: Set<String> = [
    "row_count_staged", "row_count_valid", "row_count_invalid", "row_count_inserted",
    "row_count_duplicate", "row_count_failed", "plaintiff_inserted", "plaintiff_duplicate",
    "plaintiff_failed", "attempts",
  ]

  private static let lowered: Set<String> = ["discord_notified"]
}
