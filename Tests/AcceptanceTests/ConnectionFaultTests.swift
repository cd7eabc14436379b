import FoundationEssentials
import TestSupport
import Testing

/// Whatever keeps a command from its server is exit status 2, one clear line, and no password.
@Suite struct ConnectionFaultTests {
  private static let secret = "s3cr3t-pa55"

  private func run(dsn: String, _ line: String = "batches") async throws -> Tool.Run {
    let tool = try Tool(["SUPABASE_DB_URL_DEV": dsn])
    defer { tool.removeState() }
    let run = try await tool.run(line)
    #expect(!(run.stdout + run.stderr).contains(Self.secret))
    #expect(run.stdout.isEmpty)
    #expect(run.stderr.hasPrefix("dfops: "), "\(run.stderr)")
    #expect(run.stderr.split(separator: "\n").count <= 2)
    return run
  }

  @Test("Nobody listens, the name does not exist, the database does not exist")
  func unreachable() async throws {
    let server = try await TestServer.shared()
    for dsn in [
      "postgresql://x:\(Self.secret)@127.0.0.1:1/x",
      "postgresql://x:\(Self.secret)@no-such-host.invalid/x",
      "host=/no/such/folder dbname=x user=x password=\(Self.secret)",
      TestDatabase.named("no_such_database", on: server).dsn(password: Self.secret),
      TestDatabase.named("postgres", on: server).dsn(user: "no_such_role", password: Self.secret),
    ] { #expect(try await run(dsn: dsn).status == 2) }
  }

  @Test("A connection string that cannot be parsed is configuration, and is not quoted")
  func malformed() async throws {
    let run = try await run(dsn: "postgresql://u:\(Self.secret)@h:notaport/x")
    #expect(run.status == 78)
  }

  @Test("Without a connection string the message says where one is looked for")
  func missing() async throws {
    let tool = try Tool()
    defer { tool.removeState() }
    let run = try await tool.run("batches")
    #expect(run.status == 78)
    #expect(run.stderr.contains("SUPABASE_DB_URL_DEV"))
  }

  @Test("A wrong password is tried once and remembered; --retry-auth tries again")
  func authentication() async throws {
    let server = try await TestServer.shared()
    try await TestDatabase.named("postgres", on: server).execute(
      """
      DO $$ BEGIN CREATE ROLE dft_password LOGIN PASSWORD 'right-s3cret';
      EXCEPTION WHEN duplicate_object THEN NULL; END $$
      """)
    let database = try await server.database(.dev)
    let dsn = database.dsn(user: "dft_password", password: Self.secret, tcp: true)
    let tool = try Tool(["SUPABASE_DB_URL_DEV": dsn])
    defer { tool.removeState() }
    let first = try await tool.run("batches")
    #expect(first.status == 2)
    #expect(first.stderr.contains("password authentication failed"))
    let second = try await tool.run("batches")
    #expect(second.status == 2)
    #expect(second.stderr.contains("--retry-auth"))
    let third = try await tool.run("batches --retry-auth")
    #expect(third.stderr.contains("password authentication failed"))
    #expect(!(first.stderr + second.stderr + third.stderr).contains(Self.secret))
  }

  @Test("A database without batches is told so in one line, with what was found instead")
  func otherDatabase() async throws {
    let database = try await TestServer.shared().database(.empty)
    try await database.execute("CREATE TABLE public.orders (id int)")
    let run = try await run(dsn: database.dsn())
    #expect(run.status == 2)
    #expect(run.stderr.contains("intake.simplicity_batches"))
    #expect(run.stderr.contains("it has the schemas public"))
  }

  @Test("A dev profile that leads to prod's database is refused, whichever comes first")
  func mixUp() async throws {
    let database = try await TestServer.shared().database(.prod)
    for order in [["prod", "dev"], ["dev", "prod"]] {
      let tool = try Tool(dev: database, prod: database)
      defer { tool.removeState() }
      for name in order {
        let run = try await tool.run("-e \(name) batches")
        #expect(run.status == (name == "dev" ? 2 : 0))
        if name == "dev" { #expect(run.stderr.contains("leads to the database of prod")) }
      }
    }
  }

  @Test("A server that accepts and never answers is given up after the deadline")
  func silent() async throws {
    let listener = try SilentListener()
    let run = try await run(
      dsn: "host=127.0.0.1 port=\(listener.port) dbname=x user=x connect_timeout=1")
    #expect(run.status == 2)
  }

  @Test("Through a pooler in transaction mode, lists and changes work, and status says pooled")
  func pooled() async throws {
    let server = try await TestServer.shared()
    let pooler = try await TestPooler(for: server)
    let database = try await server.database(.dev)
    let id = try await database.run(
      "INSERT INTO intake.simplicity_batches (filename, status) VALUES ('a','staging') RETURNING id"
    )[0][0]
    let tool = try Tool(["SUPABASE_DB_URL_DEV": pooler.dsn(database: database.name)])
    defer { tool.removeState() }
    let status = try await tool.run("status -o json")
    #expect(status.status == 0, "\(status.stderr)")
    #expect(!status.stdout.contains("\"pooled\": \"no\""))
    #expect(try await tool.run("reset \(try #require(id)) --yes").status == 0)
  }
}
