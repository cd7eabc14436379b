import FoundationEssentials
import LineEditor
import Postgres
import TestSupport
import Testing

@testable import OpsCore
@testable import OpsShell

@Suite struct SessionCandidatesTests {
  private final class Place: Sendable {
    let path = "/tmp/dfops-candidates-\(UInt64.random(in: .min ... .max))"
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func session(dev: String? = nil, prod: String? = nil, at name: String) throws -> Session {
      let environments = try [("dev", dev), ("prod", prod)].map { name, dsn in
        Environment(
          name: name, isProtected: name == "prod", dsn: try dsn.map { try ConnectionInfo(dsn: $0) },
          dsnSource: "the test")
      }
      let profiles = Profiles(environments)
      return Session(
        profiles: profiles, state: StateFolder(path: path), environmentName: name, isNamed: true,
        loadProfiles: { _ in profiles })
    }
  }

  private func insert(_ database: TestDatabase) async throws {
    try await database.execute(
      """
      INSERT INTO intake.simplicity_batches (id, filename, status, created_at) VALUES
      ('3f2a0000-0000-4000-8000-000000000001', 'may.csv', 'failed', now() - interval '3 hours'),
      ('3f2b0000-0000-4000-8000-000000000002', 'june.csv', 'completed', now())
      """)
  }

  @Test("Batch ids come from the database, with status, age and file; the newest first")
  func batches() async throws {
    let database = try await TestServer.shared().database(.dev)
    try await insert(database)
    let place = Place()
    let session = try place.session(dev: database.dsn(), at: "dev")
    let source = SessionCandidates(session)
    let all = await source.candidates(.batches, beginning: "", environment: nil)
    #expect(
      all.map(\.text) == [
        "3f2b0000-0000-4000-8000-000000000002", "3f2a0000-0000-4000-8000-000000000001",
      ])
    #expect(all.last?.description.hasPrefix("failed ") == true)
    #expect(all.last?.description.hasSuffix(" may.csv") == true)
    let some = await source.candidates(.batches, beginning: "3F2A0000-00", environment: nil)
    #expect(some.map(\.text) == ["3f2a0000-0000-4000-8000-000000000001"])
    #expect(await source.candidates(.batches, beginning: "xyz", environment: nil).isEmpty)
    let statuses = await source.candidates(.statuses, beginning: "", environment: "dev")
    #expect(statuses.contains(Candidate("failed", description: "final")))
    await session.close()
  }

  @Test("The first use of a protected environment is no matter of a key: nothing is pinned by TAB")
  func unpinned() async throws {
    let database = try await TestServer.shared().database(.prod)
    let place = Place()
    let session = try place.session(prod: database.dsn(), at: "prod")
    let source = SessionCandidates(session)
    #expect(await source.candidates(.batches, beginning: "", environment: nil).isEmpty)
    #expect(try PinStore(session.state).pin(of: "prod") == nil)
    #expect(session.promptState.connection == .untried)
    await session.close()
  }

  @Test("Who holds the table holds up no key")
  func locked() async throws {
    let database = try await TestServer.shared().database(.dev)
    try await insert(database)
    let place = Place()
    let session = try place.session(dev: database.dsn(), at: "dev")
    let source = SessionCandidates(session)
    #expect(await source.candidates(.batches, beginning: "", environment: nil).count == 2)
    let holder = try await database.connect()
    try await holder.executeScript("BEGIN; LOCK TABLE intake.simplicity_batches")
    #expect(await source.candidates(.batches, beginning: "", environment: nil).isEmpty)
    await holder.close()
    try await waitUntil("the ids are back") {
      await source.candidates(.batches, beginning: "", environment: nil).count == 2
    }
    await session.close()
  }

  @Test("A server that is down or silent gives no candidates, and a cut-off try changes no prompt")
  func silent() async throws {
    let place = Place()
    let listener = try SilentListener()
    let session = try place.session(
      dev: "host=127.0.0.1 port=\(listener.port) dbname=x user=x sslmode=disable", at: "dev")
    let task = Task {
      await SessionCandidates(session).candidates(.batches, beginning: "", environment: nil)
    }
    try await waitUntil("somebody calls") { listener.hasCaller }
    task.cancel()
    #expect(await task.value.isEmpty)
    #expect(session.promptState.connection == .untried)
  }

  @Test("Rows of the listing, changes of the journal and environments are candidates, too")
  func session() async throws {
    let place = Place()
    let session = try place.session(at: "dev")
    let source = SessionCandidates(session)
    #expect(
      await source.candidates(.environments, beginning: "", environment: nil) == [
        Candidate("dev"), Candidate("prod", description: "protected"),
      ])
    #expect(await source.candidates(.batches, beginning: "%", environment: nil).isEmpty)
    session.listing = Listing(
      environment: "dev", rows: [.init(id: "3f2a", status: "failed", version: "1")])
    #expect(
      await source.candidates(.batches, beginning: "%", environment: nil) == [
        Candidate("%1", description: "failed 3f2a")
      ])
    #expect(await source.candidates(.batches, beginning: "%", environment: "prod").isEmpty)
    let journal = AuditJournal(session.state)
    for number in 1...2 {
      var entry = AuditEntry(
        audit: "00000000000\(number)", phase: .intent, environment: "dev", identity: Identity(),
        reason: nil, command: "reset \(number)", ids: [])
      entry.time = Instant(secondsSinceEpoch: Int64(number))
      try journal.append(entry)
    }
    let audits = await source.candidates(.audits, beginning: "", environment: nil)
    #expect(audits.map(\.text) == ["000000000002", "000000000001"])
    #expect(audits.first?.description == "1970-01-01T00:00:02Z dev: reset 2")
  }
}
