import Postgres
import TestSupport
import Testing

@testable import OpsCore

@Suite("Signs of a live worker")
struct EvidenceTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  private func look(_ fixture: BatchFixture, _ ids: [String], user: String = "postgres")
    async throws
    -> [String: [Evidence]]
  {
    let connection = try await fixture.database.connect(user: user)
    return try await EvidenceFinder(connection: connection).look(for: ids)
  }

  @Test("Nothing seen is an empty list for every batch", arguments: schemas)
  func nothing(_ kind: SchemaKind) async throws {
    let fixture = try await BatchFixture.make(kind, "DELETE FROM ops.worker_heartbeats")
    let id = try await fixture.add()
    #expect(try await look(fixture, [id]) == [id: []])
    #expect(try await look(fixture, []).isEmpty)
  }

  @Test("A session that has the row in its transaction is named, without a lock being tried")
  func lock() async throws {
    for statement in [
      "UPDATE intake.simplicity_batches SET status = 'failed' WHERE id = '@'",
      "SELECT 1 FROM intake.simplicity_batches WHERE id = '@' FOR UPDATE",
      "INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message) VALUES ('@', 0, 'X', 'm')",
    ] {
      let fixture = try await BatchFixture.make(.dev, "DELETE FROM ops.worker_heartbeats")
      let held = try await fixture.add()
      let free = try await fixture.add()
      let holder = try await fixture.database.connect()
      _ = try await holder.query("SET application_name = 'dragonfly_v9'")
      _ = try await holder.query("BEGIN")
      _ = try await holder.query(statement.replacing("@", with: held))
      let found = try await look(fixture, [held, free])
      #expect(found[held]?.map(\.kind) == [.lock])
      #expect(
        found[held]?.first?.text.contains("dragonfly_v9 (pid \(holder.facts.clientPID)") == true)
      #expect(found[free] == [])
      await holder.close()
    }
  }

  @Test("Several sessions that share a row are all named")
  func group() async throws {
    let fixture = try await BatchFixture.make(.dev, "DELETE FROM ops.worker_heartbeats")
    let id = try await fixture.add()
    var holders: [Connection] = []
    for _ in 0..<2 {
      let holder = try await fixture.database.connect()
      _ = try await holder.query("BEGIN")
      _ = try await holder.query(
        "SELECT 1 FROM intake.simplicity_batches WHERE id = '\(id)' FOR KEY SHARE")
      holders.append(holder)
    }
    let text = try await look(fixture, [id])[id]?.first?.text ?? ""
    for holder in holders {
      #expect(text.contains("pid \(holder.facts.clientPID)"))
      await holder.close()
    }
  }

  @Test("A queue job and the heartbeat of its worker are told together", arguments: schemas)
  func job(_ kind: SchemaKind) async throws {
    let fixture = try await BatchFixture.make(kind, "DELETE FROM ops.worker_heartbeats")
    let id = try await fixture.add()
    let other = try await fixture.add()
    try await fixture.database.execute(
      """
      INSERT INTO ops.worker_heartbeats (worker_id, worker_type, last_seen_at, status)
      VALUES ('w-1', 'ingest', now(), 'running');
      INSERT INTO ops.job_queue (job_type, payload, status, worker_id)
      VALUES ('ingest_csv', jsonb_build_object('batch_id', '\(id)'), 'processing', 'w-1')
      """)
    let found = try await look(fixture, [id, other])
    #expect(found[id]?.map(\.kind) == [.queueJob, .heartbeat])
    #expect(found[id]?.last?.text.contains("which has the job") == true)
    #expect(found[other]?.map(\.kind) == [.heartbeat])
    #expect(found[other]?.first?.text.contains("is not known") == true)
  }

  @Test("A queue that cannot be read is said to be unknown, not empty")
  func unreadable() async throws {
    let fixture = try await BatchFixture.make(
      .dev,
      """
      DELETE FROM ops.worker_heartbeats;
      DO $$ BEGIN CREATE ROLE evidence_reader LOGIN BYPASSRLS; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      GRANT USAGE ON SCHEMA intake, ops TO evidence_reader;
      GRANT SELECT ON intake.simplicity_batches TO evidence_reader
      """)
    let id = try await fixture.add()
    let found = try await look(fixture, [id], user: "evidence_reader")
    #expect(found[id]?.map(\.kind) == [.queueJob])
    #expect(found[id]?.first?.text == "not known: ops.job_queue cannot be read by this role")
  }
}
