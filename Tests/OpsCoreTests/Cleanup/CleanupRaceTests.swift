import FoundationEssentials
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import OpsCore

@Suite("Cleanup: others meanwhile")
struct CleanupRaceTests {
  /// Does something once, when a stage is reached.
  private static func once(
    _ stage: CleanupStage, _ action: @escaping @Sendable () async throws -> Void
  ) -> CleanupObserver {
    let isDone = Mutex(false)
    return { reached, _ in
      guard reached == stage,
        isDone.withLock({ done in
          defer { done = true }
          return !done
        })
      else { return }
      try await action()
    }
  }

  @Test(
    "Traps 4, 11 and 13: a worker that claims or writes between the looks keeps its batch",
    arguments: [
      (
        CleanupStage.started,
        "UPDATE intake.simplicity_batches SET status = 'processing' WHERE id = 'ID'", "in_flight"
      ),
      (
        .begun, "UPDATE intake.simplicity_batches SET status = 'processing' WHERE id = 'ID'",
        "in_flight"
      ),
      (
        .begun, "UPDATE intake.simplicity_batches SET row_count_total = 1 WHERE id = 'ID'",
        "changed"
      ),
      (.begun, "DELETE FROM intake.simplicity_batches WHERE id = 'ID'", "gone"),
      (
        .begun,
        "INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message) VALUES ('ID', 99, 'N', 'n')",
        "rows_changed"
      ), (.begun, "DELETE FROM intake.row_errors WHERE batch_id = 'ID'", "rows_changed"),
    ])
  func claims(_ stage: CleanupStage, _ sql: String, _ reason: String) async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(6, errors: 3)
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    let database = world.database
    let report = try await CleanupWork(
      plan, in: context,
      observe: Self.once(stage) {
        try await database.execute(sql.replacing("ID", with: ids[2]))
      }
    ).apply()
    #expect(report.deleted == 5)
    #expect(report.skipped == [SkippedTarget(id: ids[2], reason: reason)])
    let left = try await world.count("intake.simplicity_batches")
    #expect(left == (reason == "gone" ? 0 : 1))
  }

  @Test(
    "Trap 13: a child that is added while a batch is locked waits, and fails when the batch is gone"
  )
  func lateChild() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(3, errors: 2)
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    let worker = try await world.database.connect()
    let insert = Mutex<Task<Bool, Never>?>(nil)
    let pid = Int32(try await worker.query("SELECT pg_backend_pid() AS p")[0].int("p"))
    let database = world.database
    let report = try await CleanupWork(
      plan, in: context,
      observe: Self.once(.locked) {
        insert.withLock {
          $0 = Task {
            do {
              _ = try await worker.query(
                "INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message) VALUES ('\(ids[1])', 99, 'N', 'n')"
              )
              return true
            } catch { return (error as? PostgresError)?.sqlState != .foreignKeyViolation }
          }
        }
        try await Backend.waitForLock(pid, on: database)
      }
    ).apply()
    #expect(report.deleted == 3)
    let task = insert.withLock { $0 }
    #expect(await task?.value == false)
    #expect(try await world.count("intake.row_errors") == 0)
  }

  @Test("Who waits for a transaction makes the next one smaller, and loses nothing")
  func waiters() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(60, errors: 9)
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    let worker = try await world.database.connect()
    let pid = Int32(try await worker.query("SELECT pg_backend_pid() AS p")[0].int("p"))
    let first = try #require(plan.plan.batches.first?.id)
    let database = world.database
    let report = try await CleanupWork(
      plan, in: context, controller: ChunkController(capacity: 200, least: 200),
      observe: Self.once(.locked) {
        Task {
          try await worker.query(
            "UPDATE intake.simplicity_batches SET row_count_total = 9 WHERE id = '\(first)'")
        }
        try await Backend.waitForLock(pid, on: database)
      }
    ).apply()
    #expect(report.deleted == 60)
    let sizes = try plan.ledger().committed.map { $0.step.batches.count }
    #expect(sizes[1] < sizes[0])
  }

  @Test("Two plans over the same batches: each batch goes once, and comes back once")
  func overlappingPlans() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(40, errors: 9)
    let before = try await world.snapshot()
    let (one, two) = (try await world.context(), try await world.context())
    let plans = (try await world.plan(ids, in: one), try await world.plan(ids, in: two))
    let small = ChunkController(capacity: 60, least: 60)
    async let first = CleanupWork(plans.0, in: one, controller: small) { _, _ in }
      .apply(allowShrink: 40)
    async let second = CleanupWork(plans.1, in: two, controller: small) { _, _ in }
      .apply(allowShrink: 40)
    let reports = [try? await first, try? await second].compactMap(\.self)
    #expect(reports.reduce(0) { $0 + $1.deleted } <= 40)
    let gone = try plans.0.ledger().deleted + plans.1.ledger().deleted
    #expect(Set(gone).count == gone.count)
    #expect(try await world.count("intake.simplicity_batches") == 40 - gone.count)
    for (plan, context) in [(plans.0, one), (plans.1, two)] where try !plan.ledger().deleted.isEmpty
    {
      #expect(try await CleanupWork(plan, in: context).undo().isVerified)
    }
    #expect(try await world.snapshot() == before)
  }

  @Test("Trap 17: only one process is at a plan")
  func oneAtATime() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(3, errors: 1)
    let context = try await world.context()
    let other = try await world.context()
    let plan = try await world.plan(ids, in: context)
    _ = try await CleanupWork(
      plan, in: context,
      observe: Self.once(.locked) {
        let state = try plan.state()
        #expect(state == .applying)
        let error = await #expect(throws: OpsError.self) {
          try await CleanupWork(plan, in: other).apply()
        }
        #expect(error?.exit == .refused)
        #expect(error?.message.contains("another process") == true)
      }
    ).apply()
  }

  @Test(
    "pause from elsewhere, and ^C, stop between two transactions; resume does the rest",
    arguments: [
      "pause", "^C",
    ])
  func stops(_ way: String) async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(20, errors: 9)
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    let small = ChunkController(capacity: 60, least: 60)
    let error = await #expect(throws: OpsError.self) {
      try await CleanupWork(
        plan, in: context, controller: small,
        observe: Self.once(.locked) {
          if way == "pause" {
            try CleanupWork(plan, in: context).pause()
          } else {
            #expect(context.session.interrupts.take())
            // A second wish is to be obeyed at once.
            #expect(!context.session.interrupts.take())
          }
        }
      ).apply()
    }
    #expect(error?.exit == .partial)
    #expect(try plan.state() == .paused)
    let gone = try plan.ledger().deleted.count
    #expect(gone > 0 && gone < 20)
    let report = try await CleanupWork(plan, in: context).resume()
    #expect(report.deleted == 20)
  }

  @Test("Traps 22 to 26: it works through a pooler that lends sessions for a transaction")
  func pooled() async throws {
    let world = try await CleanupWorld.make(.prod)
    let ids = try await world.seed(30, errors: 9)
    let before = try await world.snapshot()
    let pooler = try await TestPooler(for: world.database.server)
    let context = try await makeContext(
      expect: nil, limits: .none, dsn: pooler.dsn(database: world.database.name), state: world.state
    )
    let plan = try await world.plan(ids, in: context)
    let small = ChunkController(capacity: 60, least: 60)
    let report = try await CleanupWork(plan, in: context, controller: small) { _, _ in }.apply()
    #expect(report.deleted == 30)
    #expect(try await CleanupWork(plan, in: context).undo().isVerified)
    #expect(try await world.snapshot() == before)
  }

  @Test("A state folder in memory is refused")
  func memory() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(1, errors: 1)
    try #require(CleanupGates.isVolatile("/dev/shm"))
    let state = "/dev/shm/dfops-\(UInt64.random(in: .min ... .max))"
    defer { try? FileManager.default.removeItem(atPath: state) }
    let context = try await makeContext(
      expect: nil, limits: .none, dsn: world.database.dsn(), state: state)
    let plan = try await world.plan(ids, in: context)
    let error = await #expect(throws: OpsError.self) {
      try await CleanupWork(plan, in: context).apply()
    }
    #expect(error?.exit == .refused)
    #expect(error?.message.contains("lies in memory") == true)
    #expect(try await world.count("intake.simplicity_batches") == 1)
  }
}
