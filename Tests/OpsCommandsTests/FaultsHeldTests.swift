internal import Postgres
internal import TestSupport
internal import Testing

@Suite struct FaultsHeldTests {
  @Test(
    "A held row is refused within two seconds with its holder's name and pid, untouched",
    arguments: [SchemaKind.dev, .prod], ["reset @", "fail @ --message m"])
  func named(kind: SchemaKind, command: String) async throws {
    let shell = try await ChangeShell.make(kind)
    let id = try await shell.addBatch()
    let before = try await shell.row(id)
    let holder = try await shell.database.connect()
    _ = try await holder.query("SET application_name = 'dragonfly_v9_ingest'")
    _ = try await holder.query("BEGIN")
    _ = try await holder.query(
      "SELECT 1 FROM intake.simplicity_batches WHERE id = '\(id)' FOR UPDATE")
    let (run, inTime) = try await timed(within: .seconds(2)) {
      try await shell.run(command.replacing("@", with: id) + " " + shell.consent)
    }
    #expect(inTime)
    #expect(run.status == 4)
    #expect(run.stderr.contains("dragonfly_v9_ingest (pid \(holder.facts.clientPID)"))
    #expect(try await shell.row(id) == before)
    await holder.close()
  }

  @Test("Who holds a row error that a reset would resolve is named, and not said to be gone")
  func rowError() async throws {
    let shell = try await ChangeShell.make(.prod)
    let id = try await shell.addBatch()
    try await shell.database.execute(
      """
      INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message)
      VALUES ('\(id)', 1, 'X', 'x')
      """)
    let before = try await shell.row(id)
    let holder = try await shell.database.connect()
    _ = try await holder.query("SET application_name = 'errworker'")
    _ = try await holder.query("BEGIN")
    _ = try await holder.query(
      "SELECT 1 FROM intake.row_errors WHERE batch_id = '\(id)' FOR UPDATE")
    let run = try await shell.run("reset \(id) \(shell.consent)")
    #expect(run.status == 4)
    #expect(
      run.stderr.contains("errworker (pid \(holder.facts.clientPID)"), "\(run.stderr)")
    #expect(try await shell.row(id) == before)
    await holder.close()
  }

  @Test("Who holds the table as a whole is named to those who only read it")
  func table() async throws {
    let shell = try await ChangeShell.make(.dev)
    let holder = try await shell.database.connect()
    _ = try await holder.query("SET application_name = 'migration'")
    _ = try await holder.query("BEGIN")
    _ = try await holder.query("LOCK TABLE intake.simplicity_batches")
    let run = try await shell.run("batches")
    #expect(run.status == 4)
    #expect(run.stderr.contains("is held by migration (pid \(holder.facts.clientPID)"))
    await holder.close()
  }

  @Test("A lock that is only waited for lets nobody pass: who waits, and behind whom, is named")
  func queued() async throws {
    let shell = try await ChangeShell.make(.dev)
    let reader = try await shell.database.connect()
    _ = try await reader.query("SET application_name = 'report'")
    _ = try await reader.query("BEGIN")
    _ = try await reader.query("SELECT count(*) FROM intake.simplicity_batches")
    let waiter = try await shell.database.connect()
    _ = try await waiter.query("SET application_name = 'migration'")
    _ = try await waiter.query("BEGIN")
    let waiting = Task { try await waiter.query("LOCK TABLE intake.simplicity_batches") }
    try await waitUntil("the migration waits") {
      try await shell.database.run(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = \(waiter.facts.clientPID)"
      )[0][0] == "1"
    }
    let run = try await shell.run("summary")
    #expect(run.status == 4)
    #expect(!run.stderr.contains("cannot connect"), "\(run.stderr)")
    #expect(run.stderr.contains("connected to dev, but migration (pid \(waiter.facts.clientPID)"))
    #expect(run.stderr.contains("queued behind report (pid \(reader.facts.clientPID)"))
    #expect(run.stderr.contains("pid \(reader.facts.clientPID) has ended"))
    await reader.close()
    _ = try? await waiting.value
    await waiter.close()
  }

  @Test("status says what it can while somebody keeps everybody from the table")
  func status() async throws {
    let shell = try await ChangeShell.make(.dev)
    let holder = try await shell.database.connect()
    _ = try await holder.query("BEGIN")
    _ = try await holder.query("LOCK TABLE intake.simplicity_batches")
    let run = try await shell.run("status -o json")
    #expect(run.status == 4)
    #expect(run.stdout.contains("\"server_version\":\""))
    #expect(run.stdout.contains("\"statuses\":null"))
    #expect(run.stderr.contains("connected to dev, but intake.simplicity_batches is held by"))
    await holder.close()
  }

  @Test("A held row that a filter found is left alone with its holder, and not counted")
  func filtered() async throws {
    let shell = try await ChangeShell.make(.dev)
    let held = try await shell.addBatch(filename: "night-1.csv")
    let free = try await shell.addBatch(filename: "night-2.csv")
    let holder = try await shell.database.connect()
    _ = try await holder.query("BEGIN")
    _ = try await holder.query(
      "SELECT 1 FROM intake.simplicity_batches WHERE id = '\(held)' FOR UPDATE")
    let run = try await shell.run("reset --filename 'night-*' --expect 1 -o json")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stdout.contains("held by"))
    #expect(try await shell.status(held) == "staging")
    #expect(try await shell.status(free) == "uploaded")
    await holder.close()
  }
}
