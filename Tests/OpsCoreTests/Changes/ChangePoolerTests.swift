internal import Postgres
internal import TestSupport
internal import Testing

@testable import OpsCore

@Suite(.enabled(if: TestPooler.isInstalled)) struct ChangePoolerTests {
  @Test("traps 22 to 25: a change and its undo need nothing that a transaction pooler takes away")
  func change() async throws {
    let world = try await ChangeWorld.make(.prod)
    let pooler = try await TestPooler(for: world.database.server)
    let id = try await world.addBatch(status: "failed")
    try await world.addError(id, index: 0)
    let before = try await world.row(id)
    let context = try await world.context(dsn: pooler.dsn(database: world.database.name))
    let audit = try await world.reset(id, in: context).audit
    #expect(try await world.status(id) == "pending")
    try await world.undo(audit, in: context)
    #expect(try await world.row(id) == before)
  }

  @Test("trap 26: a server process that dies behind the pooler before COMMIT changes nothing")
  func killed() async throws {
    let world = try await ChangeWorld.make(.prod)
    let pooler = try await TestPooler(for: world.database.server)
    let id = try await world.addBatch()
    let before = try await world.row(id)
    let context = try await world.context(dsn: pooler.dsn(database: world.database.name))
    let failure = await #expect(throws: OpsError.self) {
      try await world.reset(id, in: context) { step, transaction in
        guard step == .prepared, let pid = transaction?.backendPID else { return }
        try await Backend.kill(pid, on: world.database)
      }
    }
    #expect(failure?.exit == .cannotConnect)
    #expect(failure?.message.contains("nothing was changed") == true)
    #expect(try await world.row(id) == before)
  }
}
