import LineEditor
import Postgres
import TestSupport
import Testing

@testable import OpsCore
@testable import OpsShell

@Suite struct SessionCandidatesTests {
  private typealias World = CompanionWorld

  @Test("What is offered fits the verb, the most useful first")
  func verbs() async throws {
    let database = try await TestServer.shared().database(.dev)
    try await World.insert(database)
    let world = try World(dev: database.dsn())
    let all = [World.completed, World.waiting, World.stuck, World.failed]
    try await world.wait(for: all, .batches)
    #expect(world.words(.resettableBatches) == [World.stuck, World.failed])
    #expect(world.words(.failableBatches) == [World.stuck, World.waiting])
    #expect(world.words(.followableBatches) == [World.stuck, World.waiting])
    #expect(world.words(.deletableBatches) == [World.failed, World.completed, World.waiting])
    #expect(world.words(.faultyBatches).first == World.failed)
    #expect(world.words(.faultyBatches).count == 4)
    world.companion.close()
  }

  @Test(
    "A batch is shown with status, age and file, and found by its id in any case or by its file")
  func found() async throws {
    let database = try await TestServer.shared().database(.dev)
    try await World.insert(database)
    let world = try World(dev: database.dsn())
    try await waitUntil("batches are at hand") { !world.words(.batches).isEmpty }
    let offers = world.companion.candidates.offers(.batches, beginning: "", environment: nil)
    #expect(offers.map(\.candidate).last?.description == "failed 3h smoke_may.csv")
    #expect(world.words(.batches, "3F2A0000-00") == [World.failed])
    #expect(world.words(.batches, "smok") == [World.failed])
    #expect(world.words(.batches, "smay") == [World.failed])
    #expect(world.words(.batches, "xyz").isEmpty)
    #expect(world.words(.fileNames).first == "done_1.csv")
    #expect(world.words(.fileNames, "ju") == ["july.csv", "june.csv"])
    try await waitUntil("statuses are at hand") { world.words(.statuses).contains("failed") }
    let statuses = world.companion.candidates.offers(.statuses, beginning: "", environment: "dev")
    #expect(statuses.contains(Offer(Candidate("failed", description: "final"))))
    world.companion.close()
  }

  @Test("Of a large table few batches are kept, and the others are looked for by id or file")
  func large() async throws {
    let database = try await TestServer.shared().database(.dev)
    try await World.insert(database, completed: 2000)
    let world = try World(dev: database.dsn())
    try await waitUntil("batches are at hand") { !world.words(.batches).isEmpty }
    #expect(world.words(.batches).count <= BatchPool.newest + 1 + 2 * BatchPool.special)
    // The failed one and the one in flight are older than all that are kept for being new.
    #expect(world.words(.resettableBatches) == [World.stuck, World.failed])
    let old = "c0ffee00-0000-4000-8000-000000001999"
    #expect(world.words(.batches, old).isEmpty)
    try await world.wait(for: [old], .batches, old)
    try await world.wait(for: [old], .batches, "done_1999")
    #expect(world.words(.resettableBatches, "done_1999").isEmpty)
    world.companion.close()
  }

  @Test("Rows of the listing, changes of the journal and environments are candidates, too")
  func session() async throws {
    let world = try CompanionWorld()
    let source = world.companion.candidates
    #expect(
      source.offers(.environments, beginning: "", environment: nil).map(\.candidate) == [
        Candidate("dev"), Candidate("prod", description: "protected"),
      ])
    #expect(source.offers(.resettableBatches, beginning: "%", environment: nil).isEmpty)
    world.session.listing = Listing(
      environment: "dev",
      rows: [
        .init(id: "3f2a", status: "failed", version: "1"),
        .init(id: "c0ff", status: "completed", version: "1"),
      ])
    #expect(
      source.offers(.resettableBatches, beginning: "%", environment: nil).map(\.candidate) == [
        Candidate("%1", description: "3f2a failed")
      ])
    #expect(source.offers(.batches, beginning: "%", environment: "prod").isEmpty)
    let journal = AuditJournal(world.session.state)
    for number in 1...2 {
      var entry = AuditEntry(
        audit: "00000000000\(number)", phase: .intent, environment: "dev", identity: Identity(),
        reason: nil, command: "reset \(number)", ids: [])
      entry.time = Instant(secondsSinceEpoch: Int64(number))
      try journal.append(entry)
    }
    try await world.wait(for: ["000000000002", "000000000001"], .audits)
    let audits = source.offers(.audits, beginning: "", environment: nil)
    #expect(audits.first?.candidate.description == "1970-01-01T00:00:02Z dev: reset 2")
    #expect(world.words(.undoableAudits).isEmpty)
  }
}
