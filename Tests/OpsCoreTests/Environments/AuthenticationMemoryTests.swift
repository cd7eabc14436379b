import Postgres
import Testing

@testable import OpsCore

@Suite("Failed logins")
struct AuthenticationMemoryTests {
  private let now = Instant(secondsSinceEpoch: 1_800_000_000)

  private func login(_ dsn: String) throws -> Login { Login(try ConnectionInfo(dsn: dsn)) }

  @Test("One is remembered for 20 minutes, also by other processes, and forgotten by success")
  func remembers() throws {
    let scratch = try Scratch()
    let state = StateFolder(path: scratch.path)
    let ada = try login("host=h user=ada password=s3cret")
    let bob = try login("host=h user=bob")
    let memory = AuthenticationMemory(state)
    #expect(memory.isBlocked(ada, now: now) == nil)
    try memory.remember(ada, now: now)
    let other = AuthenticationMemory(state)
    #expect(other.isBlocked(ada, now: now + .seconds(60)) == .seconds(19 * 60))
    #expect(other.isBlocked(bob, now: now) == nil)
    #expect(other.isBlocked(ada, now: now + .seconds(1200)) == nil)
    #expect(other.isBlocked(ada, now: now - .seconds(60)) == nil)
    #expect(try !scratch.text("logins.json").contains("s3cret"))
    try other.remember(bob, now: now + .seconds(1200))
    #expect(try !scratch.text("logins.json").contains("ada"))
    other.forget(bob)
    #expect(memory.isBlocked(bob, now: now + .seconds(1200)) == nil)
  }

  @Test(
    "A login is a user at a host; on this machine, at a port",
    arguments: [
      ("host=h port=5432 user=a", "host=h port=6543 user=a dbname=x", true),
      ("host=h user=a", "host=h user=b", false),
      ("host=h user=a", "host=i user=a", false),
      ("host=127.0.0.1 port=1 user=a", "host=127.0.0.1 port=2 user=a", false),
      ("host=/tmp port=1 user=a", "host=/tmp port=1 user=a", true),
      ("service=a", "service=b", false),
    ])
  func identity(_ one: String, _ other: String, _ isSame: Bool) throws {
    #expect((try login(one) == login(other)) == isSame)
  }

  @Test(
    "Only what was really tried counts as refused",
    arguments: [
      (PostgresError.Code.authenticationFailed, "password authentication failed", true),
      (.authenticationFailed, "fe_sendauth: no password supplied", false),
      (.connectionFailed, "FATAL:  Tenant or user not found", true),
      (.connectionFailed, "server login has been failing (server_login_retry)", true),
      (.connectionFailed, "Connection refused", false),
      (.timedOut, "no answer", false),
    ])
  func refusal(_ code: PostgresError.Code, _ message: String, _ isRefused: Bool) {
    #expect(PostgresError(code, message).isRefusedLogin == isRefused)
  }

  @Test("A folder of no use keeps nobody out")
  func withoutFolder() throws {
    let memory = AuthenticationMemory(StateFolder(path: "/proc/dfops"))
    let ada = try login("host=h user=ada")
    #expect(throws: OpsError.self) { try memory.remember(ada, now: now) }
    #expect(memory.isBlocked(ada, now: now) == nil)
    memory.forget(ada)
  }
}
