import FoundationEssentials
import Postgres
import TestSupport
import Testing

@testable import OpsCore

@Suite("Cleanup: apply and undo")
struct CleanupApplyTests {
  @Test(
    "Everything goes, and everything comes back byte for byte", arguments: [SchemaKind.dev, .prod])
  func roundTrip(_ kind: SchemaKind) async throws {
    let world = try await CleanupWorld.make(kind)
    let doomed = try await world.seed(40, errors: 30)
    try await world.seed(3, errors: 5)
    let before = try await world.snapshot()
    let context = try await world.context()
    let plan = try await world.plan(doomed, in: context)

    let report = try await CleanupWork(plan, in: context).apply()
    #expect(report.deleted == 40)
    #expect(report.skipped.isEmpty)
    #expect(report.rows["intake.row_errors"] == 1200)
    #expect(try await world.count("intake.simplicity_batches") == 3)
    #expect(try await world.count("intake.row_errors") == 15)
    #expect(try plan.state() == .applied)
    if kind == .prod {
      #expect(report.references["enforcement.judgments.batch_id"] == 40)
      #expect(try await world.count("enforcement.judgments", where: "batch_id IS NULL") == 40)
    }

    let undone = try await CleanupWork(plan, in: context).undo()
    #expect(undone.restored == 40)
    #expect(undone.differences.isEmpty)
    #expect(try plan.state() == .undone)
    #expect(try await world.snapshot() == before)
    #expect(try context.journal.verify().valid)
  }

  @Test("A plan is applied once")
  func once() async throws {
    let world = try await CleanupWorld.make(.dev)
    let context = try await world.context()
    let plan = try await world.plan(try await world.seed(2, errors: 1), in: context)
    _ = try await CleanupWork(plan, in: context).apply()
    let error = await #expect(throws: OpsError.self) {
      try await CleanupWork(plan, in: context).apply()
    }
    #expect(error?.exit == .refused)
    #expect(error?.message.contains("applied already") == true)
    #expect(try await CleanupWork(plan, in: context).resume().deleted == 2)
  }

  @Test("What never started cannot be resumed or undone")
  func neverStarted() async throws {
    let world = try await CleanupWorld.make(.dev)
    let context = try await world.context()
    let plan = try await world.plan(try await world.seed(1, errors: 1), in: context)
    let resumed = await #expect(throws: OpsError.self) {
      try await CleanupWork(plan, in: context).resume()
    }
    #expect(resumed?.exit == .refused)
    let undone = await #expect(throws: OpsError.self) {
      try await CleanupWork(plan, in: context).undo()
    }
    #expect(undone?.exit == .refused)
  }

  @Test("What has changed since the plan is left alone with its reason, or stops everything")
  func drift() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(20, errors: 3)
    let told = MemorySink()
    let context = try await world.context(messages: told)
    let plan = try await world.plan(ids, in: context)
    try await world.database.execute(
      """
      DELETE FROM intake.simplicity_batches WHERE id = '\(ids[0])';
      UPDATE intake.simplicity_batches SET status = 'processing' WHERE id = '\(ids[1])';
      UPDATE intake.simplicity_batches SET filename = 'other' WHERE id = '\(ids[2])';
      INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message)
      VALUES ('\(ids[3])', 99, 'NEW', 'new');
      INSERT INTO intake.simplicity_batches (filename, status) VALUES ('vendor_new.csv', 'failed')
      """)
    let holder = try await world.database.connect()
    _ = try await holder.executeScript(
      "BEGIN; SELECT 1 FROM intake.simplicity_batches WHERE id = '\(ids[4])' FOR UPDATE")
    let before = try await world.snapshot()

    let refused = await #expect(throws: OpsError.self) {
      try await CleanupWork(plan, in: context).apply(allowShrink: 0)
    }
    #expect(refused?.exit == .refused)
    for id in ids[0...4] {
      #expect(told.text.contains(id))
      #expect(refused?.message.contains(id) == false, "what was told is not told again")
    }
    #expect(try await world.snapshot() == before)
    #expect(try plan.state() == .planned)

    let report = try await CleanupWork(plan, in: context).apply()
    #expect(report.deleted == 15)
    let reasons = Dictionary(uniqueKeysWithValues: report.skipped.map { ($0.id, $0.reason) })
    #expect(
      reasons == [
        ids[0]: "gone", ids[1]: "in_flight", ids[2]: "changed", ids[3]: "rows_changed",
        ids[4]: "busy",
      ])
    #expect(
      try await world.count("intake.simplicity_batches", where: "filename = 'vendor_new.csv'") == 1)
    await holder.close()
  }

  @Test(
    "A batch larger than a transaction is emptied in parts, and comes back",
    arguments: [
      "failed", "uploaded",
    ])
  func largeBatch(_ status: String) async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(1, errors: 40_000, status: status)
    let small = try await world.seed(3, errors: 2, status: status)
    let before = try await world.snapshot()
    let context = try await world.context()
    let plan = try await world.plan(ids + small, in: context)
    let report = try await CleanupWork(plan, in: context).apply()
    #expect(report.deleted == 4)
    #expect(report.chunks > 4)
    #expect(report.rows["intake.row_errors"] == 40_006)
    #expect(try await world.count("intake.row_errors") == 0)
    let undone = try await CleanupWork(plan, in: context).undo()
    #expect(undone.restored == 4)
    #expect(undone.differences.isEmpty)
    #expect(try await world.snapshot() == before)
  }

  @Test("A large batch that was half emptied comes back, and is verified by its number of rows")
  func halfLarge() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(1, errors: 30_000)
    let before = try await world.snapshot()
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    let error = await #expect(throws: OpsError.self) {
      try await CleanupWork(plan, in: context) { stage, _ in
        if stage == .recorded, try plan.ledger().committed.count == 4 {
          _ = context.session.interrupts.take()
        }
      }.apply()
    }
    #expect(error?.message.contains("some rows of \(ids[0])") == true)
    #expect(try await world.count("intake.row_errors") < 30_000)
    let undone = try await CleanupWork(plan, in: context).undo()
    #expect(undone.isVerified, "\(undone.differences)")
    #expect(try await world.snapshot() == before)
  }

  @Test(
    "What exceeds the allowance stops a resume before it deletes; who is not busy any more goes then"
  )
  func resumeWithinAllowance() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(30, errors: 9)
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    let batches = plan.plan.batches.map(\.id)
    let list = batches[10..<22].map { "'\($0)'" }.joined(separator: ",")
    let holder = try await world.database.connect()
    _ = try await holder.executeScript(
      "BEGIN; SELECT 1 FROM intake.simplicity_batches WHERE id IN (\(list)) FOR UPDATE")
    let small = ChunkController(capacity: 40, least: 40)
    let stopped = await #expect(throws: OpsError.self) {
      try await CleanupWork(plan, in: context, controller: small) { _, _ in }.apply()
    }
    #expect(stopped?.exit == .partial)
    let gone = try await world.count("intake.simplicity_batches")
    let again = await #expect(throws: OpsError.self) {
      try await CleanupWork(plan, in: context, controller: small) { _, _ in }.resume()
    }
    #expect(again?.exit == .partial)
    #expect(try await world.count("intake.simplicity_batches") <= gone)
    await holder.close()
    let report = try await CleanupWork(plan, in: context).resume()
    #expect(report.deleted == 30)
    #expect(report.skipped.isEmpty)
  }

  @Test("What could not be deleted at all is refused, and uses no plan up")
  func nothingDeleted() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(12, errors: 1)
    try await world.database.execute(
      """
      CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''nope''; END';
      CREATE CONSTRAINT TRIGGER no AFTER DELETE ON intake.simplicity_batches
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.no()
      """)
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    let error = await #expect(throws: OpsError.self) {
      try await CleanupWork(plan, in: context).apply()
    }
    #expect(error?.exit == .refused)
    #expect(error?.message.contains("nothing was changed") == true)
    #expect(try plan.state() == .planned)
    #expect(try await world.count("intake.simplicity_batches") == 12)
  }

  @Test("A ledger that is lost while its archive is there is told")
  func lostLedger() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(2, errors: 1)
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    _ = try await CleanupWork(plan, in: context).apply()
    try FileManager.default.removeItem(atPath: plan.path + "/ledger.jsonl")
    #expect(throws: OpsError.self) { try plan.state() }
  }
}
