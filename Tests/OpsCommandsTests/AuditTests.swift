import FoundationEssentials
import TestSupport
import Testing

@Suite("audit")
struct AuditTests {
  /// A shell in which one batch has been reset, with the audit id of that.
  private func changed() async throws -> (shell: Harness, audit: String) {
    let shell = try await Harness.make(.dev)
    let rows = try await shell.database.run(
      "INSERT INTO intake.simplicity_batches (filename, status) VALUES ('a', 'staging') RETURNING id"
    )
    let id = try #require(rows[0][0])
    let run = try await shell.run("reset \(id) --yes -o json")
    #expect(run.status == 0, "\(run.stderr)")
    return (shell, try #require(run.json["audit"]))
  }

  @Test("list and show tell who did what, with the row before and after")
  func show() async throws {
    let (shell, audit) = try await changed()
    let list = try await shell.run("audit list -o json").stdout
    #expect(list.contains("\"audit\":\"\(audit)\""))
    #expect(list.contains("\"planned\":1,\"changed\":1,\"result\":\"changed\""))
    #expect(try await shell.run("audit -o json").stdout == list)
    let show = try await shell.run("audit show \(audit) -o json")
    #expect(show.status == 0)
    #expect(show.stdout.contains("\"status\":{\"before\":\"staging\",\"after\":\"uploaded\"}"))
    #expect(try await shell.run("audit show 00000000").status == 1)
  }

  @Test("verify accepts the journal, and a head that was kept elsewhere")
  func verify() async throws {
    let (shell, _) = try await changed()
    let run = try await shell.run("audit verify -o json")
    #expect(run.status == 0)
    #expect(try run.json["valid"] == "true")
    let head = try #require(run.json["head"])
    #expect(try await shell.run("audit verify --head \(head)").status == 0)
    #expect(
      try await shell.run("audit verify --head \(String(repeating: "0", count: 64))").status == 1)
  }

  @Test("A journal that was edited is invalid: the object on stdout, exit status 1")
  func tampered() async throws {
    let (shell, _) = try await changed()
    let path = shell.statePath + "/audit.jsonl"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.replacing("staging", with: "pending").utf8).write(to: URL(filePath: path))
    let run = try await shell.run("audit verify -o json")
    #expect(run.status == 1)
    #expect(try run.json["valid"] == "false")
    #expect(try run.json["first_bad"] != nil)
    #expect(run.stderr.contains("dfops: audit verify: "))
  }

  @Test("An empty journal is valid and has no changes")
  func empty() async throws {
    let shell = try await Harness.make(.empty)
    #expect(try await shell.run("audit list -o json").stdout == "[]\n")
    #expect(try await shell.run("audit verify -o json").status == 0)
  }
}
