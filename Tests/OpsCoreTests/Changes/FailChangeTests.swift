internal import Postgres
internal import TestSupport
internal import Testing

@testable import OpsCore

@Suite struct FailChangeTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  @Test("Fail marks a batch with its reason", arguments: schemas)
  func fails(kind: SchemaKind) async throws {
    let world = try await ChangeWorld.make(kind)
    let id = try await world.addBatch()
    let report = try await world.fail(id, message: "vendor file is broken", in: world.context())
    #expect(report.changes == [.init(id: id, statusBefore: "staging", statusAfter: "failed")])
    let row = try await world.database.run(
      "SELECT status, rejection_reason FROM intake.simplicity_batches WHERE id = '\(id)'")
    #expect(row == [["failed", "vendor file is broken"]])
  }

  static let hostile = [
    "'; DROP TABLE intake.simplicity_batches; --", "$1 $2 \\ \\' %s {0}", "\u{1B}]52;c;x\u{07}",
    "line\r\nline\tend", "\u{202E}gnp.exe", "=cmd|'/C calc'!A0",
    "👩‍👩‍👧‍👦 ﷽ \u{0}".replacing("\u{0}", with: ""),
    String(repeating: "x'\"\\", count: 25_000),
  ]

  @Test("A hostile message is stored byte for byte and changes no statement", arguments: hostile)
  func hostileMessage(message: String) async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let other = try await world.addBatch()
    let before = try await world.row(other)
    try await world.fail(id, message: message, in: world.context())
    let row = try await world.database.run(
      "SELECT rejection_reason, error_summary FROM intake.simplicity_batches WHERE id = '\(id)'")
    #expect(row.first?[0].map { Array($0.utf8) == Array(message.utf8) } == true)
    #expect(try await world.row(other) == before)
  }

  @Test(
    "system 9 row 7: a batch that has ended is not failed", arguments: ["completed", "failed"])
  func ended(status: String) async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch(status: status)
    let before = try await world.row(id)
    let refusal = await #expect(throws: OpsError.self) {
      try await world.fail(id, message: "m", in: world.context())
    }
    #expect(refusal?.exit == .refused)
    #expect(refusal?.message.contains("is \(status)") == true)
    #expect(try await world.row(id) == before)
  }

  @Test("The queue job that would retry the batch is named", arguments: schemas)
  func namesJob(kind: SchemaKind) async throws {
    let world = try await ChangeWorld.make(kind)
    let id = try await world.addBatch()
    let job = try await world.addJob(id)
    let before = try await world.row(job, of: "ops.job_queue")
    let report = try await world.fail(id, message: "m", in: world.context())
    #expect(
      report.notes.contains {
        $0.contains(job) && $0.contains("would retry batch \(id)") && $0.contains("--stop-job")
      })
    #expect(try await world.row(job, of: "ops.job_queue") == before)
  }

  @Test("--stop-job ends the job of the batch and no other", arguments: schemas)
  func stopsJob(kind: SchemaKind) async throws {
    let world = try await ChangeWorld.make(kind)
    let id = try await world.addBatch()
    let job = try await world.addJob(id)
    let other = try await world.addJob(try await world.addBatch())
    let before = try await world.row(other, of: "ops.job_queue")
    let report = try await world.fail(id, message: "m", stopsJobs: true, in: world.context())
    #expect(report.dependents == ["ops.job_queue": 1])
    let row = try await world.database.run(
      "SELECT status, last_error FROM ops.job_queue WHERE id = '\(job)'")[0]
    #expect(row[0] == "failed")
    #expect(row[1]?.contains(report.audit ?? "-") == true)
    #expect(try await world.row(other, of: "ops.job_queue") == before)
  }
}
