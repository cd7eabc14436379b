internal import Postgres
internal import Testing

@testable import OpsCore

/// Which columns reset and fail touch, for each schema; `facts/system.md` 1.1, 2.6 and 9.
@Suite struct ChangeColumnsTests {
  static let runbook = shape(
    "id", "filename", "source", "file_hash", "storage_path", "status", "row_count_total",
    "row_count_inserted", "row_count_invalid", "error_threshold_percent", "rejection_reason",
    "created_at", "updated_at")
  static let deployed = shape(
    "id", "filename", "source_reference", "row_count_total", "row_count_staged", "row_count_valid",
    "row_count_invalid", "row_count_inserted", "status", "error_summary", "created_at",
    "staged_at", "transformed_at", "completed_at", "created_by", "file_hash", "storage_path",
    "row_count_duplicate", "discord_notified", "plaintiff_inserted", "plaintiff_duplicate",
    "plaintiff_failed", "error_threshold_percent", "rejection_reason", "parse_duration_ms",
    "db_duration_ms")

  private static func shape(_ names: String...) -> TableShape {
    TableShape(
      table: .batches,
      columns: names.map { .init(name: $0, type: "text", isNotNull: false, isComputed: false) })
  }

  private func columns(_ assignments: [Assignment]) -> Set<String> {
    Set(assignments.map(\.column))
  }

  @Test("system 9 row 2: updated_at is set only where it exists")
  func updatedAt() {
    let dev = ResetChange.assignments(entry: "uploaded", shape: Self.runbook)
    let prod = ResetChange.assignments(entry: "pending", shape: Self.deployed)
    #expect(dev.contains(Assignment("updated_at", .now)))
    #expect(!columns(prod).contains("updated_at"))
  }

  @Test("system 9 row 3: the reason is cleared in the same statement as the status")
  func reason() {
    for shape in [Self.runbook, Self.deployed] {
      let list = ResetChange.assignments(entry: "pending", shape: shape)
      #expect(list.contains(Assignment("rejection_reason", .value(.null))))
    }
  }

  @Test("A reset of the deployed schema clears stamps, counters and the notification, nothing else")
  func deployedReset() {
    #expect(
      columns(ResetChange.assignments(entry: "pending", shape: Self.deployed)) == [
        "status", "row_count_staged", "row_count_valid", "row_count_invalid", "row_count_inserted",
        "row_count_duplicate", "plaintiff_inserted", "plaintiff_duplicate", "plaintiff_failed",
        "error_summary", "staged_at", "transformed_at", "completed_at", "rejection_reason",
        "discord_notified",
      ])
  }

  @Test("A reset of the runbook's schema clears counters and reason, and keeps the total")
  func runbookReset() {
    #expect(
      columns(ResetChange.assignments(entry: "uploaded", shape: Self.runbook)) == [
        "status", "row_count_inserted", "row_count_invalid", "rejection_reason", "updated_at",
      ])
  }

  @Test("A column that may not be NULL is not emptied")
  func notNull() {
    let shape = TableShape(
      table: .batches,
      columns: [.init(name: "worker_id", type: "text", isNotNull: true, isComputed: false)])
    #expect(columns(ResetChange.assignments(entry: "pending", shape: shape)) == ["status"])
  }

  @Test("system 9 rows 7 and 8: a failure sets reason, summary and the end, where they exist")
  func fail() {
    #expect(
      columns(FailChange.assignments(message: "m", shape: Self.deployed)) == [
        "status", "rejection_reason", "error_summary", "completed_at",
      ])
    #expect(
      columns(FailChange.assignments(message: "m", shape: Self.runbook)) == [
        "status", "rejection_reason", "updated_at",
      ])
  }

  @Test(
    "Reset refuses completed batches and those in the entry state",
    arguments: [
      ("completed", true), ("pending", true), ("failed", false), ("staging", false),
      ("validated", false), ("never_seen_before", false),
    ])
  func resetRefusal(status: String, isRefused: Bool) {
    #expect((ResetChange.refusal(status: status, entry: "pending") != nil) == isRefused)
  }

  @Test("A second reset is refused and names the state that the batch has")
  func secondReset() {
    #expect(
      ResetChange.refusal(status: "uploaded", entry: "uploaded")?.contains("uploaded") == true)
  }

  @Test(
    "Fail refuses batches that have ended",
    arguments: [("completed", true), ("failed", true), ("pending", false), ("upserting", false)])
  func failRefusal(status: String, isRefused: Bool) {
    #expect((FailChange.refusal(status: status) != nil) == isRefused)
  }

  @Test("What was named and cannot be taken refuses all; what a filter found is left alone")
  func taking() throws {
    func batch(_ id: String, _ status: String, named: Bool) -> SelectedBatch {
      SelectedBatch(id: id, filename: "f", status: status, version: "1", isNamed: named)
    }
    let found = [batch("b", "completed", named: false), batch("a", "staging", named: false)]
    let (taken, skipped) = try found.taking { $0.status == "completed" ? "is completed" : nil }
    #expect(taken.map(\.id) == ["a"])
    #expect(skipped == [SkippedTarget(id: "b", reason: "is completed")])
    let refusal = #expect(throws: OpsError.self) {
      try [batch("a", "staging", named: true), batch("b", "completed", named: true)]
        .taking { $0.status == "completed" ? "is completed" : nil }
    }
    #expect(refusal?.exit == .refused)
    #expect(refusal?.message.contains("b is completed") == true)
  }
}
