internal import Postgres
internal import TestSupport
internal import Testing

@testable import OpsCore

@Suite struct ChangeRaceTests {
  @Test(
    "Two sessions that race for one batch: exactly one wins, the other is refused",
    arguments: 0..<8)
  func race(round: Int) async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch(status: "staging")
    let seen = try await world.select([id])
    let contexts = [try await world.context(), try await world.context()]
    let results = await withTaskGroup(of: Result<ChangeReport, any Error>.self) { group in
      for (index, context) in contexts.enumerated() {
        group.addTask {
          let change: any Change =
            index == 0 ? ResetChange(batches: seen) : FailChange(batches: seen, message: "m")
          do { return .success(try await Changes().run(change, in: context)) } catch {
            return .failure(error)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let won = results.compactMap { try? $0.get() }
    #expect(won.count == 1)
    for case .failure(let error) in results {
      #expect((error as? OpsError)?.exit == .refused)
    }
    #expect(try await world.status(id) == won.first?.changes.first?.statusAfter)
  }

  @Test("trap 11: a worker that takes the batch while the change waits in between is not overrun")
  func workerWins() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch(status: "failed")
    let refusal = await #expect(throws: OpsError.self) {
      try await world.reset(id, in: world.context()) { step, _ in
        guard step == .begun else { return }
        try await world.database.execute(
          """
          UPDATE intake.simplicity_batches SET status = 'staging', rejection_reason = NULL
          WHERE id = '\(id)'
          """)
      }
    }
    #expect(refusal?.exit == .refused)
    #expect(refusal?.message.contains("status was 'failed', is 'staging'") == true)
    #expect(try await world.status(id) == "staging")
  }

  @Test("trap 4: a batch that is deleted in between is reported as gone")
  func deleted() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let refusal = await #expect(throws: OpsError.self) {
      try await world.reset(id, in: world.context()) { step, _ in
        guard step == .begun else { return }
        try await world.database.execute(
          "DELETE FROM intake.simplicity_batches WHERE id = '\(id)'")
      }
    }
    #expect(refusal?.message.contains("\(id): the row is gone") == true)
  }

  @Test("A batch that a worker takes right after COMMIT is reported as changed and as moved on")
  func pickedUp() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let report = try await world.reset(id, in: world.context()) { step, _ in
      guard step == .committed else { return }
      try await world.database.execute(
        "UPDATE intake.simplicity_batches SET status = 'staging' WHERE id = '\(id)'")
    }
    #expect(report.changes.map(\.statusAfter) == ["pending"])
    #expect(report.notes.contains("\(id) has moved on already: it is staging now"))
  }
}
