internal import TestSupport
internal import Testing

@Suite struct UndoTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  @Test(
    "Undo of a reset and of a fail restores the row byte for byte", arguments: schemas,
    ["reset @", "fail @ --message m"])
  func restores(kind: SchemaKind, command: String) async throws {
    let shell = try await ChangeShell.make(kind)
    let id = try await shell.addBatch()
    let before = try await shell.row(id)
    let done = try await shell.run(
      command.replacing("@", with: id) + " \(shell.consent) -o json")
    #expect(done.status == 0, "\(done.stderr)")
    #expect(try await shell.row(id) != before)
    let audit = try #require(try done.json["audit"])
    let run = try await shell.run("undo \(audit) \(shell.consent) -o json")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(try run.json["command"] == "undo")
    #expect(try await shell.row(id) == before)
  }

  @Test("Undo is refused with a diff when the row has moved since", arguments: schemas)
  func moved(kind: SchemaKind) async throws {
    let shell = try await ChangeShell.make(kind)
    let id = try await shell.addBatch()
    let done = try await shell.run("reset \(id) \(shell.consent) -o json")
    let audit = try #require(try done.json["audit"])
    try await shell.database.execute(
      "UPDATE intake.simplicity_batches SET status = 'staging' WHERE id = '\(id)'")
    let run = try await shell.run("undo \(audit) \(shell.consent)")
    #expect(run.status == 4)
    #expect(run.stderr.contains("status was '\(shell.entry)', is 'staging'"))
    #expect(try await shell.status(id) == "staging")
  }

  @Test("The command that is taken back is named, whatever stood before it on its line")
  func names() async throws {
    let shell = try await ChangeShell.make(.prod)
    let id = try await shell.addBatch()
    let done = try await shell.run("-o json reset \(id) \(shell.consent)")
    let audit = try #require(try done.json["audit"])
    let run = try await shell.run("undo \(audit) \(shell.consent)")
    #expect(run.stderr.contains("undo of reset \(audit)"), "\(run.stderr)")
  }

  @Test("An audit id that the journal does not know is an error")
  func unknown() async throws {
    let shell = try await ChangeShell.make(.dev)
    #expect(try await shell.run("undo ffffffff --yes").status == 1)
  }
}
