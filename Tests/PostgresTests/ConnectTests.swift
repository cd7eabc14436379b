import Glibc
import Testing
import TestSupport

@testable import Postgres

@Suite("Connecting")
struct ConnectTests {
  @Test("The facts of a connection over the socket are known")
  func knowsFacts() async throws {
    let database = try await TestServer.shared().database()
    let connection = try await database.connect()
    let facts = connection.facts
    #expect(facts.host == database.server.directory)
    #expect(facts.port == String(database.server.port))
    #expect(facts.database == database.name)
    #expect(facts.user == "postgres")
    #expect(facts.tls == nil)
    #expect(facts.applicationNameReported == "dfops")
    #expect(facts.serverVersion.split(separator: ".").count == 2)
    #expect(connection.isAlive)
    #expect(connection.isPooled == nil)
    _ = try await connection.read("SELECT 1")
    #expect(connection.isPooled == false)
    #expect(connection.backendPID == facts.clientPID)
    await connection.close()
    #expect(!connection.isAlive)
  }

  @Test("A required TLS connection tells its version")
  func usesTLS() async throws {
    let database = try await TestServer.shared().database()
    try #require(database.server.offersTLS)
    var info = try ConnectionInfo(dsn: database.dsn(tcp: true))
    info.requireTLS()
    let connection = try await Connection.connect(info)
    #expect(connection.facts.tls?.hasPrefix("TLSv1.") == true)
  }

  @Test(
    "A wrong, a missing and a right password", arguments: ["wrong-s3cret", nil, "right-s3cret"])
  func checksPassword(_ password: String?) async throws {
    let database = try await TestServer.shared().database()
    try await database.execute(
      """
      DO $$ BEGIN CREATE ROLE dft_password LOGIN PASSWORD 'right-s3cret';
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
      """)
    let info = try ConnectionInfo(
      dsn: database.dsn(user: "dft_password", password: password, tcp: true))
    if password == "right-s3cret" {
      let connection = try await Connection.connect(info)
      #expect(connection.facts.user == "dft_password")
      return
    }
    let error = await #expect(throws: PostgresError.self) { try await Connection.connect(info) }
    #expect(error?.code == .authenticationFailed)
    #expect(error?.sqlState == (password == nil ? nil : .invalidPassword))
    #expect(error.map { "\($0)" }?.contains("s3cret") == false)
  }

  @Test("A missing database and a missing role are told apart by their state")
  func tellsStates() async throws {
    let server = try await TestServer.shared()
    let nowhere = TestDatabase.named("nowhere", on: server)
    let missing = await #expect(throws: PostgresError.self) { try await nowhere.connect() }
    #expect(missing?.code == .connectionFailed)
    #expect(missing?.sqlState == .invalidCatalogName)
    let database = try await server.database()
    let stranger = await #expect(throws: PostgresError.self) {
      try await database.connect(user: "stranger")
    }
    #expect(stranger?.code == .authenticationFailed)
    #expect(stranger?.sqlState == .invalidAuthorization)
  }

  @Test("A database without a free connection answers 53300")
  func meetsConnectionLimit() async throws {
    let database = try await TestServer.shared().database()
    try await database.execute(
      """
      CREATE ROLE limited_\(database.name) LOGIN CONNECTION LIMIT 1
      """)
    let first = try await database.connect(user: "limited_\(database.name)")
    let error = await #expect(throws: PostgresError.self) {
      try await database.connect(user: "limited_\(database.name)")
    }
    #expect(error?.sqlState == .tooManyConnections)
    #expect(error?.code == .connectionFailed)
    await first.close()
  }

  @Test("A server that shuts down answers 57P03")
  func meetsShutdown() async throws {
    let server = try await TestServer.separate()
    let database = TestDatabase.named("postgres", on: server)
    let session = try await database.connect()
    // Smart shutdown: sessions go on, new ones are refused.
    let postmaster = try #require(server.postmasterPID)
    kill(postmaster, SIGTERM)
    try await waitUntil("the server refuses new sessions with 57P03") {
      do {
        await (try database.connect()).close()
        return false
      } catch let error as PostgresError {
        return error.sqlState == .cannotConnectNow && error.code == .connectionFailed
      }
    }
    await session.close()
  }

  @Test("A refused port fails at once")
  func meetsRefusal() async throws {
    let silent = try SilentListener()
    silent.stop()
    let info = try ConnectionInfo(dsn: "host=127.0.0.1 port=\(silent.port) dbname=x user=x")
    let error = await #expect(throws: PostgresError.self) { try await Connection.connect(info) }
    #expect(error?.code == .connectionFailed)
    #expect(error?.message.contains("refused") == true)
  }

  @Test("A host that never answers ends at the deadline")
  func meetsDeadline() async throws {
    let silent = try SilentListener()
    let info = try ConnectionInfo(dsn: "host=127.0.0.1 port=\(silent.port) dbname=x user=x")
    let (error, inTime) = try await timed(within: .seconds(3)) {
      await #expect(throws: PostgresError.self) {
        try await Connection.connect(info, deadline: .milliseconds(300))
      }
    }
    #expect(inTime)
    #expect(error?.code == .timedOut)
    #expect(error?.message.contains("127.0.0.1:\(silent.port) within 0.3 s") == true)
  }

  @Test("A silent first host leaves time for the second")
  func passesSilentHost() async throws {
    let silent = try SilentListener()
    let server = try await TestServer.shared()
    let info = try ConnectionInfo(
      dsn: "host=127.0.0.1,127.0.0.1 port=\(silent.port),\(server.port) "
        + "dbname=postgres user=postgres")
    let connection = try await Connection.connect(info, deadline: .seconds(8))
    #expect(connection.facts.port == String(server.port))
  }

  @Test(
    "A raised token and a cancelled task end the attempt, whether or not a name was looked up",
    arguments: [true, false], ["127.0.0.1", "localhost"])
  func isInterruptible(_ usesToken: Bool, _ host: String) async throws {
    let silent = try SilentListener()
    let info = try ConnectionInfo(dsn: "host=\(host) port=\(silent.port) dbname=x user=x")
    let token = CancelToken()
    let attempt = Task {
      try await Connection.connect(info, deadline: .seconds(30), cancellation: token)
    }
    try await waitUntil("the attempt has reached the listener") { silent.hasCaller }
    usesToken ? token.cancel() : attempt.cancel()
    let error = await #expect(throws: PostgresError.self) { try await attempt.value }
    #expect(error?.code == .interrupted)
  }

  @Test("A token raised before stops the attempt, a reset one does not")
  func honoursEarlyToken() async throws {
    let database = try await TestServer.shared().database()
    let info = try ConnectionInfo(dsn: database.dsn())
    let token = CancelToken()
    token.cancel()
    let error = await #expect(throws: PostgresError.self) {
      try await Connection.connect(info, cancellation: token)
    }
    #expect(error?.code == .interrupted)
    token.reset()
    _ = try await Connection.connect(info, cancellation: token)
  }
}
