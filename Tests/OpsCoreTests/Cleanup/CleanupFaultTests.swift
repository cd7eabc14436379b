import FoundationEssentials
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import OpsCore

@Suite("Cleanup: what breaks it")
struct CleanupFaultTests {
  /// Breaks something when a stage is reached for the n-th time.
  private final class Breaker: Sendable {
    private let count = Mutex(0)
    let stage: CleanupStage
    let occurrence: Int
    let action: @Sendable (Transaction?) async throws -> Void

    init(
      _ stage: CleanupStage, _ occurrence: Int,
      _ action: @escaping @Sendable (Transaction?) async throws -> Void
    ) {
      self.stage = stage
      self.occurrence = occurrence
      self.action = action
    }

    var observe: CleanupObserver {
      { stage, transaction in
        guard stage == self.stage else { return }
        let number = self.count.withLock { count in
          count += 1
          return count
        }
        if number == self.occurrence { try await self.action(transaction) }
      }
    }
  }

  static let moments: [(CleanupStage, Int)] = [
    (.started, 1), (.begun, 1), (.locked, 1), (.applied, 1), (.prepared, 1), (.committed, 1),
    (.recorded, 1), (.begun, 2), (.locked, 2), (.applied, 2), (.prepared, 2), (.committed, 2),
    (.recorded, 2), (.proving, 1),
  ]

  private static let small = ChunkController(capacity: 60, least: 60)

  private static func killer(_ database: TestDatabase)
    -> @Sendable (Transaction?) async throws -> Void
  {
    { transaction in
      guard let transaction else { throw Stopped() }
      try await Backend.kill(transaction.backendPID, on: database)
    }
  }

  private struct Stopped: Error {}

  @Test(
    "The server process dies, or ours stops, at each step of apply: resume does the rest, undo takes all back",
    arguments: moments)
  func applyBreaks(_ stage: CleanupStage, _ occurrence: Int) async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(12, errors: 9)
    try await world.seed(2, errors: 1)
    let before = try await world.snapshot()
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    let breaker = Breaker(stage, occurrence, Self.killer(world.database))
    let error = await #expect(throws: (any Error).self) {
      try await CleanupWork(
        plan, in: context, controller: Self.small, observe: breaker.observe
      ).apply()
    }
    let rest = try await world.count("intake.simplicity_batches") - 2
    if rest == 12 {
      #expect((error as? OpsError)?.exit != .partial)
      #expect(try plan.state() == .planned)
      _ = try await CleanupWork(plan, in: try await world.context()).apply()
    } else {
      #expect((error as? OpsError)?.exit == .partial)
      let report = try await CleanupWork(plan, in: try await world.context()).resume()
      #expect(report.deleted == 12)
      #expect(report.skipped.isEmpty)
    }
    #expect(try await world.count("intake.row_errors") == 2)
    #expect(try plan.ledger().counts["intake.row_errors"] == 108)
    let undone = try await CleanupWork(plan, in: context).undo()
    #expect(undone.restored == 12)
    #expect(try await world.snapshot() == before)
    #expect(try context.journal.verify().valid)
  }

  @Test(
    "The server process dies, or ours stops, at each step of undo: undo goes on",
    arguments: moments.filter { $0.0 != .locked })
  func undoBreaks(_ stage: CleanupStage, _ occurrence: Int) async throws {
    let world = try await CleanupWorld.make(.prod)
    let ids = try await world.seed(12, errors: 9)
    let before = try await world.snapshot()
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    _ = try await CleanupWork(plan, in: context, controller: Self.small) { _, _ in }.apply()
    let breaker = Breaker(stage, occurrence, Self.killer(world.database))
    _ = await #expect(throws: (any Error).self) {
      try await CleanupWork(plan, in: context, observe: breaker.observe).undo()
    }
    let undone = try await CleanupWork(plan, in: try await world.context()).undo()
    #expect(undone.restored == 12)
    #expect(undone.isVerified)
    #expect(try await world.snapshot() == before)
    #expect(try plan.state() == .undone)
  }

  @Test("Trap 20: a COMMIT that a deferred constraint refuses takes nothing away and is told")
  func deferredConstraint() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(6, errors: 2)
    try await world.database.execute(
      """
      CREATE TABLE public.marks (batch uuid REFERENCES intake.simplicity_batches (id)
        ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED);
      CREATE INDEX ON public.marks (batch)
      """)
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    try await world.database.execute("INSERT INTO public.marks VALUES ('\(ids[2])')")
    let report = try await CleanupWork(plan, in: context).apply()
    #expect(report.deleted == 5)
    #expect(report.skipped.map(\.id) == [ids[2]])
    #expect(report.skipped.map(\.reason) == ["kept"])
    #expect(try await world.count("intake.row_errors", where: "batch_id = '\(ids[2])'") == 2)
  }

  @Test("Trap 36: without a journal nothing is deleted, and nothing is brought back")
  func noJournal() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(2, errors: 2)
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    try context.breakJournal()
    let error = await #expect(throws: OpsError.self) {
      try await CleanupWork(plan, in: context).apply()
    }
    #expect(error?.exit == .refused)
    #expect(try await world.count("intake.row_errors") == 4)
    #expect(try plan.state() == .planned)
  }

  @Test("Trap 18: a trigger that keeps a row keeps its whole batch, and only that")
  func keepingTrigger() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(5, errors: 3)
    try await world.database.execute(
      """
      CREATE FUNCTION public.keep() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN IF OLD.row_index = 2 AND OLD.batch_id = ''\(ids[1])'' THEN RETURN NULL; END IF; RETURN OLD; END';
      CREATE TRIGGER keep BEFORE DELETE ON intake.row_errors FOR EACH ROW EXECUTE FUNCTION public.keep()
      """)
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    let report = try await CleanupWork(plan, in: context).apply()
    #expect(report.deleted == 4)
    #expect(report.skipped == [SkippedTarget(id: ids[1], reason: "kept")])
    #expect(try await world.count("intake.row_errors", where: "batch_id = '\(ids[1])'") == 3)
  }

  @Test("Trap 15: a batch that is held for as long as it is tried is left alone as busy")
  func busy() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(4, errors: 2)
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    let holder = try await world.database.connect()
    // A held child, not the batch: it shows only when the row itself is deleted.
    _ = try await holder.executeScript(
      "BEGIN; SELECT 1 FROM intake.row_errors WHERE batch_id = '\(ids[1])' FOR UPDATE")
    let report = try await CleanupWork(plan, in: context).apply()
    #expect(report.deleted == 3)
    #expect(report.skipped == [SkippedTarget(id: ids[1], reason: "busy")])
    await holder.close()
  }

  @Test(
    "An archive that was cut, changed or lost stops undo before anything is back",
    arguments: [
      "cut", "changed", "lost",
    ])
  func damagedArchive(_ damage: String) async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(8, errors: 9)
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    _ = try await CleanupWork(plan, in: context, controller: Self.small) { _, _ in }.apply()
    let file = try #require(plan.ledger().committed.last?.step.files.first)
    let path = plan.path + "/" + file.name
    var bytes = try Data(contentsOf: URL(filePath: path))
    switch damage {
    case "cut": bytes.removeLast(5)
    case "changed": bytes[bytes.count / 2] ^= 1
    default: try FileManager.default.removeItem(atPath: path)
    }
    if damage != "lost" { try bytes.write(to: URL(filePath: path)) }
    let error = await #expect(throws: OpsError.self) {
      try await CleanupWork(plan, in: context).undo()
    }
    #expect(error?.exit == .refused)
    #expect(error?.message.contains(file.name) == true)
    #expect(try await world.count("intake.simplicity_batches") == 0)
  }

  @Test(
    "What is in the way of undo is named, and nothing is brought back",
    arguments: [
      ("ALTER TABLE intake.row_errors DROP COLUMN raw_data", "intake.row_errors.raw_data is gone"),
      (
        "ALTER TABLE intake.row_errors RENAME COLUMN error_code TO code",
        "intake.row_errors.error_code is gone"
      ),
      (
        "ALTER TABLE intake.row_errors ALTER COLUMN raw_data TYPE json",
        "intake.row_errors.raw_data is json now"
      ),
      (
        """
        CREATE UNIQUE INDEX ON intake.simplicity_batches (file_hash);
        INSERT INTO intake.simplicity_batches (filename, file_hash) VALUES ('x', 'taken')
        """, "has the same file_hash as"
      ),
    ])
  func inTheWay(_ sql: String, _ message: String) async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(3, errors: 2)
    try await world.database.execute(
      "UPDATE intake.simplicity_batches SET file_hash = 'taken' WHERE id = '\(ids[0])'")
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    _ = try await CleanupWork(plan, in: context).apply()
    try await world.database.execute(sql)
    let rows = try await world.count("intake.simplicity_batches")
    let error = await #expect(throws: OpsError.self) {
      try await CleanupWork(plan, in: context).undo()
    }
    #expect(error?.exit == .refused)
    #expect(error?.message.contains(message) == true)
    #expect(try await world.count("intake.simplicity_batches") == rows)
  }

  @Test("A constraint that was added stops undo, and a column with a default does not")
  func addedConstraint() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(3, errors: 2)
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    _ = try await CleanupWork(plan, in: context).apply()
    try await world.database.execute(
      "ALTER TABLE intake.row_errors ADD CONSTRAINT c CHECK (row_index > 1), ADD COLUMN more text DEFAULT 'm'"
    )
    let error = await #expect(throws: OpsError.self) {
      try await CleanupWork(plan, in: context).undo()
    }
    #expect(error?.exit == .refused)
    #expect(error?.sqlState == .checkViolation)
    #expect(try await world.count("intake.simplicity_batches") == 0)
    try await world.database.execute("ALTER TABLE intake.row_errors DROP CONSTRAINT c")
    #expect(try await CleanupWork(plan, in: context).undo().isVerified)
  }

  @Test("Edited, cut and swapped lines of a ledger are found")
  func damagedLedger() async throws {
    let world = try await CleanupWorld.make(.dev)
    let ids = try await world.seed(8, errors: 9)
    let context = try await world.context()
    let plan = try await world.plan(ids, in: context)
    _ = try await CleanupWork(plan, in: context, controller: Self.small) { _, _ in }.apply()
    let path = plan.path + "/ledger.jsonl"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    let damaged = [
      lines.enumerated().map { $0 == 1 ? $1.replacing("chunk", with: "choke") : $1 },
      Array(lines.dropFirst()), [lines[1], lines[0]] + lines.dropFirst(2),
      Array(lines[..<2] + lines[3...]),
    ]
    for variant in damaged {
      try (variant.joined(separator: "\n") + "\n").write(
        toFile: path, atomically: false, encoding: .utf8)
      #expect(throws: OpsError.self) { try plan.ledger() }
    }
    // A last line that was never finished is no event.
    try (text + "{\"n\":99,\"prev").write(toFile: path, atomically: false, encoding: .utf8)
    #expect(try plan.ledger().isFinished)
  }
}
