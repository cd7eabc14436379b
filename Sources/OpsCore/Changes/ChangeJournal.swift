/// Writes the three entries of one change: intent, the prepared rows, outcome.
struct ChangeJournal: Sendable {
  /// The id of the change.
  let audit: String
  private let context: Context
  private let link: Link
  private let plan: ChangePlan
  private let reason: String?

  init(
    context: Context, link: Link, audit: String, plan: ChangePlan, secondReason: String?
  ) {
    self.context = context
    self.link = link
    self.audit = audit
    self.plan = plan
    let reasons = [context.arming?.reason ?? context.options.reason, secondReason]
    let given = reasons.compactMap(\.self)
    reason = given.isEmpty ? nil : given.joined(separator: "; over the cap: ")
  }

  /// Records what is about to be changed; nothing is, unless this returns.
  func recordIntent() throws(OpsError) {
    try append(entry(.intent))
  }

  /// Records the rows before and after, with the transaction's id, just before COMMIT.
  func recordPrepared(_ prepared: PreparedChange) throws(OpsError) {
    var entry = entry(.event)
    entry.before = prepared.before
    entry.after = prepared.after
    entry.counts = prepared.counts
    entry.xids = [prepared.xid]
    entry.result = ChangeOutcome.prepared
    try append(entry)
  }

  /// Records what became of the change and returns the journal's new head.
  @discardableResult
  func recordOutcome(_ result: String, prepared: PreparedChange?) throws(OpsError) -> String {
    var entry = entry(.outcome)
    entry.result = result
    if let prepared {
      entry.counts = prepared.counts
      entry.xids = [prepared.xid]
    }
    return try append(entry)
  }

  @discardableResult
  private func append(_ entry: AuditEntry) throws(OpsError) -> String {
    try context.journal.append(entry).head
  }

  private func entry(_ phase: AuditEntry.Phase) -> AuditEntry {
    AuditEntry(
      audit: audit, phase: phase, environment: link.environment.name, identity: link.identity,
      reason: reason, command: context.commandLine, ids: plan.targets.map(\.id))
  }
}
