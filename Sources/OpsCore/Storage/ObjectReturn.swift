/// Takes objects back out of the outbox while their grace lasts: what `undo` of a `storage rm` does.
public struct ObjectReturn: Sendable {
  private let plan: String
  private let items: [OutboxItem]

  /// Finds what a plan has in the outbox; nil when that is nothing.
  ///
  /// - Throws: `OpsError` with exit status 78 when the outbox cannot be read.
  public init?(of plan: String, in outbox: Outbox) throws(OpsError) {
    self.plan = plan
    items = try outbox.plans().filter { $0.plan == plan }.flatMap(\.items)
    if items.isEmpty { return nil }
  }

  /// Shows, asks, records, and takes the objects back.
  ///
  /// - Returns: What was done, in the shape of a change.
  /// - Throws: `OpsError` with exit status 4 when refused.
  public func run(in context: Context) async throws -> Report {
    let link = try await context.link()
    let counted = ObjectReport.counted(items.count)
    context.output.notice("\(link.environment.name): \(counted) of \(plan) stay where they are")
    try context.checkExpectation(planned: items.count, of: "objects")
    let approval = Approval(
      subject: ApprovalSubject(
        action: "undo of storage rm \(plan): keep \(counted)", count: items.count,
        noun: "objects", isDeletion: false),
      context: context, link: link, overCap: false)
    try approval.checkArmed()
    _ = try await approval.obtain()
    let lock = try PurgeLock(context.session.state)
    defer { withExtendedLifetime(lock) {} }
    let journal = ObjectJournal(context: context, link: link, objects: items.map(\.object))
    try journal.record(.intent, result: nil)
    let kept = try context.outbox(link).cancel(plan: plan)
    let head = try journal.record(
      .outcome, result: "\(kept.count) objects taken back", counts: ["objects": kept.count])
    let asked = kept.filter(\.isAsked).count
    if asked > 0 {
      context.output.notice("\(asked) of them were asked for before and may be gone")
    }
    return report(kept.count, link, journal, head, context.output.format)
  }

  private func report(
    _ kept: Int, _ link: Link, _ journal: ObjectJournal, _ head: String, _ format: OutputFormat
  ) -> Report {
    guard format != .table else {
      return .text(
        "undo of storage rm \(plan): \(ObjectReport.counted(kept)) stay in \(link.environment.name)\n"
          + "audit \(journal.audit), head \(head)")
    }
    return .record([
      "command": .text("undo"), "environment": .text(link.environment.name),
      "planned": .int(Int64(items.count)), "changed": .int(Int64(kept)), "skipped": .array([]),
      "changes": .array([]), "audit": .text(journal.audit), "head": .text(head),
    ])
  }
}
