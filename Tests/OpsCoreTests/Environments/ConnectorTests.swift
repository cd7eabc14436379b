import Postgres
import TestSupport
import Testing

@testable import OpsCore

@Suite("Connecting to an environment")
struct ConnectorTests {
  @Test("The card says where one is", arguments: [SchemaKind.dev, .prod])
  func card(_ kind: SchemaKind) async throws {
    let database = try await TestServer.shared().database(kind)
    let link = try await ConnectorWorld().connect(.at(database.dsn()))
    let card = link.card
    #expect(card.host == database.server.directory)
    #expect(card.port == "\(database.server.port)")
    #expect(card.database == database.name && card.user == "postgres")
    #expect(card.role == "postgres" && card.dsnSource == "the test")
    #expect(card.tls == nil && card.pooled == .no)
    #expect(!card.isReplica && !link.isRowSecurityActive)
    #expect(card.serverVersion.first?.isNumber == true)
    #expect(card.systemIdentifier != nil && card.databaseOID != nil && card.timeline == 1)
    #expect(card.clockSkewSeconds == 0)
    #expect(card.identity == .new)
  }

  @Test(
    "Whether a role is above row security is looked up when it is shown",
    arguments: [("postgres", true), ("dragonfly_app", false)])
  func bypass(role: String, isAbove: Bool) async throws {
    let database = try await TestServer.shared().database(.prod)
    let connection = try await Connection.connect(ConnectionInfo(dsn: database.dsn(user: role)))
    #expect(try await connection.read(EnvironmentSQL.bypass).first?.bool("bypass") == isAbove)
    await connection.close()
  }

  @Test("An unprotected environment is pinned in silence, and known from then on")
  func pins() async throws {
    let database = try await TestServer.shared().database(.dev)
    let world = try ConnectorWorld()
    let first = try await world.connect(.at(database.dsn()))
    #expect(first.card.identity == .new)
    #expect(try PinStore(world.state).pin(of: "dev") == first.identity)
    let second = try await world.connect(.at(database.dsn(tcp: true)))
    #expect(second.card.identity == .pinned)
    #expect(second.identity == first.identity)
    #expect(world.messages.text.isEmpty)
  }

  @Test("Trap 10: another database under the same name is refused with old and new side by side")
  func mismatch() async throws {
    let server = try await TestServer.shared()
    let one = try await server.database(.dev)
    let other = try await server.database(.dev)
    let world = try ConnectorWorld()
    let old = try await world.connect(.at(one.dsn())).identity
    let error = await world.refusal(try .at(other.dsn()))
    #expect(error?.exit == .cannotConnect)
    #expect(error?.message.contains(old.description) == true)
    let new = try await world.connector([.at(other.dsn())]).identify(.at(other.dsn()))
    #expect(new != old && error?.message.contains(new.description) == true)
    try PinStore(world.state).pin(new, for: .at(other.dsn()))
    #expect(await world.refusal(try .at(other.dsn())) == nil)
  }

  @Test("Trap 10: a dev profile that leads to prod's database is refused, by trust, too")
  func mixUp() async throws {
    let database = try await TestServer.shared().database(.prod)
    let world = try ConnectorWorld()
    let prod = try Environment.at(database.dsn(), name: "prod")
    let dev = try Environment.at(database.dsn(tcp: true))
    try await world.connect(prod, others: [dev])
    for _ in 1...2 {
      let error = await world.refusal(dev, others: [prod])
      #expect(error?.exit == .cannotConnect)
      #expect(error?.message.contains("prod") == true)
    }
    let error = await #expect(throws: OpsError.self) {
      try await world.connector([dev, prod]).identify(dev)
    }
    #expect(error?.exit == .cannotConnect)
    #expect(try PinStore(world.state).pin(of: "dev") == nil)
    #expect(try await world.connect(prod, others: [dev]).card.identity == .pinned)
  }

  @Test("First use of a protected environment is agreed to on a terminal")
  func firstUse() async throws {
    let database = try await TestServer.shared().database(.prod)
    let world = try ConnectorWorld()
    let prod = try Environment.at(database.dsn(), name: "prod")
    let no = ScriptedConfirmer(false)
    #expect(await world.refusal(prod, confirmer: no)?.exit == .refused)
    #expect(try PinStore(world.state).pin(of: "prod") == nil)
    let yes = ScriptedConfirmer(true)
    let link = try await world.connect(prod, confirmer: yes)
    #expect(link.card.identity == .new)
    #expect(yes.questions.count == 1)
    #expect(yes.questions.first?.contains(link.identity.description) == true)
    #expect(yes.questions.first?.contains(database.name) == true)
    try await world.connect(prod, confirmer: yes)
    #expect(yes.questions.count == 1)
  }

  @Test("Without a terminal it needs a named project, or this machine")
  func firstUseUnattended() async throws {
    let database = try await TestServer.shared().database(.prod)
    try #require(database.server.offersTLS)
    let distant = try Environment.at(database.distantDSN, name: "prod")
    let error = await (try ConnectorWorld()).refusal(distant)
    #expect(error?.exit == .cannotConnect)
    #expect(error?.hint?.contains("project_ref") == true)
    let named = try Environment.at(database.distantDSN, name: "prod", projectRef: "a")
    let link = try await ConnectorWorld().connect(named)
    #expect(link.card.identity == .new)
    #expect(link.card.tls?.hasPrefix("TLSv1") == true)
    let local = try Environment.at(database.dsn(tcp: true), name: "prod")
    #expect(try await ConnectorWorld().connect(local).card.identity == .new)
  }

  @Test("A project that is not the profile's is refused before anything is sent")
  func otherProject() async throws {
    let dsn = "host=db.abc.supabase.co port=1 dbname=x user=postgres password=s3cret"
    let error = await (try ConnectorWorld()).refusal(
      try .at(dsn, name: "prod", projectRef: "xyz"))
    #expect(error?.exit == .cannotConnect)
    #expect(error?.message.contains("abc") == true && error?.message.contains("xyz") == true)
  }

  @Test("A role that may not read the server's number can look, and nothing else where it matters")
  func unreadableIdentity() async throws {
    let database = try await TestServer.shared().database(.prod)
    let role = "reader_\(database.name)"
    try await database.execute(
      """
      CREATE ROLE \(role) LOGIN;
      REVOKE EXECUTE ON FUNCTION pg_control_checkpoint() FROM PUBLIC
      """)
    let world = try ConnectorWorld()
    let prod = try Environment.at(database.dsn(user: role), name: "prod")
    let known = try await world.connect(prod)
    #expect(known.identity.isProven && known.card.timeline == nil)
    try known.requireProvenIdentity()
    try await database.execute("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC")
    let link = try await world.connect(prod)
    #expect(link.card.identity == .unverifiable && link.card.systemIdentifier == nil)
    #expect(link.card.databaseOID == known.card.databaseOID)
    #expect(world.messages.text.contains("cannot be read"))
    let error = #expect(throws: OpsError.self) { try link.requireProvenIdentity() }
    #expect(error?.exit == .cannotConnect)
    let trust = await #expect(throws: OpsError.self) {
      try await world.connector([prod]).identify(prod)
    }
    #expect(trust?.exit == .cannotConnect)
    let dev = try await ConnectorWorld().connect(.at(database.dsn(user: role)))
    #expect(dev.card.identity == .unverifiable)
    try dev.requireProvenIdentity()
  }

  @Test("A role that row security blinds connects, and the card says what it is")
  func blinded() async throws {
    let database = try await TestServer.shared().database(.prod)
    let link = try await ConnectorWorld().connect(.at(database.dsn(user: "dragonfly_app")))
    #expect(link.isRowSecurityActive)
    #expect(link.card.role == "dragonfly_app")
  }

  @Test(
    "Traps 22 and 24: a pooler is recognised, and the card is read through it",
    .enabled(if: TestPooler.isInstalled))
  func pooler() async throws {
    let server = try await TestServer.shared()
    let pooler = try await TestPooler(for: server)
    let database = try await server.database(.dev)
    let world = try ConnectorWorld()
    let pooled = try await world.connect(.at(pooler.dsn(database: database.name)))
    #expect(pooled.card.pooled == .unknown)
    let direct = try await world.connect(.at(database.dsn()))
    #expect(direct.card.pooled == .no && direct.card.identity == .pinned)
  }
}
