internal import Glibc
internal import Postgres
internal import TestSupport
internal import Testing

@testable import OpsCore

/// Something breaks at each step of a change: either all of it is there afterwards, or nothing.
@Suite struct ChangeFaultTests {
  @Test(
    "trap 26: a backend that is killed before COMMIT leaves nothing changed, and says so",
    arguments: [ChangeStep.recorded, .begun, .locked, .applied, .prepared])
  func killed(step: ChangeStep) async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch(status: "failed")
    try await world.addError(id, index: 0)
    let before = try await world.row(id)
    let errors = try await world.rows(of: "intake.row_errors")
    let context = try await world.context()
    let failure = await #expect(throws: OpsError.self) {
      try await world.reset(id, in: context) { reached, transaction in
        guard reached == step else { return }
        let pid: Int32 =
          if let transaction { transaction.backendPID } else {
            try await context.link().connection.facts.clientPID
          }
        try await Backend.kill(pid, on: world.database)
      }
    }
    #expect(failure?.exit == .cannotConnect)
    #expect(failure?.message.contains("nothing was changed") == true)
    #expect(try await world.row(id) == before)
    #expect(try await world.rows(of: "intake.row_errors") == errors)
    // The next change works, on a new connection.
    try await world.reset(id, in: world.context())
    #expect(try await world.status(id) == "pending")
  }

  @Test("A backend that is killed after COMMIT does not hide that the change was made")
  func killedAfterCommit() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let context = try await world.context()
    let report = try await world.reset(id, in: context) { step, _ in
      guard step == .committed else { return }
      let pid = try await context.link().connection.facts.clientPID
      try await Backend.kill(pid, on: world.database)
    }
    #expect(report.changes.map(\.statusAfter) == ["pending"])
    #expect(try await world.status(id) == "pending")
  }

  @Test("trap 26: a COMMIT whose answer is lost is looked up on the server, not guessed")
  func lostAnswer() async throws {
    // COMMIT waits for a standby that does not exist: ended there, it has committed and cannot say so.
    let server = try await TestServer.separate(
      settings: ["synchronous_commit = local", "synchronous_standby_names = 'nobody'"])
    let world = ChangeWorld(kind: .prod, database: try await server.database(.prod))
    let id = try await world.addBatch()
    let context = try await world.context()
    let pid = try await context.link().connection.facts.clientPID
    async let change = world.reset(id, in: context)
    try await waitUntil("COMMIT waits") {
      try await !world.database.run(
        "SELECT 1 FROM pg_stat_activity WHERE pid = \(pid) AND wait_event = 'SyncRep'"
      ).isEmpty
    }
    try await Backend.kill(pid, on: world.database)
    let report = try await change
    #expect(report.changes.map(\.statusAfter) == ["pending"])
    #expect(try await world.status(id) == "pending")
  }

  @Test("trap 26: when nobody can be asked after a lost COMMIT, the outcome is called unknown")
  func nobodyToAsk() async throws {
    let server = try await TestServer.separate(
      settings: ["synchronous_commit = local", "synchronous_standby_names = 'nobody'"])
    let world = ChangeWorld(kind: .prod, database: try await server.database(.prod))
    let id = try await world.addBatch()
    let context = try await world.context()
    let pid = try await context.link().connection.facts.clientPID
    let change = Task { try await world.reset(id, in: context) }
    try await waitUntil("COMMIT waits") {
      try await !world.database.run(
        "SELECT 1 FROM pg_stat_activity WHERE pid = \(pid) AND wait_event = 'SyncRep'"
      ).isEmpty
    }
    // SIGQUIT: the server stops at once and takes its sessions with it.
    #expect(kill(try #require(server.postmasterPID), SIGQUIT) == 0)
    let failure = await #expect(throws: OpsError.self) { try await change.value }
    #expect(failure?.exit == .partial)
    let audit = try #require(try context.journal.lastAudit())
    #expect(failure?.hint?.contains(audit) == true)
  }

  @Test("trap 20: a COMMIT that is answered by ROLLBACK is an error, and nothing was changed")
  func commitAnsweredByRollback() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let before = try await world.row(id)
    let failure = await #expect(throws: PostgresError.self) {
      try await world.reset(id, in: world.context()) { step, transaction in
        // An error that nobody looks at leaves a transaction whose COMMIT rolls back without an error.
        if step == .prepared { _ = try? await transaction?.query("SELECT 1/0") }
      }
    }
    #expect(failure?.message.contains("ROLLBACK") == true)
    #expect(try await world.row(id) == before)
  }

  @Test("trap 20: a deferred constraint that fails at COMMIT leaves nothing changed")
  func deferred() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    try await world.database.execute(
      """
      CREATE FUNCTION intake.refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'refused at the end'; END $$;
      CREATE CONSTRAINT TRIGGER refuse AFTER UPDATE ON intake.simplicity_batches
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION intake.refuse();
      """)
    let before = try await world.row(id)
    let failure = await #expect(throws: PostgresError.self) {
      try await world.reset(id, in: world.context())
    }
    #expect(failure?.message.contains("refused at the end") == true)
    #expect(try await world.row(id) == before)
  }

  @Test("trap 18: a trigger that swallows the row makes the count differ, and nothing is changed")
  func swallowed() async throws {
    let world = try await ChangeWorld.make(.prod)
    let first = try await world.addBatch()
    let second = try await world.addBatch()
    try await world.database.execute(
      """
      CREATE FUNCTION intake.swallow() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN IF NEW.id = '\(second)' THEN RETURN NULL; END IF; RETURN NEW; END $$;
      CREATE TRIGGER swallow BEFORE UPDATE ON intake.simplicity_batches
        FOR EACH ROW EXECUTE FUNCTION intake.swallow();
      """)
    let failure = await #expect(throws: OpsError.self) {
      try await world.reset(first, second, in: world.context())
    }
    #expect(failure?.exit == .refused)
    #expect(failure?.message.contains("reached 1 rows, expected 2") == true)
    #expect(try await world.status(first) == "staging")
  }

  @Test("trap 13: row errors that appear between the question and the lock end the change")
  func newErrors() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch(status: "failed")
    try await world.addError(id, index: 0)
    let before = try await world.row(id)
    let failure = await #expect(throws: OpsError.self) {
      try await world.reset(id, in: world.context()) { step, _ in
        if step == .confirmed { try await world.addError(id, index: 1) }
      }
    }
    #expect(failure?.exit == .refused)
    #expect(failure?.message.contains("1 rows when looked at, 2 now") == true)
    #expect(try await world.row(id) == before)
  }

  @Test("A statement that runs too long is ended by the server, and nothing is changed")
  func statementTimeout() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let before = try await world.row(id)
    let failure = await #expect(throws: PostgresError.self) {
      try await world.reset(id, in: world.context()) { step, transaction in
        guard step == .locked else { return }
        _ = try await transaction?.query("SELECT set_config('statement_timeout', '50ms', true)")
        _ = try await transaction?.query("SELECT pg_sleep(60)")
      }
    }
    #expect(failure?.code == .timedOut)
    #expect(try await world.row(id) == before)
  }

  @Test(
    "trap 36: no intent in the journal, no change", arguments: [ChangeStep.recorded, .prepared])
  func journalUnwritable(step: ChangeStep) async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let before = try await world.row(id)
    let context = try await world.context()
    if step == .recorded { try context.breakJournal() }
    let failure = await #expect(throws: OpsError.self) {
      try await world.reset(id, in: context) { reached, _ in
        if step == .prepared, reached == .applied { try context.breakJournal() }
      }
    }
    #expect(failure != nil)
    #expect(try await world.row(id) == before)
  }

  @Test("An interrupt before COMMIT changes nothing, one after it cannot hide the change")
  func interrupted() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let context = try await world.context()
    let early = Task {
      try await world.reset(id, in: context) { step, _ in
        if step == .prepared { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
      }
    }
    let failure = await #expect(throws: PostgresError.self) { try await early.value }
    #expect(failure?.code == .interrupted)
    #expect(try await world.status(id) == "staging")

    let late = Task {
      try await world.reset(id, in: context) { step, _ in
        if step == .committed { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
      }
    }
    let partial = await #expect(throws: OpsError.self) { try await late.value }
    #expect(partial?.exit == .partial)
    #expect(try await world.status(id) == "pending")
  }

  @Test("A session in which triggers are out of force is refused")
  func replicationRole() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let context = try await world.context()
    _ = try await context.link().connection.query("SET session_replication_role = replica")
    let failure = await #expect(throws: OpsError.self) { try await world.reset(id, in: context) }
    #expect(failure?.exit == .refused)
    #expect(failure?.message.contains("session_replication_role is replica") == true)
    #expect(try await world.status(id) == "staging")
  }

  @Test("trap 2: a role that row security blinds gets an error, never zero rows")
  func rowSecurity() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    try await world.database.execute(
      """
      ALTER TABLE intake.simplicity_batches ENABLE ROW LEVEL SECURITY;
      DROP ROLE IF EXISTS dft_blind; CREATE ROLE dft_blind LOGIN;
      GRANT USAGE ON SCHEMA intake TO dft_blind;
      GRANT SELECT, UPDATE ON ALL TABLES IN SCHEMA intake TO dft_blind;
      """)
    let connection = try await world.database.connect(user: "dft_blind")
    let error = await #expect(throws: PostgresError.self) {
      try await LockProbe(connection).heldRows(of: .batches, keys: [id])
    }
    #expect(error?.sqlState == .insufficientPrivilege)
  }

  @Test("trap 10: an undo in another environment or database is refused")
  func elsewhere() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let context = try await world.context()
    let audit = try #require(try await world.reset(id, in: context).audit)
    let change = try UndoChange(original: audit, entries: try context.journal.entries(of: audit))
    let other = try await ChangeWorld.make(.prod)
    let failure = await #expect(throws: OpsError.self) {
      try await Changes().run(change, in: other.context())
    }
    #expect(failure?.exit == .refused)
    #expect(failure?.message.contains("another database") == true)
  }
}
