import Postgres
import TestSupport
import Testing

@testable import OpsCore

@Suite("Finding the batches that are named")
struct ResolveTests {
  private let first = "abcd0001-0000-4000-8000-000000000001"
  private let second = "abcd0002-0000-4000-8000-000000000002"

  private func fixture(_ kind: SchemaKind = .dev) async throws -> BatchFixture {
    let fixture = try await BatchFixture.make(kind)
    try await fixture.add(filename: "one", id: first)
    try await fixture.add(filename: "two", id: second)
    return fixture
  }

  @Test("Ids and beginnings, in their order, each batch once")
  func ids() async throws {
    let store = try await fixture().store()
    let found = try await store.resolve(["ABCD0002", first, second, "abcd0001"], listing: nil)
    #expect(found.map(\.filename) == ["two", "one"])
    #expect(try await store.resolve([], listing: nil).isEmpty)
  }

  @Test("A beginning of several ids is refused with what it could mean, and exit status 1")
  func ambiguous() async throws {
    let store = try await fixture().store()
    let error = await #expect(throws: OpsError.self) {
      try await store.resolve(["abcd"], listing: nil)
    }
    #expect(error?.exit == .failed && error?.code == "ambiguous_id")
    #expect(error?.message.contains(first) == true && error?.message.contains(second) == true)
  }

  @Test("Unknown is exit status 1, malformed 64")
  func unknown() async throws {
    let store = try await fixture().store()
    for name in ["ffff", BatchFixture.id(9)] {
      let error = await #expect(throws: OpsError.self) {
        try await store.resolve([first, name], listing: nil)
      }
      #expect(error?.exit == .failed && error?.code == "unknown_id")
      #expect(error?.message == "no batch has the id \(name)")
    }
    let error = await #expect(throws: OpsError.self) {
      try await store.resolve(["no id"], listing: nil)
    }
    #expect(error?.exit == .usage)
  }

  @Test("An id of another batch system is found there, and said")
  func elsewhere() async throws {
    let fixture = try await fixture(.prod)
    let rows = try await fixture.database.run(
      """
      INSERT INTO ops.ingest_batches (source, filename, status)
      VALUES ('simplicity', E'up\\u001bload.csv', 'completed') RETURNING id
      """)
    let id = rows[0][0] ?? ""
    let store = try await fixture.store()
    let error = await #expect(throws: OpsError.self) {
      try await store.resolve([id], listing: nil)
    }
    #expect(error?.exit == .failed)
    #expect(
      error?.message
        == "\(id) is not in intake.simplicity_batches but in ops.ingest_batches"
        + " (completed, up\\x1Bload.csv)")
  }

  @Test("A place of the listing names the batch that was seen there")
  func places() async throws {
    let fixture = try await fixture()
    let store = try await fixture.store()
    let listing = Listing(environment: "dev", batches: try await store.all(BatchFilter()))
    let found = try await store.resolve(["%2", "%1"], listing: listing)
    #expect(found.map(\.id) == [listing.rows[1].id, listing.rows[0].id])
  }

  @Test("A batch that has changed since the listing is refused, with before and after")
  func changed() async throws {
    let fixture = try await fixture()
    let store = try await fixture.store()
    let found = try await store.resolve([first], listing: nil)
    let listing = Listing(environment: "dev", batches: found)
    try await fixture.database.execute(
      "UPDATE intake.simplicity_batches SET updated_at = now() WHERE id = '\(first)'")
    let touched = await #expect(throws: OpsError.self) {
      try await store.resolve(["%1"], listing: listing)
    }
    #expect(touched?.exit == .refused)
    #expect(touched?.message.contains("written by somebody, still staging") == true)
    try await fixture.database.execute(
      "UPDATE intake.simplicity_batches SET status = 'failed' WHERE id = '\(first)'")
    let moved = await #expect(throws: OpsError.self) {
      try await store.resolve(["%1"], listing: listing)
    }
    #expect(
      moved?.message.contains("%1 (\(first)) has changed since the listing: staging -> failed")
        == true)
    #expect(try await store.find(["%1"], listing: listing).first?.batch.status == "failed")
    #expect(try await store.resolve([first], listing: listing).count == 1)
    try await fixture.database.execute(
      "DELETE FROM intake.simplicity_batches WHERE id = '\(first)'")
    let gone = await #expect(throws: OpsError.self) {
      try await store.resolve(["%1"], listing: listing)
    }
    #expect(gone?.message.contains("is gone since the listing") == true)
  }

  @Test("A place without a listing, beyond its end, or of another environment is refused")
  func noPlace() async throws {
    let store = try await fixture().store()
    let listing = Listing(environment: "dev", batches: try await store.all(BatchFilter()))
    let other = Listing(environment: "prod", rows: listing.rows)
    for (place, listing, exit) in [
      ("%1", nil, .usage), ("%3", listing, .failed), ("%1", other, .refused),
    ] as [(String, Listing?, OpsCore.ExitStatus)] {
      let error = await #expect(throws: OpsError.self) {
        try await store.resolve([place], listing: listing)
      }
      #expect(error?.exit == exit)
    }
  }
}
