internal import TestSupport
internal import Testing

@Suite struct FailTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  @Test("Fail marks the batch with its message", arguments: schemas)
  func fails(kind: SchemaKind) async throws {
    let shell = try await ChangeShell.make(kind)
    let id = try await shell.addBatch()
    let run = try await shell.run("fail \(id) --message 'it''s broken' \(shell.consent)")
    #expect(run.status == 0, "\(run.stderr)")
    let row = try await shell.database.run(
      "SELECT status, rejection_reason FROM intake.simplicity_batches WHERE id = '\(id)'")
    #expect(row == [["failed", "its broken"]])
  }

  @Test(
    "A message is required and must say something",
    arguments: ["", "--message ''", "--message '  '"])
  func message(words: String) async throws {
    let shell = try await ChangeShell.make(.dev)
    let id = try await shell.addBatch()
    #expect(try await shell.run("fail \(id) \(words) --yes").status == 64)
    #expect(try await shell.status(id) == "staging")
  }

  @Test(
    "Fail names the job that would retry the batch, and ends it when told to", arguments: schemas)
  func jobs(kind: SchemaKind) async throws {
    let shell = try await ChangeShell.make(kind)
    for words in ["", "--stop-job"] {
      let id = try await shell.addBatch()
      let job = try await shell.database.run(
        """
        INSERT INTO ops.job_queue (job_type, payload)
        VALUES ('ingest_csv', jsonb_build_object('batch_id', '\(id)')) RETURNING id
        """)[0][0]
      let run = try await shell.run("fail \(id) --message m \(words) \(shell.consent)")
      #expect(run.status == 0, "\(run.stderr)")
      #expect(run.stdout.contains(try #require(job)))
      let status = try await shell.database.run(
        "SELECT status FROM ops.job_queue WHERE payload->>'batch_id' = '\(id)'")
      #expect(status == [[words.isEmpty ? "pending" : "failed"]])
    }
  }

  @Test("Batches that have ended are refused", arguments: ["completed", "failed"])
  func ended(status: String) async throws {
    let shell = try await ChangeShell.make(.prod)
    let id = try await shell.addBatch(status: status)
    let run = try await shell.run("fail \(id) --message m \(shell.consent)")
    #expect(run.status == 4)
    #expect(run.stderr.contains("is \(status)"))
  }
}
