import FoundationEssentials
import Glibc
import Postgres
import TestSupport
import Testing

@testable import OpsCore

@Suite("What keeps one from an environment")
struct ConnectorFaultTests {
  @Test("A wrong password is tried once and remembered by the next process")
  func wrongPassword() async throws {
    let database = try await TestServer.shared().database(.dev)
    try await database.execute(
      """
      DO $$ BEGIN CREATE ROLE dft_password LOGIN PASSWORD 'right-s3cret';
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
      ALTER ROLE dft_password PASSWORD 'right-s3cret'
      """)
    let world = try ConnectorWorld()
    func environment(_ password: String) throws -> Environment {
      try .at(database.dsn(user: "dft_password", password: password, tcp: true))
    }
    let first = await world.refusal(try environment("wrong-s3cret"))
    #expect(first?.exit == .cannotConnect && first?.code == "authentication")
    #expect(first?.message.contains("password authentication failed") == true)
    let second = await world.refusal(try environment("right-s3cret"))
    #expect(second?.exit == .cannotConnect)
    #expect(second?.message.contains("not connecting to dev") == true)
    #expect(second?.hint?.contains("--retry-auth") == true)
    try await world.connect(environment("right-s3cret"), retryAuth: true)
    try await world.connect(environment("right-s3cret"))
    for error in [first, second] {
      #expect(error?.message.contains("s3cret") == false)
      #expect(error?.hint?.contains("s3cret") == false)
    }
  }

  @Test("A missing password was never sent and is not remembered")
  func missingPassword() async throws {
    let database = try await TestServer.shared().database(.dev)
    let world = try ConnectorWorld()
    for _ in 1...2 {
      let error = await world.refusal(
        try .at(database.dsn(user: "dft_password", tcp: true) + " passfile=/no/such/file"))
      #expect(error?.message.contains("no password supplied") == true, "\(error as Any)")
    }
  }

  @Test("Nothing says where the database is")
  func missing() async throws {
    let error = await (try ConnectorWorld()).refusal(Environment(name: "lab", isProtected: false))
    #expect(error?.exit == .configuration)
    for place in ["SUPABASE_DB_URL_LAB", ".env.lab", "[env.lab]"] {
      #expect(error?.hint?.contains(place) == true)
    }
  }

  @Test("Nobody listens, no such host, no such database, no such role, no batches")
  func unreachable() async throws {
    let server = try await TestServer.shared()
    let empty = try await server.database(.empty)
    for (dsn, word) in [
      ("host=127.0.0.1 port=1 dbname=x user=x password=s3cret", "refused"),
      ("host=/no/such/folder dbname=x user=x password=s3cret", "No such file"),
      ("host=no-such-host.invalid dbname=x user=x password=s3cret", "no-such-host.invalid"),
      (TestDatabase.named("nowhere", on: server).dsn(), "does not exist"),
      (empty.dsn(user: "stranger_\(empty.name)"), "does not exist"),
      (empty.dsn(), "intake.simplicity_batches"),
    ] {
      let error = await (try ConnectorWorld()).refusal(try .at(dsn))
      #expect(error?.exit == .cannotConnect, "\(dsn)")
      #expect(error?.message.contains(word) == true, "\(error as Any)")
      #expect(error?.message.contains("s3cret") == false)
    }
  }

  @Test("Away from this machine a server without TLS is refused, on it TLS is not asked for")
  func withoutTLS() async throws {
    let server = try await TestServer.separate(settings: ["ssl = off"])
    let database = try await server.database(.empty)
    for mode in ["", " sslmode=disable", " sslmode=prefer"] {
      let error = await (try ConnectorWorld()).refusal(try .at(database.distantDSN + mode))
      #expect(error?.exit == .cannotConnect)
      #expect(error?.hint?.contains("TLS") == true, "\(error as Any)")
    }
    let local = await (try ConnectorWorld()).refusal(try .at(database.dsn(tcp: true)))
    #expect(local?.message.contains("intake.simplicity_batches") == true)
  }

  @Test("No connection is left")
  func tooMany() async throws {
    let database = try await TestServer.shared().database(.dev)
    let role = "single_\(database.name)"
    try await database.execute("CREATE ROLE \(role) LOGIN CONNECTION LIMIT 1")
    let holder = try await database.connect(user: role)
    let world = try ConnectorWorld()
    let error = await world.refusal(try .at(database.dsn(user: role)))
    #expect(error?.exit == .cannotConnect && error?.sqlState == .tooManyConnections)
    await holder.close()
    try await waitUntil("the role may connect again") {
      await world.refusal(try .at(database.dsn(user: role))) == nil
    }
  }

  @Test("The server shuts down")
  func shutdown() async throws {
    let server = try await TestServer.separate()
    let database = TestDatabase.named("postgres", on: server)
    let session = try await database.connect()
    kill(try #require(server.postmasterPID), SIGTERM)
    let world = try ConnectorWorld()
    try await waitUntil("new sessions are refused") {
      let error = await world.refusal(try .at(database.dsn()))
      return error?.sqlState == .cannotConnectNow && error?.exit == .cannotConnect
        && error?.hint?.contains("moment") == true
    }
    await session.close()
  }

  @Test("Trap 8: a replica is refused unless it was asked for, and the card says what it is")
  func replica() async throws {
    let server = try await TestServer.separate()
    let database = try await server.database(.dev)
    try control(server, "stop")
    try "".write(
      toFile: server.directory + "/data/standby.signal", atomically: false, encoding: .utf8)
    try control(server, "start")
    defer { try? control(server, "stop") }
    let error = await (try ConnectorWorld()).refusal(try .at(database.dsn()))
    #expect(error?.exit == .cannotConnect)
    #expect(error?.hint?.contains("target_session_attrs=any") == true, "\(error as Any)")
    let link = try await ConnectorWorld().connect(
      .at(database.dsn() + " target_session_attrs=any"))
    #expect(link.card.isReplica)
  }

  /// Stops or starts a server as its administrator does.
  private func control(_ server: TestServer, _ action: String) throws {
    let user =
      geteuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : []
    try ChildProcess.run(
      user + [
        TestServer.bindir + "/pg_ctl", action, "-w", "-m", "fast", "-D",
        server.directory + "/data", "-l", server.directory + "/standby.log",
      ], outputPath: server.directory + "/control.log")
  }

  @Test("A cancelled task ends the attempt")
  func interrupted() async throws {
    let database = try await TestServer.shared().database(.dev)
    let world = try ConnectorWorld()
    let environment = try Environment.at(database.dsn())
    let attempt = Task {
      try? await waitUntil("the task is cancelled") { Task.isCancelled }
      return await world.refusal(environment)
    }
    attempt.cancel()
    #expect(await attempt.value?.exit == .interrupted)
  }

  @Test("Without a place for state one may look where nothing is protected, and is told")
  func withoutState() async throws {
    let database = try await TestServer.shared().database(.prod)
    let world = try ConnectorWorld(statePath: "/proc/dfops")
    #expect(try await world.connect(.at(database.dsn())).card.identity == .new)
    #expect(world.messages.text.contains("is not remembered"))
    let error = await world.refusal(try .at(database.dsn(), name: "prod"))
    #expect(error?.exit == .configuration)
  }

  @Test("Damaged pins stop everybody, since nothing could be compared")
  func damagedPins() async throws {
    let database = try await TestServer.shared().database(.dev)
    let scratch = try Scratch()
    try scratch.write("[]", to: "pins.json")
    let world = try ConnectorWorld(statePath: scratch.path)
    let error = await world.refusal(try .at(database.dsn()))
    #expect(error?.exit == .configuration)
    #expect(error?.message.contains("pins.json") == true)
  }
}
