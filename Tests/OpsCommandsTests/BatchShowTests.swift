import Postgres
import TestSupport
import Testing

@Suite("batch")
struct BatchShowTests {
  static let schemas: [SchemaKind] = [.dev, .prod]
  private let id = BatchesTests.id(3)

  @Test(
    "The keys of a listing, then columns, errors, object, worker and actions", arguments: schemas)
  func json(_ kind: SchemaKind) async throws {
    let shell = try await BatchesTests.shell(kind)
    try await shell.database.execute(
      """
      INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message)
      VALUES ('\(id)', 0, 'X', 'm');
      UPDATE intake.simplicity_batches SET storage_path = 'simplicity/x.csv' WHERE id = '\(id)'
      """)
    let run = try await shell.run("batch \(id) -o ndjson")
    #expect(run.status == 0, "\(run.stderr)")
    let json = try run.json
    #expect(json["id"] == id && json["status"] == "failed" && json["filename"] == "file_3.csv")
    #expect(json["rows_total"] == "100" && json["rows_invalid"] == "10")
    #expect(json["age_seconds"] != nil && json["created_at"]?.hasSuffix("Z") == true)
    #expect(run.stdout.contains("\"columns\":{\"id\":\"\(id)\","))
    #expect(run.stdout.contains("\"errors\":{\"intake.row_errors\":1"))
    #expect(
      run.stdout.contains(
        "\"object\":{\"path\":\"simplicity/x.csv\",\"state\":\"not looked up\","
          + "\"name\":\"simplicity/x.csv\",\"found_by\":\"storage_path\""))
    #expect(run.stdout.contains("\"reason\":\"there is no folder for the bucket\""))
    #expect(run.stdout.contains("\"worker\":["))
    #expect(run.stdout.contains("{\"action\":\"reset\",\"valid\":true,\"reason\":"))
    #expect(
      run.stdout.contains(
        "{\"action\":\"fail\",\"valid\":false,\"reason\":\"it is failed already\"}"))
  }

  @Test("system 9 rows 8 and 12: people see both reasons, and that counts differ")
  func people() async throws {
    let shell = try await BatchesTests.shell(.prod)
    try await shell.database.execute(
      """
      UPDATE intake.simplicity_batches SET rejection_reason = E'too\\u001b[2J many',
        error_summary = 'column x' WHERE id = '\(id)'
      """)
    let run = try await shell.run("batch 000000000000400080000000000000\(id.suffix(2))")
    #expect(run.stdout.contains("rejection_reason  too\\x1B[2J many"))
    #expect(run.stdout.contains("error_summary     column x"))
    #expect(run.stdout.contains("the batch itself counts 10 invalid rows"))
    #expect(run.stdout.contains("fail           not now: it is failed already"))
    #expect(run.stdout.contains("reset          possible; prod must be armed first"))
    #expect(run.stdout.contains("Timeline\n  created_at"))
    #expect(!run.stdout.contains("\u{1B}"))
  }

  @Test("A row that a session holds can be looked at, and says who seems to hold it")
  func held() async throws {
    let shell = try await BatchesTests.shell(.dev)
    let holder = try await shell.database.connect()
    _ = try await holder.query("BEGIN")
    _ = try await holder.query(
      "UPDATE intake.simplicity_batches SET filename = 'x' WHERE id = '\(id)'")
    let run = try await shell.run("batch \(id) -o ndjson")
    #expect(run.status == 0)
    #expect(run.stdout.contains("{\"action\":\"reset\",\"valid\":false,\"reason\":\"it is held by"))
    await holder.close()
  }

  @Test("A batch that has changed since it was listed is shown as it is now, and that is said")
  func changed() async throws {
    let shell = try await BatchesTests.shell(.dev)
    _ = try await shell.run("batches --limit 1")
    try await shell.database.execute(
      "UPDATE intake.simplicity_batches SET status = 'failed' WHERE id = '\(BatchesTests.id(1))'")
    let run = try await shell.run("batch %1 -o json")
    #expect(run.status == 0)
    #expect(run.stderr.contains("has changed since the listing: staging -> failed"))
    #expect(try await shell.run("reset %1 --yes").status == 4)
  }

  @Test(
    "Ids that are malformed, unknown, ambiguous or places without a listing",
    arguments: [
      ("nonsense", 64), ("123", 64), ("%1", 64), ("%x", 64), ("ffff", 1), ("0000", 1),
      ("00000000-0000-4000-8000-00000000dead", 1), ("", 64),
    ] as [(String, Int32)])
  func ids(_ id: String, _ status: Int32) async throws {
    let run = try await BatchesTests.shell(.dev).run("batch '\(id)'")
    #expect(run.status == status, "\(run.stderr)")
    #expect(run.stdout.isEmpty)
  }
}
