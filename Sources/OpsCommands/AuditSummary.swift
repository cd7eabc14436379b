internal import OpsCore

/// One change, as its entries in the journal tell it together.
struct AuditSummary: Equatable {
  let audit: String
  let time: Instant
  let `operator`: String
  let environment: String
  let command: String
  let reason: String?
  /// How many batches were to be changed; nil for what is no change of batches.
  let planned: Int?
  /// How many were; nil when that cannot be known.
  let changed: Int?
  /// What became of it; nil when the journal ends before it is said.
  let result: String?

  /// Returns the changes in the order in which they were begun.
  static func summaries(of entries: [AuditEntry]) -> [AuditSummary] {
    var order: [String] = []
    var groups: [String: [AuditEntry]] = [:]
    for entry in entries {
      if groups[entry.audit] == nil { order.append(entry.audit) }
      groups[entry.audit, default: []].append(entry)
    }
    return order.compactMap { groups[$0].flatMap(summary) }
  }

  private static func summary(_ entries: [AuditEntry]) -> AuditSummary? {
    guard let first = entries.first else { return nil }
    let intent = entries.first { $0.phase == .intent }
    let outcome = entries.last { $0.phase == .outcome }
    return AuditSummary(
      audit: first.audit, time: first.time, operator: first.operator,
      environment: first.environment, command: first.command, reason: first.reason,
      planned: intent.map { $0.planned ?? $0.ids.count },
      changed: changed(intent: intent, outcome: outcome),
      // Something that happened, and is no change, is one entry which says it all.
      result: intent == nil ? first.result : outcome?.result)
  }

  private static func changed(intent: AuditEntry?, outcome: AuditEntry?) -> Int? {
    guard intent != nil, let outcome, let result = outcome.result else { return nil }
    if result.hasPrefix("nothing changed") { return 0 }
    return result == "changed" || result.hasPrefix("stopped")
      ? outcome.counts[TableName.batches.description] : nil
  }
}
