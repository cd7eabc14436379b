/// Writes the entries of the journal about one run of a cleanup: intent before, outcome after.
struct CleanupJournal: Sendable {
  /// The id of the entries.
  let audit: String
  private let context: Context
  private let stored: StoredPlan
  private let reason: String?

  init(stored: StoredPlan, context: Context, secondReason: String? = nil) {
    audit = AuditEntry.newID()
    self.context = context
    self.stored = stored
    let given = [context.arming?.reason ?? context.options.reason, secondReason].compactMap(\.self)
    reason = given.isEmpty ? nil : given.joined(separator: "; over the cap: ")
  }

  /// Records what is about to happen; nothing does, unless this returns.
  func recordIntent() throws(OpsError) {
    var entry = entry(.intent)
    entry.counts = Dictionary(
      uniqueKeysWithValues: stored.plan.rows.map { ($0.key.description, $0.value) })
    _ = try context.journal.append(entry)
  }

  /// Records what happened and returns the journal's new head.
  ///
  /// - Parameters:
  ///   - result: What became of it.
  ///   - counts: The rows by table.
  ///   - xids: The transactions.
  /// - Returns: The head.
  /// - Throws: `OpsError` with exit status 4 when it cannot be recorded.
  func recordOutcome(
    _ result: String, counts: [String: Int], xids: [String]
  ) throws(OpsError) -> String {
    var entry = entry(.outcome)
    entry.counts = counts
    entry.xids = xids
    entry.result = result
    return try context.journal.append(entry).head
  }

  private func entry(_ phase: AuditEntry.Phase) -> AuditEntry {
    var entry = AuditEntry(
      audit: audit, phase: phase, environment: stored.plan.environment,
      identity: stored.plan.identity,
      reason: reason, command: context.commandLine, ids: [])
    entry.plan = "\(stored.plan.id) sha256 \(stored.digest)"
    entry.planned = stored.plan.batches.count
    return entry
  }
}
