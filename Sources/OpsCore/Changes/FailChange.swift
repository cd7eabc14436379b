internal import Postgres

/// Marks batches as failed, with a reason.
///
/// The reason is part of the mark: without it a live worker overwrites the status with its next step, with it the
/// CHECK of the deployed schema refuses that step.
public struct FailChange: Change {
  /// The batches, as they were seen.
  public let batches: [SelectedBatch]
  /// What was left out before: batches that a filter found and a session holds.
  public let leftOut: [SkippedTarget]
  /// The reason, which is data: it may hold anything.
  public let message: String
  /// Whether the queue jobs that would retry the batches are ended, too.
  public let stopsJobs: Bool

  /// Makes a failure.
  public init(
    batches: [SelectedBatch], leftOut: [SkippedTarget] = [], message: String,
    stopsJobs: Bool = false
  ) {
    self.batches = batches
    self.leftOut = leftOut
    self.message = message
    self.stopsJobs = stopsJobs
  }

  /// The word by which people know the change.
  public var command: String { "fail" }

  /// Looks at the batches and says what would be touched.
  public func plan(in view: ChangeView) async throws -> ChangePlan {
    let (taken, skipped) = try batches.taking { Self.refusal(status: $0.status) }
    var plan = ChangePlan(
      action: "mark as failed",
      targets: taken.map { batch in
        ChangeTarget(
          id: batch.id, filename: batch.filename, statusBefore: batch.status,
          statusAfter: Self.status)
      },
      skipped: leftOut + skipped)
    guard !taken.isEmpty else { return plan }
    guard let shape = try await TableShape.load(.batches, in: view.transaction) else {
      throw OpsError(
        .refused, "\(TableName.batches) is gone; nothing was changed",
        hint: "status shows what this database has")
    }
    guard shape["rejection_reason"] != nil || shape["error_summary"] != nil else {
      throw OpsError(
        .refused, "\(TableName.batches) has no column for the reason; nothing was changed",
        hint: "status shows how this database differs from what dfops knows")
    }
    plan.writes = [
      .rows(
        RowWrite(
          table: .batches, rows: taken.map(\.seen),
          guards: [
            ColumnGuard(column: "status", values: Array(Set(taken.map(\.status))).sorted())
          ],
          assignment: .uniform(Self.assignments(message: message, shape: shape))))
    ]
    try await addJobs(of: taken.map(\.id), to: &plan, in: view)
    return plan
  }

  /// Why a batch in this status is not failed; nil when it is.
  static func refusal(status: String) -> String? {
    switch status {
    case Self.status: "is failed already"
    case "completed": "is completed: its rows are in, and failing it would only hide that"
    default: nil
    }
  }

  /// What the batches get, as far as the table has such columns.
  static func assignments(message: String, shape: TableShape) -> [Assignment] {
    var list = [Assignment("status", .value(.text(status)))]
    for column in ["rejection_reason", "error_summary"] where shape.has(column) {
      list.append(Assignment(column, .value(.text(message))))
    }
    for column in ["completed_at", "updated_at"] where shape.has(column) {
      list.append(Assignment(column, .now))
    }
    return list
  }

  private func addJobs(
    of ids: [String], to plan: inout ChangePlan, in view: ChangeView
  ) async throws {
    let found = try await QueueJobs.load(batches: ids, in: view.transaction)
    if found == .unreadable {
      plan.notes.append(
        "ops.job_queue cannot be read by this role: whether a job retries the batch is not known")
    }
    guard !found.jobs.isEmpty else { return }
    guard stopsJobs, let shape = try await TableShape.load(.jobs, in: view.transaction) else {
      for job in found.jobs.prefix(3) {
        plan.notes.append(
          "\(job.description) would retry batch \(job.batch): --stop-job ends it")
      }
      if found.jobs.count > 3 {
        plan.notes.append("\(found.jobs.count - 3) more queue jobs would retry batches")
      }
      return
    }
    let why = "stopped by an operator (dfops:\(view.audit)): \(message)"
    plan.writes.append(.rows(QueueJobs.ending(found.jobs, shape: shape, because: why)))
    for job in found.jobs.prefix(3) {
      plan.notes.append("ends \(job.description) of batch \(job.batch)")
    }
  }

  private static let status = "failed"
}
