import Postgres
import Testing

@testable import OpsCore

@Suite("Why there is no connection")
struct ConnectRefusalTests {
  private static let dsn =
    "postgresql://ada:s3cret@db.abc.supabase.co:5432/intake?sslmode=require"

  private func refusal() throws -> ConnectRefusal {
    let info = try ConnectionInfo(dsn: Self.dsn)
    let environment = Environment(
      name: "prod", isProtected: true, dsn: info, dsnSource: "DATABASE_URL (environment)")
    return ConnectRefusal(environment: environment, info: info)
  }

  private static let cases: [(PostgresError, String, String)] = [
    (
      PostgresError(.connectionFailed, "FATAL:  x", sqlState: .cannotConnectNow),
      "the server is starting up or shutting down", "in a moment"
    ),
    (
      PostgresError(.connectionFailed, "FATAL:  x", sqlState: .tooManyConnections),
      "no connection left", "closed theirs"
    ),
    (
      PostgresError(
        .authenticationFailed,
        "connection to server at \"h\", port 1 failed: FATAL:  password authentication failed",
        sqlState: .invalidPassword),
      ": password authentication failed", "--retry-auth"
    ),
    (
      PostgresError(.authenticationFailed, "failed: fe_sendauth: no password supplied"),
      "no password supplied", "~/.pgpass"
    ),
    (
      PostgresError(
        .connectionFailed, "FATAL:  database \"x\" does not exist", sqlState: .invalidCatalogName),
      ": database \"x\" does not exist", "DATABASE_URL (environment)"
    ),
    (
      PostgresError(.connectionFailed, "server does not support SSL, but SSL was required"),
      "does not support SSL", "TLS only"
    ),
    (
      PostgresError(.connectionFailed, "SSL error: certificate verify failed"),
      "certificate verify failed", "sslrootcert"
    ),
    (
      PostgresError(.connectionFailed, "x failed: server is in hot standby mode"),
      "hot standby", "target_session_attrs=any"
    ),
    (
      PostgresError(.connectionFailed, "could not translate host name \"x\" to address"),
      "could not translate", "IPv6"
    ),
    (
      PostgresError(.connectionFailed, "FATAL:  max clients reached in session mode"),
      "max clients", "the pooler is full"
    ),
    (
      PostgresError(.connectionFailed, "FATAL:  Tenant or user not found"),
      "Tenant or user not found", "--retry-auth"
    ),
    (PostgresError(.timedOut, "no answer within 5 s"), "no answer", "host and port"),
    (PostgresError(.connectionFailed, "evil\u{1B}]52;x"), "evil\\x1B]52;x", "host and port"),
  ]

  @Test("Trap 8, and every other cause, is one line with what to do next")
  func causes() throws {
    let refusal = try refusal()
    for (cause, message, hint) in Self.cases {
      let error = refusal.error(cause)
      #expect(error.exit == .cannotConnect)
      #expect(
        error.message.hasPrefix("cannot connect to prod (db.abc.supabase.co:5432/intake): "))
      #expect(error.message.contains(message), "\(error)")
      #expect(error.hint?.contains(hint) == true, "\(error.hint as Any)")
      #expect(!error.message.contains("\n") && !error.message.contains("s3cret"))
    }
  }

  @Test("An interruption is one, and a login that is not tried says for how long")
  func others() throws {
    let refusal = try refusal()
    #expect(refusal.error(PostgresError(.interrupted, "stopped")).exit == .interrupted)
    let blocked = refusal.blocked(for: .seconds(61))
    #expect(blocked.exit == .cannotConnect)
    #expect(blocked.hint?.contains("wait 2 min") == true)
    #expect(blocked.hint?.contains("--retry-auth") == true)
  }

  @Test(
    "The difference of clocks leaves half of the way out",
    arguments: [(0, 0), (400_000, 0), (1_100_000, 1), (-61_000_000, -61), (3_600_000_000, 3600)])
  func skew(_ ahead: Int, _ seconds: Int) {
    let asked = Instant(secondsSinceEpoch: 1000)
    let answered = asked + .milliseconds(200)
    let server = Instant(microsecondsSinceEpoch: 1_000_100_000 + Int64(ahead))
    #expect(ServerDialer.skew(server: server, asked: asked, answered: answered) == seconds)
  }
}
