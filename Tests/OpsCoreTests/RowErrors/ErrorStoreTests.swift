import Postgres
import TestSupport
import Testing

@testable import OpsCore

@Suite("Distribution, rate and list of row errors")
struct ErrorStoreTests {
  private func hoursAgo(_ hours: Int) -> Instant {
    Instant(
      microsecondsSinceEpoch: Instant.now.microsecondsSinceEpoch - Int64(hours) * 3_600_000_000)
  }

  @Test("Codes are counted over all tables, with their batches and shares")
  func distribution() async throws {
    let fixture = try await ErrorFixture.make(.prod)
    try await fixture.insert(["b", "a"], code: "X")
    try await fixture.insert(["c"], into: "intake.simplicity_failed_rows", code: "X")
    try await fixture.insert(["d"], batch: ErrorFixture.other, code: "Y")
    let found = try await fixture.store().distribution(since: nil, limit: 10, skipping: { _ in })
    #expect(found.codes.map(\.code) == ["X", "Y"])
    #expect(found.codes.map(\.occurrences) == [3, 1])
    #expect(found.codes.map(\.batches) == [1, 1])
    #expect(found.codes.map(\.sharePercent) == [75, 25])
    #expect(found.codes.map(\.sampleMessage) == ["a", "d"])
    #expect(found.codes.first?.lastSeen?.iso8601.hasPrefix("2026-01-02T03:04:05") == true)
    #expect(found.occurrences == 4)
  }

  @Test("A limit shortens the list, not the totals")
  func limit() async throws {
    let fixture = try await ErrorFixture.make(.dev)
    try await fixture.insert(["a", "b"], code: "X")
    try await fixture.insert(["c"], batch: ErrorFixture.other, code: "Y")
    let found = try await fixture.store().distribution(since: nil, limit: 1, skipping: { _ in })
    #expect(found.codes.map(\.code) == ["X"])
    #expect(found.distinctCodes == 2)
    #expect(found.occurrences == 3)
  }

  @Test("Row 11 of the runbook: the span is the one that was asked for, over the tables themselves")
  func span() async throws {
    let fixture = try await ErrorFixture.make(.dev)
    try await fixture.insert(["old"], code: "OLD", at: hoursAgo(48).iso8601)
    try await fixture.insert(
      ["new"], batch: ErrorFixture.other, code: "NEW", at: hoursAgo(2).iso8601)
    let store = try await fixture.store()
    let day = try await store.distribution(since: hoursAgo(24), limit: 10, skipping: { _ in })
    #expect(day.codes.map(\.code) == ["NEW"])
    let hour = try await store.distribution(since: hoursAgo(1), limit: 10, skipping: { _ in })
    #expect(hour.codes.isEmpty)
    #expect(hour.occurrences == 0)
  }

  @Test("Row 10 of the runbook: a span of one hour reaches into the hour before")
  func rate() async throws {
    let fixture = try await ErrorFixture.make(.dev)
    try await fixture.database.execute(
      """
      UPDATE intake.simplicity_batches SET row_count_total = 200, row_count_invalid = 50,
        created_at = now() - interval '59 minutes', status = 'completed'
      WHERE id = '\(ErrorFixture.batch)';
      UPDATE intake.simplicity_batches SET row_count_total = 0, row_count_invalid = 0,
        created_at = now() - interval '5 hours' WHERE id = '\(ErrorFixture.other)'
      """)
    let store = try await fixture.store()
    let columns: Set = ["status", "row_count_total", "row_count_invalid"]
    let hour = try await store.rate(
      since: hoursAgo(1), batchColumns: columns, finalStatuses: ["completed"])
    #expect(hour.map(\.batches) == [1])
    #expect(hour.map(\.percent) == [25])
    #expect(hour.map(\.unfinished) == [0])
    #expect(hour.first?.hour.iso8601.contains(":00:00") == true)
    let day = try await store.rate(
      since: hoursAgo(24), batchColumns: columns, finalStatuses: ["completed"])
    #expect(day.map(\.percent) == [25, nil])
    #expect(day.map(\.unfinished) == [0, 1])
  }

  @Test("The errors of a batch stand in the order of its rows, with their tables")
  func list() async throws {
    let fixture = try await ErrorFixture.make(.prod)
    try await fixture.insert(["a", "b"])
    try await fixture.insert(["c"], into: "intake.simplicity_failed_rows")
    let store = try await fixture.store()
    let errors = try await store.errors(ofBatch: ErrorFixture.batch, limit: 10, skipping: { _ in })
    #expect(errors.map(\.rowNumber) == [1, 1, 2])
    #expect(errors.map(\.fileLine) == [2, 2, 3])
    #expect(errors.map(\.message) == ["a", "c", "b"])
    #expect(errors.map(\.stage) == ["validate", "validate", "validate"])
    #expect(errors.allSatisfy { $0.resolvedAt == nil })
    let first = try await store.errors(ofBatch: ErrorFixture.batch, limit: 1, skipping: { _ in })
    #expect(first.map(\.message) == ["a"])
  }

  @Test("A table of the pipeline that may not be read is an error, one of another system is named")
  func unreadable() async throws {
    let fixture = try await ErrorFixture.make(.dev)
    try await fixture.database.execute(
      """
      CREATE SCHEMA IF NOT EXISTS ops;
      CREATE TABLE IF NOT EXISTS ops.import_errors (batch_id uuid, row_number int, error_type text);
      CREATE ROLE reads_intake LOGIN BYPASSRLS;
      GRANT USAGE ON SCHEMA intake TO reads_intake;
      GRANT SELECT ON intake.row_errors TO reads_intake
      """)
    var skipped: [String] = []
    let store = try await fixture.store(user: "reads_intake")
    _ = try await store.distribution(since: nil, limit: 1) { skipped.append($0.name) }
    #expect(skipped.contains("ops.import_errors"))
    try await fixture.database.execute("REVOKE SELECT ON intake.row_errors FROM reads_intake")
    let error = await #expect(throws: OpsError.self) {
      try await store.distribution(since: nil, limit: 1) { _ in }
    }
    #expect(error?.message.contains("intake.row_errors") == true)
  }

  @Test("A database without any table of errors says so")
  func noTables() async throws {
    let connection = try await TestServer.shared().database(.empty).connect()
    let store = ErrorStore(connection: connection, sources: [])
    await #expect(throws: OpsError.self) {
      try await store.distribution(since: nil, limit: 1) { _ in }
    }
  }
}
