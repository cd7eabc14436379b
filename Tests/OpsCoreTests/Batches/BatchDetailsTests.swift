import TestSupport
import Testing

@testable import OpsCore

@Suite("Everything about one batch")
struct BatchDetailsTests {
  @Test(
    "Values get the type of their column; what does not fit stays a text",
    arguments: [
      ("7", "integer", .int(7)), ("t", "boolean", .bool(true)),
      ("1.5", "numeric(12,2)", .double(1.5)),
      ("NaN", "numeric", .text("NaN")), ("7", "text", .text("7")), (nil, "text", .null),
      ("infinity", "timestamp with time zone", .time(.infinity)),
      ("{\"a\":1}", "jsonb", .text("{\"a\":1}")),
      (
        "2026-01-02 03:04:05+00", "timestamp with time zone",
        .time(Instant(secondsSinceEpoch: 1_767_323_045))
      ),
    ] as [(String?, String, DataValue)])
  func values(_ text: String?, _ type: String, _ value: DataValue) {
    #expect(BatchStore.value(text, type: type) == value)
  }

  @Test("system 9 row 8: both reasons are there; errors are counted by table; stamps are in order")
  func details() async throws {
    let fixture = try await BatchFixture.make(.prod)
    let id = try await fixture.add("failed", created: 60, moved: 50)
    try await fixture.database.execute(
      """
      UPDATE intake.simplicity_batches SET rejection_reason = 'too many', error_summary = 'column x',
        storage_path = 'simplicity/x.csv', completed_at = now() WHERE id = '\(id)';
      INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message)
        VALUES ('\(id)', 0, 'X', 'm');
      INSERT INTO intake.simplicity_failed_rows
        (batch_id, row_index, error_stage, error_code, error_message)
        VALUES ('\(id)', 0, 'validate', 'X', 'm'), ('\(id)', 1, 'validate', 'X', 'm')
      """)
    let store = try await fixture.store()
    let batch = try #require(try await store.resolve([id], listing: nil).first)
    let details = try await store.details(of: batch)
    #expect(details.columns.pairs.map(\.name) == store.schema.batchColumns.map(\.name))
    #expect(details.reasons.map(\.text) == ["too many", "column x"])
    #expect(details.storagePath == "simplicity/x.csv")
    #expect(details.timeline.map(\.name) == ["created_at", "staged_at", "completed_at"])
    let counts = Dictionary(uniqueKeysWithValues: details.errors.map { ($0.table, $0.count) })
    #expect(counts["intake.row_errors"] == 1)
    #expect(counts["intake.simplicity_failed_rows"] == 2)
  }
}
