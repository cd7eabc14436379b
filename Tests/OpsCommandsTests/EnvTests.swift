import TestSupport
import Testing

@Suite("env, use, status")
struct EnvTests {
  @Test("list needs no server and marks the present environment")
  func list() async throws {
    let shell = try await Harness.make(.dev)
    let run = try await shell.run("env list -o json")
    #expect(run.status == 0)
    #expect(run.stdout.contains("\"environment\":\"dev\",\"current\":true,\"protected\":false"))
    #expect(run.stdout.contains("\"environment\":\"prod\",\"current\":false,\"protected\":true"))
    #expect(try await shell.run("env -o json").stdout == run.stdout)
  }

  @Test("show leaves passwords out, and says whether the server is pinned")
  func show() async throws {
    let shell = try await Harness.make(.dev, password: "s3cret")
    #expect(try await shell.run("env show dev -o json").stdout.contains("\"pin\":null"))
    _ = try await shell.run("status")
    let run = try await shell.run("env show -o json")
    #expect(run.stdout.contains("\"system_identifier\""))
    #expect(!run.stdout.contains("s3cret"))
    #expect(try await shell.run("env show nowhere").status == 78)
  }

  @Test("Another server under the same name is refused until it is trusted")
  func trust() async throws {
    let shell = try await Harness.make(.dev)
    #expect(try await shell.run("status").status == 0)
    try await shell.moveToOtherDatabase()
    let refused = try await shell.run("status")
    #expect(refused.status == 2)
    #expect(try await shell.run("env trust dev").status == 4)
    #expect(try await shell.run("status").status == 2)
    let trusted = try await shell.run("env trust dev --yes")
    #expect(trusted.status == 0, "\(trusted.stderr)")
    #expect(try await shell.run("status").status == 0)
    #expect(try await shell.run("audit list -o json").stdout.contains("\"result\":\"trusted "))
  }

  @Test("A protected environment is trusted by typing its name only")
  func trustProtected() async throws {
    let shell = try await Harness.make(.prod)
    #expect(try await shell.run("status").status == 0)
    try await shell.moveToOtherDatabase()
    #expect(try await shell.run("env trust prod --yes").status == 4)
    #expect(try await shell.run("status").status == 2)
  }

  @Test("status prints every key of its shape", arguments: ErrorsTests.schemas)
  func status(_ kind: SchemaKind) async throws {
    let run = try await Harness.make(kind).run("status -o json")
    #expect(run.status == 0, "\(run.stderr)")
    for key in [
      "environment", "protected", "host", "port", "database", "user", "dsn_source", "tls",
      "server_version", "role", "replica", "pooled", "bypass_row_security", "row_security_active",
      "system_identifier", "database_oid", "timeline", "identity", "armed_until", "entry_status",
      "statuses", "in_flight", "differences",
    ] { #expect(run.stdout.contains("\"\(key)\":"), "\(key)") }
    #expect(try run.json["entry_status"] == (kind == .dev ? "uploaded" : "pending"))
    #expect(try run.json["pooled"] == "no")
  }

  @Test("use switches, and refuses what is not configured")
  func use() async throws {
    let shell = try await Harness.make(.dev)
    #expect(try await shell.run("use prod").status == 0)
    #expect(try await shell.run("env list -o json").stdout.contains("\"prod\",\"current\":true"))
    let run = try await shell.run("use nowhere")
    #expect(run.status == 78)
    #expect(run.stderr.contains("nowhere"))
  }
}
