import OpsCore
import Postgres
import TestSupport
import Testing

@Suite("stuck")
struct StuckTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  /// A shell over one stuck batch, one that moves, one that waits, and one that has ended.
  private func shell(_ kind: SchemaKind) async throws -> Harness {
    let shell = try await Harness.make(kind)
    let stamp = kind == .dev ? "updated_at" : "staged_at"
    let entry = kind == .dev ? "uploaded" : "pending"
    try await shell.database.execute(
      """
      DELETE FROM ops.worker_heartbeats;
      INSERT INTO intake.simplicity_batches (id, filename, status, created_at, \(stamp))
      SELECT ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'f' || n, status,
        now() - interval '1 day', now() - minutes * interval '1 minute'
      FROM (VALUES (1, 'staging', 15), (2, 'staging', 5), (3, '\(entry)', 20), (4, 'failed', 90))
        AS v(n, status, minutes)
      """)
    return shell
  }

  @Test("In flight and not moved for ten minutes; what waits is counted", arguments: schemas)
  func lists(_ kind: SchemaKind) async throws {
    let shell = try await shell(kind)
    let run = try await shell.run("stuck -o json")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(try BatchesTests.ids(run) == [BatchesTests.id(1)])
    #expect(run.stdout.contains("\"evidence\":[]"))
    #expect(run.stdout.contains("\"age_seconds\":90"))
    #expect(run.stderr.contains("1 batch waits for 10m or longer and nobody picks it up"))
    let both = try await shell.run("stuck --waiting -o json")
    #expect(try BatchesTests.ids(both) == [3, 1].map(BatchesTests.id))
    #expect(!both.stderr.contains("waits"))
    #expect(try BatchesTests.ids(try await shell.run("stuck --stuck-for 1m -o json")).count == 2)
    let none = try await shell.run("stuck --stuck-for 1h")
    #expect(none.status == 0 && none.stdout == "nothing has stood still for 1h\n")
  }

  @Test(
    "system 9 row 4: evidence is shown with every batch, and none seen is said", arguments: schemas)
  func evidence(_ kind: SchemaKind) async throws {
    let shell = try await shell(kind)
    #expect(try await shell.run("stuck").stdout.contains("none seen"))
    let holder = try await shell.database.connect()
    _ = try await holder.query("BEGIN")
    _ = try await holder.query(
      "SELECT 1 FROM intake.simplicity_batches WHERE id = '\(BatchesTests.id(1))' FOR UPDATE")
    try await shell.database.execute(
      """
      INSERT INTO ops.job_queue (job_type, payload, status)
      VALUES ('ingest_csv', jsonb_build_object('batch_id', '\(BatchesTests.id(1))'), 'pending')
      """)
    let run = try await shell.run("stuck -o json")
    #expect(run.stdout.contains("\"evidence\":[{\"kind\":\"lock\",\"text\":\"held by "))
    #expect(
      run.stdout.contains(
        "{\"kind\":\"queue_job\",\"text\":\"pending, no worker (ingest_csv), queue job "))
    // What tells the most is seen on any screen, and on a narrow one all of it.
    let screen = try await shell.run("stuck", width: 100)
    #expect(screen.stdout.contains("held by"))
    let narrow = try await shell.run("stuck", width: 40)
    #expect(narrow.stdout.hasPrefix("─── 1\n"), "\(narrow.stdout)")
    #expect(narrow.stdout.contains("pending, no worker"))
    #expect(try await shell.run("stuck").stdout.contains("held by"))
    await holder.close()
  }

  @Test("A narrow screen keeps age and evidence, and gives up the file name", arguments: schemas)
  func narrow(_ kind: SchemaKind) async throws {
    let shell = try await shell(kind)
    let lines = try await shell.run("stuck", width: 40).stdout.split(separator: "\n")
    #expect(lines[0].contains("AGE") && lines[0].contains("EVIDENCE"))
    #expect(lines[2].contains("none seen"))
    #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= 40 })
  }

  @Test("The rows of stuck are numbered, and can be named")
  func places() async throws {
    let shell = try await shell(.dev)
    #expect(try await shell.run("stuck --waiting").stdout.contains("%2"))
    #expect(try await shell.run("reset %2 --yes").status == 0)
    #expect(try await shell.run("reset %2 --yes").status == 4)
  }

  @Test("A duration that is none is a usage error", arguments: ["10", "-1m", "soon", ""])
  func usage(_ span: String) async throws {
    let run = try await shell(.dev).run("stuck --stuck-for '\(span)'")
    #expect(run.status == 64 && run.stdout.isEmpty)
  }
}
