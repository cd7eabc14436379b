import TestSupport
import Testing

@testable import OpsCommands

@Suite("errors top, rate, list")
struct ErrorsTests {
  static let schemas: [SchemaKind] = [.dev, .prod]
  static let batch = "00000000-0000-4000-8000-0000000000aa"

  /// A batch with two errors, one with a hostile message.
  static func shell(_ kind: SchemaKind) async throws -> Harness {
    let shell = try await Harness.make(kind)
    try await shell.database.execute(
      """
      INSERT INTO intake.simplicity_batches (id, filename, status, row_count_total, row_count_invalid)
      VALUES ('\(batch)', 'a.csv', 'completed', 200, 2);
      INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message) VALUES
        ('\(batch)', 0, 'VALIDATION_ERROR', E'\\u001b]52;c;x\\u0007, "quoted"'),
        ('\(batch)', 7, 'INVALID_AMOUNT', 'no number')
      """)
    return shell
  }

  @Test("top prints the keys of its shape, and counts what is in the tables", arguments: schemas)
  func top(_ kind: SchemaKind) async throws {
    let shell = try await Self.shell(kind)
    let run = try await shell.run("errors top -o json")
    #expect(run.status == 0, "\(run.stderr)")
    for key in [
      "error_code", "occurrences", "batches", "share_percent", "sample_message", "last_seen",
    ] { #expect(run.stdout.contains("\"\(key)\":")) }
    #expect(run.stdout.contains("\"error_code\":\"INVALID_AMOUNT\",\"occurrences\":1"))
  }

  @Test("rate has one row per hour and draws a bar for people", arguments: schemas)
  func rate(_ kind: SchemaKind) async throws {
    let shell = try await Self.shell(kind)
    let json = try await shell.run("errors rate -o json").stdout
    #expect(json.contains("\"batches\":1,\"rows_total\":200,\"rows_invalid\":2"))
    #expect(json.contains("\"error_rate_percent\":1"))
    #expect(!json.contains("bar"))
    #expect(try await shell.run("errors rate -o table").stdout.contains("▎"))
  }

  @Test("list shows rows and lines; a table shows no control character", arguments: schemas)
  func list(_ kind: SchemaKind) async throws {
    let shell = try await Self.shell(kind)
    let json = try await shell.run("errors list \(Self.batch) -o json")
    #expect(
      json.stdout.contains("\"row_number\":8,\"file_line\":9,\"error_code\":\"INVALID_AMOUNT\""))
    #expect(json.stdout.contains("\"source\":\"intake.row_errors\""))
    let table = try await shell.run("errors list \(Self.batch) -o table")
    #expect(!table.stdout.contains("\u{1B}"))
    #expect(table.stdout.contains("INVALID_AMOUNT"))
    let short = try await shell.run("errors list \(Self.batch) --limit 1 -o json")
    #expect(!short.stdout.contains("INVALID_AMOUNT"))
    #expect(short.stderr.contains("errors export"))
  }

  @Test(
    "What cannot be meant is a usage error",
    arguments: [
      "errors top --since tomorrowish", "errors top --since -5m", "errors top --limit 0",
      "errors list nonsense", "errors list", "errors nonsense", "errors top --nonsense",
    ])
  func usage(_ line: String) async throws {
    let run = try await Self.shell(.dev).run(line)
    #expect(run.status == 64)
    #expect(run.stdout.isEmpty)
  }

  @Test("A role that row security blinds gets an error, not an empty list")
  func blinded() async throws {
    let shell = try await Harness.make(.prod, user: "dragonfly_app")
    for line in ["errors top", "errors rate", "errors list \(Self.batch)"] {
      let run = try await shell.run(line)
      #expect(run.status != 0)
      #expect(run.stdout.isEmpty)
    }
  }
}
