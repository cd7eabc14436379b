import TestSupport
import Testing

@testable import OpsCore

@Suite("Batches that stand still, and counts by status")
struct StuckTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  @Test("Exactly what SQL finds, the longest idle first", arguments: schemas)
  func exact(_ kind: SchemaKind) async throws {
    let fixture = try await BatchFixture.make(kind)
    for status in try await fixture.store().schema.statuses {
      for (created, moved) in [(5, nil), (600, nil), (600, 5), (600, 30)] as [(Int, Int?)] {
        try await fixture.add(status, created: created, moved: moved)
      }
    }
    let stamps = kind == .dev ? "updated_at" : "staged_at, transformed_at, completed_at"
    let ids = try await fixture.database.run(
      """
      SELECT id FROM intake.simplicity_batches
      WHERE status NOT IN ('completed', 'failed', 'pending', 'uploaded', 'validated')
        AND greatest(created_at, \(stamps)) <= now() - interval '10 minutes'
      ORDER BY greatest(created_at, \(stamps)), id
      """
    ).compactMap { $0[0] }
    let store = try await fixture.store()
    let since = store.schema.serverNow - .seconds(600)
    let found = try await store.stuck(since: since, includesWaiting: false)
    #expect(!ids.isEmpty && found.batches.map(\.id) == ids)
    #expect(found.waiting == 2 * store.schema.waiting.count && !found.hasMoreWaiting)
    let both = try await store.stuck(since: since, includesWaiting: true)
    #expect(both.batches.count == ids.count + found.waiting && both.waiting == 0)
    var filter = BatchFilter()
    filter.idle = .init(since: since)
    #expect(Set(try await store.all(filter).map(\.id)) == Set(ids))
  }

  @Test("system 9 row 9: a batch that was taken again lately is not stuck", arguments: schemas)
  func takenAgain(_ kind: SchemaKind) async throws {
    let fixture = try await BatchFixture.make(kind)
    try await fixture.add(created: 5000, moved: 3)
    let store = try await fixture.store()
    let found = try await store.stuck(since: .now - .seconds(600), includesWaiting: true)
    #expect(found.batches.isEmpty && found.waiting == 0)
  }

  @Test("Where statuses are indexed, no more than a thousand that wait are counted")
  func many() async throws {
    let fixture = try await BatchFixture.make(
      .prod,
      """
      INSERT INTO intake.simplicity_batches (filename, status, created_at)
      SELECT 'f', 'pending', now() - interval '1 day' FROM generate_series(1, 1001)
      """)
    let found = try await fixture.store().stuck(since: .now - .seconds(600), includesWaiting: false)
    #expect(found.waiting == 1000 && found.hasMoreWaiting)
  }

  @Test("trap 9: NULL and unknown statuses are stuck, not dropped", arguments: schemas)
  func unknown(_ kind: SchemaKind) async throws {
    let fixture = try await BatchFixture.make(
      kind,
      """
      ALTER TABLE intake.simplicity_batches DROP CONSTRAINT simplicity_batches_status_check,
        ALTER status DROP NOT NULL;
      INSERT INTO intake.simplicity_batches (filename, status, created_at, \(kind == .dev ? "updated_at" : "staged_at"))
      SELECT 'f', status, now() - interval '1 day', now() - interval '1 day'
      FROM unnest(ARRAY['odd', NULL, 'completed']) AS status
      """)
    let store = try await fixture.store()
    let found = try await store.stuck(since: .now - .seconds(600), includesWaiting: false)
    #expect(Set(found.batches.map(\.status)) == ["odd", ""])
    let summary = try await store.summary()
    #expect(Set(summary.map(\.status)) == ["odd", nil, "completed"])
    #expect(summary.first { $0.status == nil }?.statusClass == .inFlight)
  }

  @Test("The counts by status are those of SQL, in the order of the CHECK", arguments: schemas)
  func summary(_ kind: SchemaKind) async throws {
    let fixture = try await BatchFixture.make(
      kind,
      """
      INSERT INTO intake.simplicity_batches
        (filename, status, row_count_total, row_count_inserted, row_count_invalid, created_at)
      SELECT 'f', (ARRAY['failed', 'completed', 'staging'])[1 + n % 3], 2000000000, n, 1,
        now() - n * interval '1 hour' FROM generate_series(1, 30) AS n
      """)
    let store = try await fixture.store()
    let summary = try await store.summary()
    #expect(summary.map(\.status) == ["staging", "completed", "failed"])
    #expect(summary.map(\.statusClass) == [.inFlight, .final, .final])
    #expect(summary.map(\.batches) == [10, 10, 10])
    #expect(summary.map(\.rowsTotal) == [20_000_000_000, 20_000_000_000, 20_000_000_000])
    #expect(summary.map(\.rowsInserted) == [155, 145, 165])
    #expect(summary.map(\.rowsInvalid) == [10, 10, 10])
    if kind == .prod {
      #expect(summary.map { ($0.oldestAgeSeconds ?? 0) / 3600 } == [29, 28, 30])
    }
  }

  @Test("Columns that this database lacks are unknown, not zero")
  func columns() async throws {
    let fixture = try await BatchFixture.make(
      .dev,
      """
      ALTER TABLE intake.simplicity_batches DROP row_count_invalid CASCADE, DROP updated_at CASCADE
      """)
    try await fixture.database.execute(
      "INSERT INTO intake.simplicity_batches (filename) VALUES ('f')")
    let store = try await fixture.store()
    #expect(try await store.summary().first?.rowsInvalid == nil)
    #expect(try await store.summary().first?.rowsTotal == 0)
    #expect(try await store.all(BatchFilter()).first?.rowsInvalid == nil)
  }
}
