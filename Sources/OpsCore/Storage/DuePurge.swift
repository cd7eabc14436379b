/// Deletes what is due in an environment: what `storage purge` does.
public struct DuePurge: Sendable {
  /// Makes a purge.
  public init() {}

  /// Shows what is due, asks, records, deletes.
  ///
  /// - Returns: What was done.
  /// - Throws: `OpsError` with exit status 4 when refused.
  public func run(in context: Context) async throws -> ObjectReport {
    let storage = try context.requiredStorage()
    let link = try await context.link()
    let outbox = context.outbox(link)
    let now = Instant.now
    let all = try outbox.plans()
    let plans = all.filter { $0.due <= now }
    let objects = plans.flatMap { $0.items.map(\.object) }
    var report = ObjectReport(
      command: "storage purge", environment: link.environment.name, planned: objects.count)
    let later = all.filter { $0.due > now }
    report.deferred = later.reduce(0) { $0 + $1.items.count }
    report.due = later.first?.due
    for line in Self.preview(plans, objects, storage) { context.output.notice(line) }
    try context.checkExpectation(planned: objects.count, of: "objects")
    guard !objects.isEmpty else { return report }
    let approval = Approval(
      subject: ApprovalSubject(
        action: "delete \(ObjectReport.counted(objects.count)), which nothing can take back",
        count: objects.count, noun: "objects", isDeletion: true,
        notes: ["store: \(storage.store.place)"]),
      context: context, link: link, overCap: false)
    try approval.checkArmed()
    _ = try await approval.obtain()
    let lock = try PurgeLock(context.session.state)
    defer { withExtendedLifetime(lock) {} }
    let journal = ObjectJournal(context: context, link: link, objects: objects)
    try journal.record(.intent, result: nil)
    return try await ObjectPurge(outbox: outbox, storage: storage, context: context, link: link)
      .finish(report, plans, journal, approval)
  }

  private static func preview(
    _ plans: [OutboxPlan], _ objects: [PlannedObject], _ storage: Storage
  ) -> [String] {
    let bytes = objects.reduce(0) { $0 + $1.bytes }
    var lines = [
      "\(ObjectReport.counted(objects.count)) due in \(storage.store.place), \(bytes) bytes"
    ]
    lines += plans.prefix(ChangePreview.limit).map { plan in
      "  \(plan.plan)  due \(plan.due.iso8601)  \(ObjectReport.counted(plan.items.count))"
    }
    return lines + ChangePreview.more(plans.count)
  }
}
