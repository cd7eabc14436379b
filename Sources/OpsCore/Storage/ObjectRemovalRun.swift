/// The part of a removal from what was found to what was done.
struct ObjectRemovalRun: Sendable {
  let command: String
  let findings: ObjectLookup.Findings
  /// How long the objects stay; nil deletes them at once.
  let grace: Duration?
  /// Whether no batch may keep the objects, not even the one to which they belong.
  var rowsGo = false
  /// Whether an operator at a terminal may go over the caps.
  var overCap = false
  let storage: Storage
  let context: Context
  let link: Link

  private var environment: Environment { link.environment }

  func run() async throws -> ObjectReport {
    var report = ObjectReport(
      command: command, environment: environment.name, planned: findings.objects.count)
    report.skipped = findings.skipped
    if !context.output.isQuiet { report.told = findings.skipped.count }
    for line in preview { context.output.notice(line) }
    try context.checkExpectation(planned: findings.objects.count, of: "objects")
    guard !findings.objects.isEmpty else { return report }
    let first = approval("delete \(ObjectReport.counted(findings.objects.count)) \(when)")
    try first.checkArmed()
    _ = try await first.obtain()
    if grace == nil {
      _ = try await approval("delete them now, which nothing can take back").obtain()
    }
    // Before anything is recorded: who must wait has nothing to record.
    let lock = grace == nil ? try PurgeLock(context.session.state) : nil
    defer { withExtendedLifetime(lock) {} }
    let journal = ObjectJournal(context: context, link: link, objects: findings.objects)
    try journal.record(.intent, result: nil)
    return try await act(report, journal, first)
  }

  private func act(
    _ report: ObjectReport, _ journal: ObjectJournal, _ approval: Approval
  ) async throws -> ObjectReport {
    var report = report
    let outbox = context.outbox(link)
    let due = Instant.now + (grace ?? .zero)
    do {
      try outbox.defer(
        objects: findings.objects, plan: journal.audit, due: due, place: storage.store.place,
        rowsGo: rowsGo)
    } catch {
      _ = try? journal.record(.outcome, result: ChangeOutcome.nothing(error.message))
      throw error
    }
    report.audit = journal.audit
    guard grace == nil else {
      report.deferred = findings.objects.count
      report.due = due
      report.head = try journal.record(
        .outcome, result: "deferred until \(due.iso8601)",
        counts: ["deferred": findings.objects.count])
      return report
    }
    let plans = try outbox.plans().filter { $0.plan == journal.audit }
    return try await ObjectPurge(outbox: outbox, storage: storage, context: context, link: link)
      .finish(report, plans, journal, approval)
  }

  private var when: String {
    guard let grace else { return "at once" }
    return "in \(HumanTime.age(seconds: Int(grace.components.seconds)))"
  }

  private func approval(_ action: String) -> Approval {
    Approval(
      subject: ApprovalSubject(
        action: action, count: findings.objects.count, noun: "objects", isDeletion: true,
        // Objects without a batch are no batches, which the caps count.
        dependentRows: rowsGo ? nil : 0, notes: ["store: \(storage.store.place)"]),
      context: context, link: link, overCap: overCap)
  }

  private var preview: [String] {
    let objects = findings.objects
    var lines = [
      "\(environment.name): \(ObjectReport.counted(objects.count)) of \(storage.store.place) go \(when),"
        + " \(findings.bytes) bytes"
    ]
    lines += objects.prefix(ChangePreview.limit).map { object in
      "  \(object.batch)  \(DisplayWidth.truncate(Sanitiser.visible(object.name), to: 60))  \(object.bytes)"
    }
    lines += ChangePreview.more(objects.count)
    return lines + ObjectReport.skippedLines(findings.skipped)
  }
}

extension ObjectPurge {
  /// Deletes, records what became of it, and completes a report.
  func finish(
    _ report: ObjectReport, _ plans: [OutboxPlan], _ journal: ObjectJournal, _ approval: Approval
  ) async throws -> ObjectReport {
    var report = report
    let meter = Meter(
      report.command, unit: "objects", total: plans.reduce(0) { $0 + $1.items.count })
    var purge = self
    purge.meter = meter
    let outcome = try await context.output.reporting(meter) { [purge] in
      await purge.run(plans, check: approval.checkArmed)
    }
    report.problem = outcome.problem
    report.audit = journal.audit
    report.deleted = outcome.deleted
    report.skipped += outcome.skipped
    report.unsettled = outcome.unsettled
    let words = outcome.counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    report.head = try journal.record(
      .outcome,
      result: outcome.deleted == 0
        ? ChangeOutcome.nothing(words.joined(separator: ", ")) : words.joined(separator: ", "),
      counts: outcome.counts)
    return report
  }
}

/// Writes what happens to objects into the journal.
struct ObjectJournal: Sendable {
  let audit = AuditEntry.newID()
  private let context: Context
  private let link: Link
  private let ids: [String]
  private let objects: Int
  private let bytes: Int

  init(context: Context, link: Link, objects: [PlannedObject]) {
    self.context = context
    self.link = link
    ids = objects.map(\.batch).filter { !$0.isEmpty }
    self.objects = objects.count
    bytes = objects.reduce(0) { $0 + $1.bytes }
  }

  /// Adds an entry and returns the journal's new head.
  @discardableResult
  func record(
    _ phase: AuditEntry.Phase, result: String?, counts: [String: Int]? = nil
  ) throws(OpsError) -> String {
    var entry = AuditEntry(
      audit: audit, phase: phase, environment: link.environment.name, identity: link.identity,
      reason: context.arming?.reason ?? context.options.reason, command: context.commandLine,
      ids: ids)
    entry.result = result
    entry.counts = counts ?? ["objects": objects, "bytes": bytes]
    return try context.journal.append(entry).head
  }
}
