import Postgres
import Testing

@testable import OpsCore

@Suite("Is it the right database?")
struct IdentityCheckTests {
  private static let here = Identity(systemIdentifier: "1", databaseOID: 5)
  private static let there = Identity(systemIdentifier: "2", databaseOID: 5)
  private static let unread = Identity(systemIdentifier: nil, databaseOID: 5)

  private static func project(_ ref: String, _ system: String? = "1") -> Identity {
    Identity(projectRef: ref, systemIdentifier: system, databaseOID: 5)
  }

  private static func other(
    pin: Identity? = nil, isProtected: Bool = true, projectRef: String? = nil,
    address: ServerAddress? = nil
  ) -> IdentityCheck.Other {
    IdentityCheck.Other(
      name: "other", isProtected: isProtected, pin: pin, projectRef: projectRef, address: address)
  }

  static let cases: [IdentityCase] = [
    IdentityCase(name: "known", pin: here, expected: .pinned),
    IdentityCase(name: "known and protected", isProtected: true, pin: here, expected: .pinned),
    IdentityCase(name: "another server", pin: there, expected: .refuse),
    IdentityCase(
      name: "another server, on a terminal", isProtected: true, pin: there, isTerminal: true,
      expected: .refuse),
    IdentityCase(
      name: "another database of the server",
      pin: Identity(systemIdentifier: "1", databaseOID: 6), expected: .refuse),
    IdentityCase(
      name: "another project", observed: project("a"), pin: project("b"), expected: .refuse),
    IdentityCase(name: "a project appears", observed: project("a"), pin: here, expected: .refuse),
    IdentityCase(name: "a project vanishes", pin: project("a"), expected: .refuse),
    IdentityCase(name: "new", expected: .pin),
    IdentityCase(name: "new, on a terminal", isTerminal: true, expected: .pin),
    IdentityCase(
      name: "new and protected, on a terminal", isProtected: true, isLocal: true, isTerminal: true,
      expected: .ask),
    IdentityCase(
      name: "new and protected, on a terminal, project named", isProtected: true, projectRef: "a",
      observed: project("a"), isTerminal: true, expected: .ask),
    IdentityCase(name: "new and protected, nobody there", isProtected: true, expected: .refuse),
    IdentityCase(
      name: "new and protected, nobody there, on this machine", isProtected: true, isLocal: true,
      expected: .pin),
    IdentityCase(
      name: "new and protected, nobody there, project named", isProtected: true, projectRef: "a",
      observed: project("a"), expected: .pin),
    IdentityCase(name: "unreadable and new", observed: unread, expected: .unverifiable),
    IdentityCase(
      name: "unreadable, new and protected", isProtected: true, observed: unread,
      expected: .unverifiable),
    IdentityCase(
      name: "unreadable and known", observed: unread, pin: here, expected: .unverifiable),
    IdentityCase(
      name: "unreadable, another database number", observed: unread,
      pin: Identity(systemIdentifier: "1", databaseOID: 6), expected: .refuse),
    IdentityCase(
      name: "unreadable, another project", observed: project("a", nil), pin: project("b"),
      expected: .refuse),
    IdentityCase(name: "another's, all three equal", others: [other(pin: here)], expected: .refuse),
    IdentityCase(
      name: "another's, though pinned as ours", pin: here, others: [other(pin: here)],
      expected: .refuse),
    IdentityCase(
      name: "another's project", observed: project("a", "9"), others: [other(pin: project("a"))],
      expected: .refuse),
    IdentityCase(
      name: "another's project, unreadable", observed: project("a", nil),
      others: [other(pin: project("a"))], expected: .refuse),
    IdentityCase(
      name: "another's, also if it is not protected",
      others: [other(pin: here, isProtected: false)], expected: .refuse),
    IdentityCase(
      name: "another project on a server from the same image", observed: project("a"),
      others: [other(pin: project("b"))], expected: .pin),
    IdentityCase(
      name: "one project, one not shown", observed: project("a"), others: [other(pin: here)],
      expected: .pin),
    IdentityCase(
      name: "unreadable on both sides", observed: unread, others: [other(pin: unread)],
      expected: .unverifiable),
    IdentityCase(
      name: "the project of a protected one that was never used", observed: project("a"),
      others: [other(projectRef: "a")], expected: .refuse),
    IdentityCase(
      name: "the project of one that is not protected", observed: project("a"),
      others: [other(isProtected: false, projectRef: "a")], expected: .pin),
    IdentityCase(name: "no project on either side", others: [other()], expected: .pin),
  ]

  @Test("Trap 10: the verdict on every combination", arguments: cases)
  func verdict(_ example: IdentityCase) {
    let check = IdentityCheck(
      environment: Environment(
        name: "env", isProtected: example.isProtected, projectRef: example.projectRef),
      isLocal: example.isLocal, address: nil, observed: example.observed, pin: example.pin,
      others: example.others, isTerminal: example.isTerminal)
    let outcome: IdentityOutcome =
      switch check.verdict {
      case .pinned: .pinned
      case .pin: .pin
      case .ask: .ask
      case .unverifiable: .unverifiable
      case .refuse: .refuse
      }
    #expect(outcome == example.expected, "\(example.name)")
    guard case .refuse(let error) = check.verdict else { return }
    #expect(error.exit == .cannotConnect)
    #expect(error.hint != nil)
  }

  @Test(
    "The address of a protected environment is refused to others before it was ever used",
    arguments: [
      ("host=db.example port=5432 dbname=x user=a", true),
      ("host=DB.example dbname=x user=b password=secret", true),
      ("host=db.example port=6543 dbname=x", false), ("host=db.example dbname=y", false),
      ("host=db2.example dbname=x", false),
    ])
  func address(dsn: String, isRefused: Bool) throws {
    let protected = ServerAddress(try ConnectionInfo(dsn: "host=db.example dbname=x user=postgres"))
    let check = IdentityCheck(
      environment: Environment(name: "dev", isProtected: false), isLocal: false,
      address: ServerAddress(try ConnectionInfo(dsn: dsn)), observed: Self.here, pin: nil,
      others: [Self.other(address: protected)], isTerminal: false)
    guard case .refuse(let error) = check.verdict else {
      #expect(!isRefused)
      return
    }
    #expect(isRefused)
    #expect(error.message == "dev leads to the database of other, which is protected")
  }

  @Test("A refusal shows old and new side by side, and says how to accept it")
  func mismatch() {
    let check = IdentityCheck(
      environment: Environment(name: "prod", isProtected: true), isLocal: true, address: nil,
      observed: Self.there, pin: Self.project("a"), others: [], isTerminal: false)
    guard case .refuse(let error) = check.verdict else {
      Issue.record("not refused")
      return
    }
    #expect(error.message.contains("pinned: project ref a, system identifier 1, database oid 5"))
    #expect(error.message.contains("found: project ref none, system identifier 2, database oid 5"))
    #expect(error.hint?.contains("env trust prod") == true)
  }

  @Test("The project of the profile is compared with what the connection string shows")
  func project() throws {
    let environment = Environment(
      name: "prod", isProtected: true, dsnSource: "DATABASE_URL (environment)", projectRef: "a")
    try IdentityCheck.checkProject(of: environment, shown: "a")
    try IdentityCheck.checkProject(of: environment, shown: nil)
    try IdentityCheck.checkProject(of: Environment(name: "x", isProtected: false), shown: "b")
    let error = #expect(throws: OpsError.self) {
      try IdentityCheck.checkProject(of: environment, shown: "b")
    }
    #expect(error?.exit == .cannotConnect)
    #expect(error?.hint?.contains("DATABASE_URL") == true)
  }

  @Test(
    "The project is read off the host, or off a user",
    arguments: [
      ("db.iaketsyhmqbwaabgykux.supabase.co", "postgres", "iaketsyhmqbwaabgykux"),
      ("DB.abc.Supabase.co", "postgres.xyz", "abc"),
      ("aws-0-eu.pooler.supabase.com", "postgres.abc", "abc"),
      (
        "aws-0-eu.pooler.supabase.com", "dragonfly_app.iaketsyhmqbwaabgykux", "iaketsyhmqbwaabgykux"
      ),
      ("proxy.example", "postgres.iaketsyhmqbwaabgykux", "iaketsyhmqbwaabgykux"),
      ("proxy.example", "ada.lovelace", nil),
      ("aws-0-eu.pooler.supabase.com", "postgres", nil),
      ("db.abc.supabase.co.evil.example", "postgres", nil),
      ("db..supabase.co", nil, nil), ("abc.supabase.co", nil, nil),
      ("/var/run", "postgres", nil), (nil, nil, nil),
    ] as [(String?, String?, String?)])
  func shownProject(_ host: String?, _ user: String?, _ ref: String?) {
    #expect(ProjectRef.shown(host: host, user: user) == ref)
  }
}

/// A verdict without its reason.
enum IdentityOutcome: Equatable { case pinned, pin, ask, unverifiable, refuse }

/// A database as it is met, and what has to follow.
struct IdentityCase: Sendable {
  var name: String
  var isProtected = false
  var projectRef: String?
  var isLocal = false
  var observed = Identity(systemIdentifier: "1", databaseOID: 5)
  var pin: Identity?
  var others: [IdentityCheck.Other] = []
  var isTerminal = false
  var expected: IdentityOutcome
}
