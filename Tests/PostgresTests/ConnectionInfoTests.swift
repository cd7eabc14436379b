import Testing

@testable import Postgres

@Suite("Connection strings")
struct ConnectionInfoTests {
  struct Parsed: Sendable, CustomTestStringConvertible {
    let dsn: String
    let host: String?
    let port: String?
    let database: String?
    let user: String?
    let isLocal: Bool
    var testDescription: String { dsn }
  }

  @Test(
    "Both forms are understood",
    arguments: [
      Parsed(
        dsn: "postgresql://ada@db.example.org:6543/intake", host: "db.example.org", port: "6543",
        database: "intake", user: "ada", isLocal: false),
      Parsed(
        dsn: "postgres://a%40b:p%2Fw@[::1]/x?sslmode=require", host: "::1", port: nil,
        database: "x", user: "a@b", isLocal: true),
      Parsed(
        dsn: "host=/tmp/run dbname='my db' user=ada", host: "/tmp/run", port: nil,
        database: "my db", user: "ada", isLocal: true),
      Parsed(
        dsn: "postgresql:///intake?host=/tmp/run", host: "/tmp/run", port: nil,
        database: "intake", user: nil, isLocal: true),
      Parsed(
        dsn: "host=127.0.0.1,localhost port=1,2", host: "127.0.0.1,localhost", port: "1,2",
        database: nil, user: nil, isLocal: true),
      Parsed(
        dsn: "host=localhost,db.example.org", host: "localhost,db.example.org", port: nil,
        database: nil, user: nil, isLocal: false),
      Parsed(
        dsn: "service=intake", host: nil, port: nil, database: nil, user: nil, isLocal: false),
      Parsed(
        dsn: "hostaddr=10.1.2.3 host=localhost", host: "localhost", port: nil, database: nil,
        user: nil, isLocal: false),
    ])
  func parses(_ expected: Parsed) throws {
    let info = try ConnectionInfo(dsn: expected.dsn)
    #expect(info.host == expected.host)
    #expect(info.port == expected.port)
    #expect(info.database == expected.database)
    #expect(info.user == expected.user)
    #expect(info.isLocal == expected.isLocal)
  }

  @Test(
    "A malformed string is refused without quoting it",
    arguments: [
      "password=two words s3cret",
      "postgresql://ada:s3cret%zz@host/db",
      "postgresql://ada:pa/s3cret@host/db",
      "postgresql://ada:p@s3cret@host/db",
      "postgresql://ada:x@host:s3cret/db",
      "postgresql://ada:x@host/db?s3cret",
      "s3cret",
      "host=db s3cret=1",
      "host=db port=0",
      "host=db\0password=s3cret",
      "password='s3cret",
    ])
  func refuses(_ dsn: String) {
    let error = #expect(throws: PostgresError.self) { try ConnectionInfo(dsn: dsn) }
    #expect(error?.code == .invalidConnectionString)
    #expect(error?.description.contains("s3cret") == false)
    #expect(error?.hint?.contains("s3cret") != true)
  }

  @Test("Secrets are masked and the rest is kept")
  func redacts() throws {
    let info = try ConnectionInfo(
      dsn: "host=db dbname='my db' password='it\\'s s3cret' sslpassword=k3y")
    let text = info.redacted()
    #expect(text == "dbname='my db' host=db password=******** sslpassword=********")
    #expect(info.description == text)
  }

  @Test(
    "Secrets are taken out of other texts",
    arguments: [
      ("plain p@ss/word here", "plain ******** here"),
      ("encoded p%40ss%2Fword here", "encoded ******** here"),
      ("postgresql://ada:other@host/db failed", "postgresql://ada:********@host/db failed"),
      ("see https://example.org/a@b", "see https://example.org/a@b"),
      ("nothing to hide", "nothing to hide"),
    ])
  func redactsTexts(_ text: String, _ expected: String) throws {
    let info = try ConnectionInfo(dsn: "postgresql://ada:p%40ss%2Fword@host/db")
    #expect(info.redact(text) == expected)
  }

  @Test(
    "Requiring TLS raises weak modes and keeps strong ones",
    arguments: [
      ("host=db", "require"), ("host=db sslmode=disable", "require"),
      ("host=db sslmode=prefer", "require"), ("host=db sslmode=require", "require"),
      ("host=db sslmode=verify-ca", "verify-ca"), ("host=db sslmode=verify-full", "verify-full"),
    ])
  func requiresTLS(_ dsn: String, _ mode: String) throws {
    var info = try ConnectionInfo(dsn: dsn)
    info.requireTLS()
    #expect(info["sslmode"] == mode)
  }

  @Test("Several hosts become candidates with their own ports")
  func listsCandidates() throws {
    let info = try ConnectionInfo(dsn: "host=127.0.0.1,/run,10.0.0.1 port=1,2,3")
    #expect(
      Candidate.all(of: info) == [
        Candidate(host: "127.0.0.1", address: "127.0.0.1", port: "1"),
        Candidate(host: "/run", address: nil, port: "2"),
        Candidate(host: "10.0.0.1", address: "10.0.0.1", port: "3"),
      ])
  }

  @Test("What the string sets wins over the tool's defaults")
  func mergesDefaults() throws {
    let info = try ConnectionInfo(dsn: "target_session_attrs=any application_name=me")
    let parameters = Dictionary(
      uniqueKeysWithValues: Candidate().parameters(of: info).map { ($0.key, $0.value) })
    #expect(parameters["target_session_attrs"] == "any")
    #expect(parameters["application_name"] == "me")
    #expect(parameters["fallback_application_name"] == "dfops")
    #expect(parameters["client_encoding"] == "UTF8")
  }
}
