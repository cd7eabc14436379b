import LineEditor
import Postgres
import TestSupport
import Testing

@testable import OpsCore
@testable import OpsShell

@Suite("The connection for completion", .serialized)
struct SidecarTests {
  private typealias World = CompanionWorld

  private func world() async throws -> (World, TestDatabase) {
    let database = try await TestServer.shared().database(.dev)
    try await World.insert(database)
    let world = try World(dev: database.dsn())
    try await waitUntil("batches are at hand") { !world.words(.batches).isEmpty }
    return (world, database)
  }

  @Test("It is one at most, says what it is, and is closed in order")
  func one() async throws {
    let (world, database) = try await world()
    for kind in LiveCandidates.allCases { _ = world.words(kind, "3f2") }
    try await world.settle()
    #expect(try await World.sidecars(database).count == 1)
    world.companion.close()
    try await waitUntil("it is closed") { try await World.sidecars(database).isEmpty }
  }

  @Test("It cannot write, and no statement on it lasts")
  func limits() async throws {
    let database = try await TestServer.shared().database(.dev)
    let world = try World(dev: database.dsn())
    let sidecar = Sidecar(world.session)
    let connection = try #require(await sidecar.link(to: "dev")).connection
    let misuse = await #expect(throws: PostgresError.self) {
      try await connection.transaction(.readWrite) { _ in }
    }
    #expect(misuse?.code == .misuse)
    let refused = await #expect(throws: PostgresError.self) {
      try await connection.read("CREATE TABLE intake.nothing ()")
    }
    #expect(refused?.sqlState == .readOnlyTransaction)
    let slow = await #expect(throws: PostgresError.self) {
      try await connection.read("SELECT pg_sleep(20)", [], Timeouts(statement: .seconds(60)))
    }
    #expect(slow?.code == .timedOut)
    await sidecar.close()
  }

  @Test("Who holds the table holds up no key: the answer is at hand, and fresh again afterwards")
  func locked() async throws {
    let (world, database) = try await world()
    let holder = try await database.connect()
    try await holder.executeScript(
      "BEGIN; LOCK TABLE intake.simplicity_batches; LOCK TABLE pg_class")
    world.companion.values.refresh(.pool, in: "dev")
    let (words, inTime) = try await timed(within: .milliseconds(10)) { world.words(.batches) }
    #expect(inTime)
    #expect(words.count == 4)
    try await world.settle()
    #expect(world.words(.batches).count == 4)
    await holder.close()
    try await database.execute("DELETE FROM intake.simplicity_batches WHERE status = 'completed'")
    try await waitUntil("the answer is fresh again") {
      world.companion.values.refresh(.pool, in: "dev")
      return world.words(.batches).count == 3
    }
    world.companion.close()
  }

  @Test("Killed on the server, it is made anew, and the session knows nothing of it")
  func killed() async throws {
    let (world, database) = try await world()
    let pid = try #require(try await World.sidecars(database).first)
    try await Backend.kill(pid, on: database)
    #expect(world.words(.batches).count == 4)
    try await waitUntil("there is another one") {
      world.companion.values.refresh(.pool, in: "dev")
      return try await World.sidecars(database).contains { $0 != pid }
    }
    #expect(world.session.promptState.connection == .untried)
    #expect(world.session.openLink(to: "dev") == nil)
    world.companion.close()
  }

  @Test(
    "A server that is down or silent costs no key, changes no prompt, and holds up nobody who leaves"
  )
  func silent() async throws {
    let listener = try SilentListener()
    let world = try World(
      dev: "host=127.0.0.1 port=\(listener.port) dbname=x user=x sslmode=disable")
    let (words, inTime) = try await timed(within: .milliseconds(10)) { world.words(.batches) }
    #expect(inTime)
    #expect(words.isEmpty)
    try await waitUntil("somebody calls") { listener.hasCaller }
    let leaving = ContinuousClock.now
    world.companion.close()
    #expect(ContinuousClock.now - leaving < .seconds(3))
    #expect(world.session.promptState.connection == .untried)
  }

  @Test("A refused login is tried once and remembered, for the commands as well")
  func refused() async throws {
    let database = try await TestServer.shared().database(.dev)
    let world = try World(dev: database.dsn(user: "nobody_of_this_name"))
    #expect(world.words(.batches).isEmpty)
    try await world.settle()
    #expect(world.words(.batches).isEmpty)
    #expect(world.session.promptState.connection == .untried)
    world.companion.close()
  }

  @Test("Switched off, it is closed and asks nothing; what the session knows is offered still")
  func off() async throws {
    let (world, database) = try await world()
    world.session.set(.completion, to: "off")
    world.companion.commandEnded(in: "dev")
    try await waitUntil("it is closed") { try await World.sidecars(database).isEmpty }
    #expect(world.words(.batches).isEmpty)
    try await world.settle()
    #expect(try await World.sidecars(database).isEmpty)
    #expect(world.words(.environments) == ["dev", "prod"])
    world.companion.close()
  }

  @Test("With another environment comes another connection, and nothing of the first is offered")
  func switched() async throws {
    let dev = try await TestServer.shared().database(.dev)
    try await World.insert(dev)
    let world = try World(dev: dev.dsn())
    try await waitUntil("batches are at hand") { !world.words(.batches).isEmpty }
    try await world.session.use("prod")
    world.companion.commandEnded(in: "dev")
    #expect(world.words(.batches).isEmpty)
    try await waitUntil("it is closed") { try await World.sidecars(dev).isEmpty }
    world.companion.close()
  }

  @Test("The first use of a protected environment is no matter of a key: nothing is pinned")
  func unpinned() async throws {
    let database = try await TestServer.shared().database(.prod)
    let world = try World(prod: database.dsn(), at: "prod")
    world.companion.refresh()
    #expect(world.words(.batches).isEmpty)
    try await world.settle()
    #expect(try PinStore(world.session.state).pin(of: "prod") == nil)
    #expect(try await World.sidecars(database).isEmpty)
    #expect(world.session.promptState.connection == .untried)
  }

  @Test("Opening a shell connects only where that was done before")
  func refreshed() async throws {
    let database = try await TestServer.shared().database(.dev)
    try await World.insert(database)
    let world = try World(dev: database.dsn())
    world.companion.refresh()
    try await world.settle()
    #expect(try PinStore(world.session.state).pin(of: "dev") == nil)
    try await waitUntil("a key has connected") { !world.words(.batches).isEmpty }
    world.companion.values.clear()
    world.companion.refresh()
    try await world.settle()
    #expect(world.words(.batches).count == 4)
    world.companion.close()
  }

  @Test("It works through a pooler in transaction mode", .enabled(if: TestPooler.isInstalled))
  func pooled() async throws {
    let server = try await TestServer.shared()
    let database = try await server.database(.dev)
    try await World.insert(database)
    let pooler = try await TestPooler(for: server)
    let world = try World(dev: pooler.dsn(database: database.name))
    try await waitUntil("batches are at hand") { world.words(.batches).count == 4 }
    world.companion.close()
    _ = pooler
  }
}
