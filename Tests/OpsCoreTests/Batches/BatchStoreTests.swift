import Postgres
import TestSupport
import Testing

@testable import OpsCore

@Suite("Listing batches")
struct BatchStoreTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  /// All ids, page by page.
  private func pages(_ store: BatchStore, of size: Int, oldestFirst: Bool) async throws
    -> [[String]]
  {
    var filter = BatchFilter()
    filter.oldestFirst = oldestFirst
    var pages: [[String]] = []
    var cursor: Batch?
    while true {
      let page = try await store.page(filter, after: cursor, limit: size)
      pages.append(page.batches.map(\.id))
      // A page that is given twice would go on for ever.
      guard page.hasMore, pages.count < 100 else { return pages }
      cursor = page.batches.last
    }
  }

  @Test(
    "Pages neither overlap nor leave gaps, also among batches of the same moment",
    arguments: schemas)
  func paging(_ kind: SchemaKind) async throws {
    let fixture = try await BatchFixture.make(
      kind,
      """
      INSERT INTO intake.simplicity_batches (filename, created_at)
      SELECT 'f' || n, now() - (n / 4) * interval '1 minute' FROM generate_series(1, 23) AS n
      """)
    let store = try await fixture.store()
    let all = try await fixture.database.run(
      "SELECT id FROM intake.simplicity_batches ORDER BY created_at DESC, id DESC"
    ).compactMap { $0[0] }
    let newest = try await pages(store, of: 5, oldestFirst: false)
    #expect(newest.flatMap(\.self) == all)
    #expect(newest.map(\.count) == [5, 5, 5, 5, 3])
    #expect(try await pages(store, of: 7, oldestFirst: true).flatMap(\.self) == all.reversed())
    #expect(try await store.all(BatchFilter()).map(\.id) == all)
  }

  @Test("trap 9: batches without a time of creation, or an infinite one, are listed, page by page")
  func withoutTime() async throws {
    let fixture = try await BatchFixture.make(
      .dev,
      """
      ALTER TABLE intake.simplicity_batches ALTER created_at DROP NOT NULL, ALTER updated_at DROP NOT NULL;
      INSERT INTO intake.simplicity_batches (filename, created_at, updated_at)
      SELECT 'f', CASE n % 4 WHEN 0 THEN NULL WHEN 1 THEN 'infinity' WHEN 2 THEN '-infinity' ELSE now() END, NULL
      FROM generate_series(1, 16) AS n
      """)
    let store = try await fixture.store()
    for oldestFirst in [false, true] {
      let ids = try await pages(store, of: 3, oldestFirst: oldestFirst).flatMap(\.self)
      let order = oldestFirst ? "created_at, id" : "created_at DESC, id DESC"
      let expected = try await fixture.database.run(
        "SELECT id FROM intake.simplicity_batches ORDER BY \(order)"
      ).compactMap { $0[0] }
      #expect(ids == expected)
    }
    #expect(try await store.all(BatchFilter()).filter { $0.ageSeconds == nil }.count == 12)
  }

  @Test("system 9 row 9: age is since the latest stamp, not since creation", arguments: schemas)
  func age(_ kind: SchemaKind) async throws {
    let fixture = try await BatchFixture.make(kind)
    try await fixture.add(created: 600, moved: 5)
    let batch = try #require(try await fixture.store().all(BatchFilter()).first)
    #expect((290...310).contains(batch.ageSeconds ?? 0))
    let moved = try #require(batch.movedAt)
    let created = try #require(batch.createdAt)
    #expect((moved - created).components.seconds == 595 * 60)
  }

  @Test("A stamp in the future is no negative age")
  func future() async throws {
    let fixture = try await BatchFixture.make(.dev)
    try await fixture.add(created: -60)
    #expect(try await fixture.store().all(BatchFilter()).first?.ageSeconds == 0)
  }

  @Test("trap 6, system 9 row 20: names are matched as they are meant")
  func names() async throws {
    let fixture = try await BatchFixture.make(.dev)
    let names = [
      "batch_1", "batchX1", "100% done", "100 percent", #"back\slash"#, "TEST.csv", "latest",
    ]
    for name in names { try await fixture.add(filename: name) }
    let store = try await fixture.store()
    func matching(_ change: (inout BatchFilter) throws -> Void) async throws -> Set<String> {
      var filter = BatchFilter()
      try change(&filter)
      return Set(try await store.all(filter).map(\.filename))
    }
    #expect(try await matching { $0.filenames = [try FilePattern(glob: "batch_1")] } == ["batch_1"])
    #expect(
      try await matching { $0.filenames = [try FilePattern(glob: "batch?1")] }
        == ["batch_1", "batchX1"])
    #expect(try await matching { $0.filenames = [try FilePattern(glob: "100%*")] } == ["100% done"])
    #expect(
      try await matching { $0.filenames = [try FilePattern(glob: #"back\*"#)] } == [#"back\slash"#])
    #expect(try await matching { $0.filenames = [try FilePattern(glob: "test*")] } == ["TEST.csv"])
    #expect(
      try await matching { $0.filenames = [try FilePattern(ilike: "%test%")] }
        == ["TEST.csv", "latest"])
    #expect(
      try await matching { $0.notFilenames = [try FilePattern(glob: "*")] }.isEmpty)
    #expect(
      try await matching {
        $0.notFilenames = [try FilePattern(glob: "*1*"), try FilePattern(glob: "*t")]
      }
        == [#"back\slash"#, "TEST.csv"])
  }

  @Test("trap 7: a span holds its start and not its end")
  func span() async throws {
    let fixture = try await BatchFixture.make(
      .dev,
      """
      INSERT INTO intake.simplicity_batches (filename, created_at) VALUES
        ('before', '2026-03-08 06:59:59.999999+00'), ('start', '2026-03-08 07:00:00+00'),
        ('last', '2026-03-09 03:59:59.999999+00'), ('end', '2026-03-09 04:00:00+00')
      """)
    var filter = BatchFilter()
    filter.created = TimeWindow(
      from: Instant(postgres: "2026-03-08T07:00:00Z"),
      until: Instant(postgres: "2026-03-09T04:00:00Z"))
    #expect(try await fixture.store().all(filter).map(\.filename) == ["last", "start"])
  }

  @Test("Exceptions are resolved first: one that names nothing would leave in what was to be kept")
  func exceptions() async throws {
    let fixture = try await BatchFixture.make(.dev)
    for number in 1...3 { try await fixture.add(created: number, id: BatchFixture.id(number)) }
    try await fixture.add(created: 4, id: "abcd1234-0000-4000-8000-000000000000")
    let store = try await fixture.store()
    var filter = BatchFilter()
    filter.except = [.digits("abcd"), try .parse(BatchFixture.id(2))]
    #expect(try await store.all(filter).map(\.id) == [1, 3].map(BatchFixture.id))
    filter.except = [.digits("ffff")]
    let unknown = await #expect(throws: OpsError.self) { try await store.all(filter) }
    #expect(unknown?.exit == .failed)
    filter.except = [.digits("0000")]
    let ambiguous = await #expect(throws: OpsError.self) { try await store.all(filter) }
    #expect(ambiguous?.code == "ambiguous_id")
  }

  @Test("A limit takes the newest, or the oldest when it says so")
  func limit() async throws {
    let fixture = try await BatchFixture.make(.prod)
    for number in 1...4 { try await fixture.add(created: number, id: BatchFixture.id(number)) }
    let store = try await fixture.store()
    var filter = BatchFilter()
    filter.limit = 2
    #expect(try await store.all(filter).map(\.id) == [1, 2].map(BatchFixture.id))
    filter.oldestFirst = true
    #expect(try await store.all(filter).map(\.id) == [4, 3].map(BatchFixture.id))
  }

  @Test(
    "trap 2, system 9 row 42: a role from which rows are hidden gets an error, never an empty list")
  func blinded() async throws {
    let fixture = try await BatchFixture.make(.prod)
    try await fixture.add()
    let store = try await fixture.store(user: "dragonfly_app")
    let error = await #expect(throws: PostgresError.self) { try await store.all(BatchFilter()) }
    #expect(error?.sqlState == .insufficientPrivilege)
    await #expect(throws: PostgresError.self) { try await store.summary() }
    await #expect(throws: PostgresError.self) {
      try await store.stuck(since: .now, includesWaiting: false)
    }
    await #expect(throws: PostgresError.self) {
      try await store.resolve(["0000"], listing: nil)
    }
  }

  @Test("An enumeration is filtered by its labels")
  func enumeration() async throws {
    let fixture = try await BatchFixture.make(
      .dev,
      """
      \(BatchFixture.dropViews)
      ALTER TABLE intake.simplicity_batches DROP CONSTRAINT simplicity_batches_status_check,
        ALTER status DROP DEFAULT;
      CREATE TYPE intake."Batch State" AS ENUM ('uploaded', 'staging', 'failed');
      ALTER TABLE intake.simplicity_batches
        ALTER status TYPE intake."Batch State" USING status::intake."Batch State"
      """)
    try await fixture.add("staging", created: 60)
    try await fixture.add("failed", created: 60)
    let store = try await fixture.store()
    var filter = BatchFilter()
    filter.statuses = ["staging"]
    #expect(try await store.all(filter).map(\.status) == ["staging"])
    let stuck = try await store.stuck(since: .now - .seconds(600), includesWaiting: false)
    #expect(stuck.batches.map(\.status) == ["staging"])
    #expect(try await store.summary().map(\.status) == ["staging", "failed"])
  }
}
