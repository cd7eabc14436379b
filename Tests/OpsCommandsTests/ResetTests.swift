internal import TestSupport
internal import Testing

@Suite struct ResetTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  @Test("Reset prints the shape of a change", arguments: schemas)
  func shape(kind: SchemaKind) async throws {
    let shell = try await ChangeShell.make(kind)
    let id = try await shell.addBatch(status: "failed")
    let run = try await shell.run("reset \(id) \(shell.consent) -o json")
    #expect(run.status == 0, "\(run.stderr)")
    let json = try run.json
    #expect(json["command"] == "reset")
    #expect(json["environment"] == (kind == .dev ? "dev" : "prod"))
    #expect(json["planned"] == "1")
    #expect(json["changed"] == "1")
    #expect(run.stdout.contains("\"status_before\":\"failed\""))
    #expect(run.stdout.contains("\"status_after\":\"\(shell.entry)\""))
    #expect(try await shell.status(id) == shell.entry)
  }

  @Test("A second reset is refused and names the state", arguments: schemas)
  func second(kind: SchemaKind) async throws {
    let shell = try await ChangeShell.make(kind)
    let id = try await shell.addBatch()
    #expect(try await shell.run("reset \(id) \(shell.consent)").status == 0)
    let run = try await shell.run("reset \(id) \(shell.consent)")
    #expect(run.status == 4)
    #expect(run.stderr.contains("is \(shell.entry) already"))
  }

  @Test("Reset says that nothing polls when no worker has been seen", arguments: schemas)
  func truth(kind: SchemaKind) async throws {
    let shell = try await ChangeShell.make(kind)
    try await shell.database.execute("DELETE FROM ops.worker_heartbeats")
    let id = try await shell.addBatch()
    let run = try await shell.run("reset \(id) \(shell.consent)")
    #expect(run.stdout.contains("nothing is seen that polls \(shell.entry)"))
  }

  @Test("An id that names nothing is an error, a malformed one a usage error")
  func ids() async throws {
    let shell = try await ChangeShell.make(.dev)
    let unknown = "00000000-0000-4000-8000-000000000000"
    #expect(try await shell.run("reset \(unknown) --yes").status == 1)
    #expect(try await shell.run("reset not-an-id --yes").status == 64)
    #expect(try await shell.run("reset 12 --yes").status == 64)
  }

  @Test("A named batch that does not match the filters is refused")
  func filters() async throws {
    let shell = try await ChangeShell.make(.dev)
    let id = try await shell.addBatch(status: "staging")
    #expect(try await shell.run("reset \(id) --status failed --yes").status == 4)
    #expect(try await shell.run("reset \(id) --status staging --yes").status == 0)
    #expect(try await shell.run("reset \(id) --status no_such_status --yes").status == 64)
  }
}
