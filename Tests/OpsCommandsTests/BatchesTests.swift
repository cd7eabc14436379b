import FoundationEssentials
import OpsCore
import TestSupport
import Testing

@testable import OpsCommands

@Suite("batches")
struct BatchesTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  /// A shell over 60 batches, the newest of which has the id 1.
  static func shell(
    _ kind: SchemaKind, user: String = "postgres", store: (any ObjectStore)? = nil
  ) async throws -> Harness {
    let shell = try await Harness.make(kind, user: user, store: store)
    try await shell.database.execute(
      """
      INSERT INTO intake.simplicity_batches
        (id, filename, status, row_count_total, row_count_inserted, row_count_invalid, created_at)
      SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'file_' || n || '.csv',
        CASE n % 3 WHEN 0 THEN 'failed' WHEN 1 THEN 'staging' ELSE 'completed' END, 100, 90, 10,
        now() - n * interval '1 hour' FROM generate_series(1, 60) AS n
      """)
    return shell
  }

  static func id(_ number: Int) -> String {
    let digits = String(number)
    return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
  }

  /// The ids of the objects on stdout.
  static func ids(_ run: Harness.Run) throws -> [String] {
    struct Row: Decodable { let id: String }
    return try JSONDecoder().decode([Row].self, from: Data(run.stdout.utf8)).map(\.id)
  }

  @Test("Objects have the keys of the contract, the newest first", arguments: schemas)
  func json(_ kind: SchemaKind) async throws {
    let run = try await Self.shell(kind).run("batches --limit 2 -o json")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(try Self.ids(run) == [1, 2].map(Self.id))
    #expect(
      run.stdout.hasPrefix(
        "[\n  {\"id\":\"\(Self.id(1))\",\"status\":\"staging\",\"filename\":\"file_1.csv\","
          + "\"rows_total\":100,\"rows_inserted\":90,\"rows_invalid\":10,\"age_seconds\":"))
    #expect(run.stdout.contains("\"created_at\":\"20"))
    #expect(!run.stdout.contains("%1"))
    #expect(run.stderr.contains("go on with --after \(Self.id(2))"))
  }

  @Test("--expect refuses another number of batches than was expected", arguments: [0, 2, 3])
  func expectation(number: Int) async throws {
    let run = try await Self.shell(.dev).run("batches --limit 2 --expect \(number)")
    #expect(run.status == (number == 2 ? 0 : 4))
    guard number != 2 else { return }
    #expect(run.stderr.contains("expected \(number) batches, found 2"))
  }

  @Test("Fifty are shown, then --after goes on, and --all shows all", arguments: schemas)
  func pages(_ kind: SchemaKind) async throws {
    let shell = try await Self.shell(kind)
    let first = try await shell.run("batches -o json")
    #expect(try Self.ids(first) == (1...50).map(Self.id))
    let next = try await shell.run("batches --after \(Self.id(50)) -o json")
    #expect(try Self.ids(next) == (51...60).map(Self.id))
    #expect(!next.stderr.contains("--after"))
    #expect(try Self.ids(try await shell.run("batches --all -o json")).count == 60)
    let table = try await shell.run("batches --limit 3")
    #expect(table.stdout.contains("3 shown; go on with --after \(Self.id(3))"))
    let markdown = try await shell.run("batches --limit 3 -o markdown")
    #expect(markdown.stderr.contains("there are more: go on with --after \(Self.id(3))"))
    #expect(!markdown.stdout.contains("--after"))
    #expect(try await shell.run("batches --after ffff").status == 1)
    #expect(try await shell.run("batches --after nonsense").status == 64)
    #expect(try await shell.run("batches --all --limit 3").status == 64)
  }

  @Test("Rows are numbered for people, and later commands know the numbers")
  func places() async throws {
    let shell = try await Self.shell(.dev)
    let table = try await shell.run("batches --limit 3 --oldest-first")
    #expect(table.stdout.contains("\n%1  \(Self.id(60))  failed"))
    let batch = try await shell.run("batch %2 -o json")
    #expect(try batch.json["id"] == Self.id(59))
    #expect(
      try await shell.run("batches --after %3 --oldest-first --limit 1 -o json").stdout.contains(
        Self.id(57)))
  }

  @Test("Filters hold together; what matches nothing is success", arguments: schemas)
  func filters(_ kind: SchemaKind) async throws {
    let shell = try await Self.shell(kind)
    func ids(_ words: String) async throws -> [String] {
      let run = try await shell.run("batches \(words) -o json")
      #expect(run.status == 0, "\(words): \(run.stderr)")
      return try Self.ids(run)
    }
    #expect(try await ids("--status failed --since 4h30m") == [Self.id(3)])
    #expect(try await ids("--filename 'FILE_1?.csv' --status failed") == [12, 15, 18].map(Self.id))
    #expect(try await ids("--filename 'file_5*' --not-filename '*_5?.csv'") == [Self.id(5)])
    #expect(try await ids("--older-than 58h30m") == [59, 60].map(Self.id))
    #expect(try await ids("--since 2h30m --except \(Self.id(1))") == [Self.id(2)])
    #expect(try await ids("--filename nothing*").isEmpty)
    #expect(try await shell.run("batches --filename nothing*").stdout == "no batches are found\n")
  }

  @Test(
    "Usage errors name what would be right",
    arguments: [
      ("batches --status sleeping", "staging"), ("batches --limit 0", "--limit"),
      ("batches --since yesterdayish", "no time"), ("batches --nonsense", "nonsense"),
      ("batches --filename ''", "empty"), ("batches extra", "extra"),
    ])
  func usage(_ line: String, _ word: String) async throws {
    let run = try await Self.shell(.dev).run(line)
    #expect(run.status == 64)
    #expect(run.stdout.isEmpty)
    #expect(run.stderr.contains(word), "\(run.stderr)")
  }

  @Test("trap 7: what a span of time was resolved to is said in both zones")
  func notice() async throws {
    let run = try await Self.shell(.dev).run("batches --since 2026-01-02T03:04Z --limit 1")
    #expect(run.stderr.contains("created from 2026-01-02T03:04:00Z ("))
  }

  @Test("system 9 row 42: a role from which rows are hidden gets an error that says why")
  func blinded() async throws {
    let shell = try await Self.shell(.prod, user: "dragonfly_app")
    for line in ["batches", "stuck", "summary", "batch 0000", "batches -o json"] {
      let run = try await shell.run(line)
      #expect(run.status == 1, "\(line)")
      #expect(run.stdout.isEmpty)
      #expect(run.stderr.contains("row security hides rows from this role"), "\(run.stderr)")
    }
  }

  @Test("Hostile names reach a table harmless, and JSON as they are")
  func hostile() async throws {
    let shell = try await Harness.make(.dev)
    try await shell.database.execute(
      "INSERT INTO intake.simplicity_batches (filename) VALUES (E'\\u001b]52;c;x\\u0007,\"q\"\\n\\u202e')"
    )
    let table = try await shell.run("batches")
    #expect(!table.stdout.contains("\u{1B}") && !table.stdout.contains("\u{202E}"))
    #expect(table.stdout.contains("\\x1B]52"))
    #expect(table.stdout.count { $0 == "\n" } == 3)
    let json = try await shell.run("batches -o json")
    struct Row: Decodable { let filename: String }
    let rows = try JSONDecoder().decode([Row].self, from: Data(json.stdout.utf8))
    #expect(rows.map(\.filename) == ["\u{1B}]52;c;x\u{07},\"q\"\n\u{202E}"])
  }

  @Test("An order that no index gives is said")
  func index() async throws {
    let shell = try await Self.shell(.dev)
    try await shell.database.execute("DROP INDEX intake.idx_simplicity_batches_created_at_id")
    #expect(try await shell.run("batches --limit 1").stderr.contains("no index"))
  }
}
