internal import Postgres
internal import TestSupport
internal import Testing

@testable import OpsCore

@Suite struct ResetChangeTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  @Test(
    "Reset brings a batch to the entry state and clears what blocks a retry", arguments: schemas)
  func resets(kind: SchemaKind) async throws {
    let world = try await ChangeWorld.make(kind)
    let id = try await world.addBatch(status: "failed", reason: "Error rate 60% exceeded limit")
    let other = try await world.addBatch(status: "staging")
    let before = try await world.row(other)
    let report = try await world.reset(id, in: world.context())
    #expect(
      report.changes == [.init(id: id, statusBefore: "failed", statusAfter: world.entry)])
    #expect(report.planned == 1)
    let row = try await world.database.run(
      """
      SELECT status, rejection_reason, row_count_inserted, row_count_invalid, row_count_total
      FROM intake.simplicity_batches WHERE id = '\(id)'
      """)[0]
    #expect(row == [world.entry, nil, "0", "0", "10"])
    #expect(try await world.row(other) == before)
  }

  @Test("A second reset is refused and names the state that the batch has", arguments: schemas)
  func second(kind: SchemaKind) async throws {
    let world = try await ChangeWorld.make(kind)
    let id = try await world.addBatch()
    let context = try await world.context()
    try await world.reset(id, in: context)
    let before = try await world.row(id)
    let refusal = await #expect(throws: OpsError.self) { try await world.reset(id, in: context) }
    #expect(refusal?.exit == .refused)
    #expect(refusal?.message.contains("is \(world.entry) already") == true)
    #expect(try await world.row(id) == before)
  }

  @Test("system 9 row 5: a completed batch is refused when named", arguments: schemas)
  func completed(kind: SchemaKind) async throws {
    let world = try await ChangeWorld.make(kind)
    let done = try await world.addBatch(status: "completed")
    let stuck = try await world.addBatch(status: "staging")
    let context = try await world.context()
    let refusal = await #expect(throws: OpsError.self) {
      try await world.reset(stuck, done, in: context)
    }
    #expect(refusal?.exit == .refused)
    #expect(try await world.status(stuck) == "staging")
  }

  @Test(
    "What a filter found and reset cannot take is left alone with its reason", arguments: schemas)
  func filtered(kind: SchemaKind) async throws {
    let world = try await ChangeWorld.make(kind)
    let done = try await world.addBatch(status: "completed")
    let stuck = try await world.addBatch(status: "staging")
    let change = ResetChange(batches: try await world.select([done, stuck], isNamed: false))
    let report = try await Changes().run(change, in: world.context(expect: 1))
    #expect(report.changes.map(\.id) == [stuck])
    #expect(report.skipped.map(\.id) == [done])
    #expect(try await world.status(done) == "completed")
  }

  @Test("Open row errors are resolved with the audit id, and only those of the batch")
  func rowErrors() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch(status: "failed")
    let other = try await world.addBatch(status: "failed")
    for index in 0..<3 { try await world.addError(id, index: index) }
    try await world.addError(id, index: 0, table: "intake.simplicity_failed_rows")
    try await world.addError(other, index: 0)
    let report = try await world.reset(id, in: world.context())
    #expect(
      report.dependents == [
        "intake.row_errors resolved": 3, "intake.simplicity_failed_rows resolved": 1,
      ])
    let marks = try await world.database.run(
      "SELECT DISTINCT resolved_by FROM intake.row_errors WHERE batch_id = '\(id)'")
    #expect(marks == [["dfops:\(report.audit ?? "")"]])
    let untouched = try await world.database.run(
      "SELECT resolved_at FROM intake.row_errors WHERE batch_id = '\(other)'")
    #expect(untouched == [[nil]])
  }

  @Test("system 9 row 4: a reset says that nothing polls when nobody is seen", arguments: schemas)
  func truth(kind: SchemaKind) async throws {
    let world = try await ChangeWorld.make(kind)
    try await world.database.execute("DELETE FROM ops.worker_heartbeats")
    let id = try await world.addBatch()
    let report = try await world.reset(id, in: world.context())
    #expect(report.notes.contains { $0.contains("nothing is seen that polls \(world.entry)") })
  }

  @Test("Many batches are one transaction: one that has moved keeps all from being changed")
  func oneTransaction() async throws {
    let world = try await ChangeWorld.make(.prod)
    var ids: [String] = []
    for _ in 0..<20 { ids.append(try await world.addBatch()) }
    let change = ResetChange(batches: try await world.select(ids))
    try await world.database.execute(
      "UPDATE intake.simplicity_batches SET status = 'upserting' WHERE id = '\(ids[7])'")
    let refusal = await #expect(throws: OpsError.self) {
      try await Changes().run(change, in: world.context())
    }
    #expect(refusal?.exit == .refused)
    #expect(refusal?.message.contains("status was 'staging', is 'upserting'") == true)
    let statuses = try await world.database.run(
      "SELECT status, count(*) FROM intake.simplicity_batches GROUP BY 1 ORDER BY 1")
    #expect(statuses == [["staging", "19"], ["upserting", "1"]])
  }

  @Test("trap 14: a batch that was written without a new status is not reset, either")
  func version() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let change = ResetChange(batches: try await world.select([id]))
    try await world.database.execute(
      "UPDATE intake.simplicity_batches SET row_count_staged = 5 WHERE id = '\(id)'")
    let refusal = await #expect(throws: OpsError.self) {
      try await Changes().run(change, in: world.context())
    }
    #expect(refusal?.exit == .refused)
    #expect(try await world.status(id) == "staging")
  }

  @Test("--expect that differs from the dry run is refused with both numbers", arguments: [0, 2])
  func expectation(expected: Int) async throws {
    let world = try await ChangeWorld.make(.dev)
    let id = try await world.addBatch()
    let context = try await world.context(expect: expected)
    let refusal = await #expect(throws: OpsError.self) { try await world.reset(id, in: context) }
    #expect(refusal?.exit == .refused)
    #expect(refusal?.message.contains("expected \(expected) batches, found 1") == true)
    #expect(try await world.status(id) == "staging")
  }

  @Test("Nothing found is success, and a refusal when something was expected")
  func nothing() async throws {
    let world = try await ChangeWorld.make(.dev)
    let report = try await Changes().run(ResetChange(batches: []), in: world.context())
    #expect(report.planned == 0)
    #expect(report.audit == nil)
    let refusal = await #expect(throws: OpsError.self) {
      try await Changes().run(ResetChange(batches: []), in: world.context(expect: 1))
    }
    #expect(refusal?.exit == .refused)
  }

  @Test("A cap is checked before anything changes, and no script goes over it")
  func cap() async throws {
    let world = try await ChangeWorld.make(.dev)
    let first = try await world.addBatch()
    let second = try await world.addBatch()
    let context = try await world.context(
      limits: Limits(batches: 1, dependentRows: nil, share: nil))
    let change = ResetChange(batches: try await world.select([first, second]))
    let refusal = await #expect(throws: OpsError.self) {
      try await Changes().run(change, in: context, overCap: true)
    }
    #expect(refusal?.exit == .refused)
    #expect(try await world.status(first) == "staging")
  }
}
