internal import Postgres
internal import TestSupport
internal import Testing

@testable import OpsCore

@Suite struct LockProbeTests {
  /// Runs the body while another session, named like a worker, holds a lock.
  private func holding(
    _ lock: String, in world: ChangeWorld, body: (Int32) async throws -> Void
  ) async throws {
    let holder = try await Connection.connect(
      ConnectionInfo(dsn: world.database.dsn() + " application_name=dragonfly_v9_ingest"))
    // The wait for the lock is over when the transaction has begun its body.
    struct Done: Error {}
    do {
      try await holder.transaction(.readWrite) { transaction in
        _ = try await transaction.query(lock)
        try await body(transaction.backendPID)
        throw Done()
      }
    } catch is Done {}
    await holder.close()
  }

  static let locks = [
    "SELECT 1 FROM intake.simplicity_batches WHERE id = '@' FOR UPDATE",
    "UPDATE intake.simplicity_batches SET filename = 'held' WHERE id = '@'",
    // A worker that inserts child rows holds no more than this; FOR NO KEY UPDATE would not notice.
    """
    INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message)
    VALUES ('@', 1, 'X', 'x')
    """,
    "LOCK TABLE intake.simplicity_batches IN EXCLUSIVE MODE",
  ]

  @Test("A held row is found within two seconds, with its holder's name and pid", arguments: locks)
  func held(lock: String) async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let free = try await world.addBatch()
    let before = try await world.row(id)
    try await holding(lock.replacing("@", with: id), in: world) { pid in
      let context = try await world.context()
      _ = try await context.link()
      let (refusal, inTime) = try await timed(within: .seconds(2)) {
        await #expect(throws: OpsError.self) { try await world.reset(id, in: context) }
      }
      #expect(inTime)
      #expect(refusal?.exit == .refused)
      #expect(refusal?.message.contains("dragonfly_v9_ingest (pid \(pid)") == true)
      #expect(refusal?.message.contains("nothing was changed") == true)
      guard !lock.hasPrefix("LOCK") else { return }
      #expect(try await world.row(id) == before)
      let others = try await LockProbe(context.link().connection)
        .heldRows(of: .batches, keys: [id, free])
      #expect(others.map(\.key) == [id])
    }
    #expect(try await world.row(id) == before)
  }

  @Test("trap 13: a row that is taken between the question and the lock is refused with its holder")
  func takenLate() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let holder = try await Connection.connect(
      ConnectionInfo(dsn: world.database.dsn() + " application_name=late_worker"))
    _ = try await holder.query("BEGIN")
    let refusal = await #expect(throws: OpsError.self) {
      try await world.reset(id, in: world.context()) { step, _ in
        guard step == .begun else { return }
        _ = try await holder.query(
          "SELECT 1 FROM intake.simplicity_batches WHERE id = '\(id)' FOR UPDATE")
      }
    }
    _ = try await holder.query("ROLLBACK")
    #expect(refusal?.exit == .refused)
    #expect(refusal?.message.contains("late_worker (pid \(holder.facts.clientPID)") == true)
    #expect(try await world.status(id) == "staging")
  }

  @Test("Two lockers that share a row are both named")
  func shared() async throws {
    let world = try await ChangeWorld.make(.prod)
    let id = try await world.addBatch()
    let lock = "SELECT 1 FROM intake.simplicity_batches WHERE id = '\(id)' FOR KEY SHARE"
    try await holding(lock, in: world) { first in
      try await holding(lock, in: world) { second in
        let held = try await LockProbe(world.database.connect()).heldRows(of: .batches, keys: [id])
        #expect(Set(held.flatMap(\.holders).map(\.pid)) == [Int(first), Int(second)])
      }
    }
  }

  @Test("A name that comes from outside cannot reach the terminal raw")
  func hostileName() {
    let holder = LockHolder(
      applicationName: "w\u{1B}[2J", pid: 7, user: "u", state: "active", seconds: 5)
    #expect(!holder.description.contains("\u{1B}"))
    let row = HeldRow(key: "k", holders: [])
    #expect(row.reason.contains("the second look did not find"))
  }
}
