import OpsCore
import Testing

@testable import OpsCommands

@Suite("A change as the journal tells it")
struct AuditSummaryTests {
  private func entry(
    _ audit: String, _ phase: AuditEntry.Phase, result: String? = nil, ids: [String] = ["a", "b"],
    changed: Int? = nil
  ) -> AuditEntry {
    var entry = AuditEntry(
      audit: audit, phase: phase, environment: "dev", identity: Identity(), reason: "why",
      command: "reset a b", ids: ids)
    entry.result = result
    if let changed { entry.counts = ["intake.simplicity_batches": changed] }
    return entry
  }

  @Test("Entries of one change are one row, in the order in which changes began")
  func order() {
    let summaries = AuditSummary.summaries(of: [
      entry("one", .intent), entry("two", .intent), entry("one", .event, result: "prepared"),
      entry("two", .outcome, result: "changed", changed: 2),
      entry("one", .outcome, result: "nothing changed: held"),
    ])
    #expect(summaries.map(\.audit) == ["one", "two"])
    #expect(summaries.map(\.planned) == [2, 2])
    #expect(summaries.map(\.changed) == [0, 2])
    #expect(summaries.map(\.result) == ["nothing changed: held", "changed"])
  }

  @Test("A change whose outcome is missing, or unknown, claims no count")
  func unknown() {
    let summaries = AuditSummary.summaries(of: [
      entry("one", .intent), entry("two", .intent),
      entry("two", .outcome, result: "unknown", changed: 2),
    ])
    #expect(summaries.map(\.changed) == [nil, nil])
    #expect(summaries.map(\.result) == [nil, "unknown"])
  }

  @Test("What is no change of batches has no counts")
  func events() {
    let summaries = AuditSummary.summaries(of: [
      entry("one", .event, result: "trusted b instead of a", ids: [])
    ])
    #expect(summaries.map(\.planned) == [nil])
    #expect(summaries.map(\.changed) == [nil])
    #expect(summaries.map(\.result) == ["trusted b instead of a"])
  }
}
