internal import Postgres

/// The one way in which anything is changed.
///
/// A change is planned in a read-only transaction, shown, held against counts and caps, confirmed, and recorded as
/// intent. Then one transaction locks every row without waiting, compares it with what was seen, runs the statements,
/// counts, keeps before-images, records them with the transaction's id, and commits. What was committed is read back,
/// and the outcome recorded. Whatever goes wrong on the way leaves either everything or nothing, and says which.
public struct Changes: Sendable {
  private let observe: ChangeObserver

  /// Makes the engine; an observer is for those who test what happens when something breaks.
  public init(observe: @escaping ChangeObserver = { _, _ in }) {
    self.observe = observe
  }

  /// Makes a change, or nothing.
  ///
  /// - Parameters:
  ///   - change: What is wanted.
  ///   - context: Where, by whom, and who is asked.
  ///   - overCap: Whether an operator at a terminal may go over the caps.
  /// - Returns: What was done.
  /// - Throws: `OpsError` with exit status 4 when refused, 5 when it cannot be known or was not all done;
  ///   `PostgresError` when the server failed and nothing was changed.
  public func run(
    _ change: any Change, in context: Context, overCap: Bool = false
  ) async throws -> ChangeReport {
    let link = try await context.link()
    let audit = AuditEntry.newID()
    let plan = try await link.connection.transaction(.repeatableReadReadOnly) { transaction in
      try await change.plan(
        in: ChangeView(
          transaction: transaction, schema: link.schema, environment: link.environment,
          identity: link.identity, audit: audit))
    }
    // Where nothing is left to do and nobody expected more, the result says all of it.
    if !plan.targets.isEmpty || context.options.expect ?? 0 > 0 {
      for line in ChangePreview(plan: plan, environment: link.environment.name).lines {
        context.output.notice(line)
      }
    }
    try context.checkExpectation(planned: plan.targets.count)
    guard !plan.targets.isEmpty else { return report(change, plan, link) }
    let approval = Approval(
      subject: ApprovalSubject(
        action: plan.action, count: plan.targets.count, isDeletion: change.isDeletion,
        dependentRows: plan.dependentRows, notes: plan.notes),
      context: context, link: link, overCap: overCap)
    try approval.checkArmed()
    try await refuseHeld(plan, link)
    let secondReason = try await approval.obtain()
    try await observe(.confirmed, nil)

    let journal = ChangeJournal(
      context: context, link: link, audit: audit, plan: plan, secondReason: secondReason)
    let progress = ChangeProgress(
      "\(change.command) of \(ChangePreview.counted(plan.targets.count, "batch", "batches"))")
    let done = try await context.output.reporting({ progress.text }) {
      try await ChangeRun(
        plan: plan, context: context, link: link, approval: approval, journal: journal,
        observe: { step, transaction in
          progress.reach(step)
          try await observe(step, transaction)
        }
      ).run()
    }
    var report = report(change, plan, link)
    report.changes = done.changes
    report.dependents = done.prepared.counts.filter { $0.key != TableName.batches.description }
    report.notes += done.remarks
    report.audit = audit
    report.head = done.head
    return report
  }

  /// Refuses before anybody is asked when a session holds a row; it is asked again under the lock.
  private func refuseHeld(_ plan: ChangePlan, _ link: Link) async throws {
    let probe = LockProbe(link.connection)
    for case .rows(let write) in plan.writes {
      let held = try await probe.heldRows(
        of: write.table, key: write.key, keys: write.rows.map(\.key))
      guard held.isEmpty else { throw Self.refusal(of: held) }
    }
  }

  /// The refusal of a change whose rows are held.
  static func refusal(of held: [HeldRow]) -> OpsError {
    OpsError(
      .refused,
      "\(ChangeExecution.joined(held.map { "\($0.key) is \($0.reason)" })); nothing was changed",
      hint: "the holder is evidence of a worker at work: wait, or look again")
  }

  private func report(_ change: any Change, _ plan: ChangePlan, _ link: Link) -> ChangeReport {
    ChangeReport(
      command: change.command, environment: link.environment.name, action: plan.action,
      planned: plan.targets.count, skipped: plan.skipped, notes: plan.notes)
  }
}
