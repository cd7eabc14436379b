internal import Postgres
internal import TestSupport
internal import Testing

@testable import OpsCore

@Suite struct UndoChangeTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  @Test("Undo of a reset restores the row byte for byte", arguments: schemas)
  func reset(kind: SchemaKind) async throws {
    let world = try await ChangeWorld.make(kind)
    let id = try await world.addBatch(
      status: "failed", filename: "\u{1B}[31m=cmd|'\n ünï{}\\\"", reason: "r'\"\\\n{NULL}")
    let before = try await world.row(id)
    let context = try await world.context()
    let audit = try await world.reset(id, in: context).audit
    #expect(try await world.row(id) != before)
    let report = try await world.undo(audit, in: context)
    #expect(try await world.row(id) == before)
    #expect(report.changes == [.init(id: id, statusBefore: world.entry, statusAfter: "failed")])
  }

  @Test("Undo of a fail restores the row byte for byte", arguments: schemas)
  func fail(kind: SchemaKind) async throws {
    let world = try await ChangeWorld.make(kind)
    let id = try await world.addBatch()
    let before = try await world.row(id)
    let context = try await world.context()
    let audit = try await world.fail(id, message: "m", in: context).audit
    try await world.undo(audit, in: context)
    #expect(try await world.row(id) == before)
  }

  @Test("Undo of an undo makes the change again", arguments: schemas)
  func twice(kind: SchemaKind) async throws {
    let world = try await ChangeWorld.make(kind)
    let id = try await world.addBatch()
    let context = try await world.context()
    let audit = try await world.fail(id, message: "m", in: context).audit
    let failed = try await world.row(id)
    let undone = try await world.undo(audit, in: context).audit
    try await world.undo(undone, in: context)
    #expect(try await world.row(id) == failed)
  }

  @Test("Row errors are opened again, those that were resolved before stay as they were")
  func rowErrors() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch(status: "failed")
    for index in 0..<4 { try await world.addError(id, index: index) }
    try await world.database.execute(
      """
      UPDATE intake.row_errors SET resolved_at = now(), resolved_by = 'amy' WHERE row_index = 0;
      UPDATE intake.row_errors SET resolved_by = 'odd', resolution_notes = 'n' WHERE row_index = 1
      """)
    let before = try await world.rows(of: "intake.row_errors")
    let context = try await world.context()
    let audit = try await world.reset(id, in: context).audit
    let undone = try await world.undo(audit, in: context)
    #expect(try await world.rows(of: "intake.row_errors") == before)
    #expect(undone.dependents == ["intake.row_errors reopened": 3])
    let again = try await world.undo(undone.audit, in: context)
    #expect(again.dependents == ["intake.row_errors resolved": 3])
  }

  @Test(
    "A queue job that was ended is put back; the stamp of a trigger is named", arguments: schemas)
  func job(kind: SchemaKind) async throws {
    let world = try await ChangeWorld.make(kind)
    let id = try await world.addBatch()
    let job = try await world.addJob(id)
    let context = try await world.context()
    let audit = try await world.fail(id, message: "m", stopsJobs: true, in: context).audit
    let report = try await world.undo(audit, in: context)
    let row = try await world.database.run(
      "SELECT status, last_error, updated_at = '2026-01-01' FROM ops.job_queue WHERE id = '\(job)'")
    #expect(row[0][0] == "pending")
    #expect(row[0][1] == nil)
    let isStamped = row[0][2] == "f"
    #expect(report.notes.contains { $0.contains("updated_at cannot be put back") } == isStamped)
  }

  @Test("Undo is refused with a diff when the row has moved since", arguments: schemas)
  func moved(kind: SchemaKind) async throws {
    let world = try await ChangeWorld.make(kind)
    let id = try await world.addBatch()
    let context = try await world.context()
    let audit = try await world.reset(id, in: context).audit
    try await world.database.execute(
      """
      UPDATE intake.simplicity_batches SET status = 'staging', row_count_inserted = 3
      WHERE id = '\(id)'
      """)
    let before = try await world.row(id)
    let refusal = await #expect(throws: OpsError.self) { try await world.undo(audit, in: context) }
    #expect(refusal?.exit == .refused)
    #expect(refusal?.message.contains("status was '\(world.entry)', is 'staging'") == true)
    #expect(refusal?.message.contains("row_count_inserted was '0', is '3'") == true)
    #expect(try await world.row(id) == before)
  }

  @Test("Undo is refused when only a column has moved that the change never touched")
  func untouchedColumn() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let context = try await world.context()
    let audit = try await world.reset(id, in: context).audit
    try await world.database.execute(
      "UPDATE intake.simplicity_batches SET storage_path = 'x' WHERE id = '\(id)'")
    let refusal = await #expect(throws: OpsError.self) { try await world.undo(audit, in: context) }
    #expect(refusal?.message.contains("storage_path was NULL, is 'x'") == true)
  }

  @Test("A second undo finds the before-image in place, and a deleted row gone")
  func nothingLeft() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let context = try await world.context()
    let audit = try await world.reset(id, in: context).audit
    let undone = try await world.undo(audit, in: context).audit
    let second = await #expect(throws: OpsError.self) { try await world.undo(audit, in: context) }
    #expect(second?.message.contains("before-image already") == true)
    try await world.database.execute("DELETE FROM intake.simplicity_batches")
    let gone = await #expect(throws: OpsError.self) { try await world.undo(undone, in: context) }
    #expect(gone?.message.contains("the row is gone") == true)
  }

  @Test("A change that changed nothing cannot be undone")
  func nothingChanged() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let context = try await world.context()
    struct Stop: Error {}
    await #expect(throws: Stop.self) {
      try await world.reset(id, in: context) { step, _ in if step == .applied { throw Stop() } }
    }
    let audit = try #require(try context.journal.lastAudit())
    let refusal = await #expect(throws: OpsError.self) { try await world.undo(audit, in: context) }
    #expect(refusal?.exit == .refused)
    #expect(try await world.status(id) == "staging")
  }

  @Test("A trigger that stamps only changes of the status is passed, one that rewrites data is not")
  func triggers() async throws {
    let world = try await ChangeWorld.make(.dev)
    let id = try await world.addBatch()
    try await world.database.execute(
      """
      CREATE FUNCTION intake.stamp() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN NEW.updated_at = now(); RETURN NEW; END $$;
      CREATE TRIGGER stamp BEFORE UPDATE OF status ON intake.simplicity_batches
        FOR EACH ROW EXECUTE FUNCTION intake.stamp();
      """)
    let before = try await world.row(id)
    let context = try await world.context()
    let audit = try await world.reset(id, in: context).audit
    try await world.undo(audit, in: context)
    #expect(try await world.row(id) == before)

    let second = try await world.reset(id, in: context).audit
    try await world.database.execute(
      """
      CREATE FUNCTION intake.rewrite() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN NEW.filename = 'rewritten'; RETURN NEW; END $$;
      CREATE TRIGGER rewrite BEFORE UPDATE ON intake.simplicity_batches
        FOR EACH ROW EXECUTE FUNCTION intake.rewrite();
      """)
    let refusal = await #expect(throws: OpsError.self) { try await world.undo(second, in: context) }
    #expect(refusal?.message.contains("rewrite") == true)
    #expect(try await world.status(id) == "uploaded")
  }
}
