import Testing

@testable import OpsCommands
@testable import OpsCore

@Suite struct CleanupCardTests {
  private static let errors = TableName("intake", "row_errors")

  /// A plan of many batches, one of which has a hostile name.
  private static func plan(_ count: Int = 30, name: String? = nil) -> CleanupPlan {
    let key = Dependency(
      constraint: "row_errors_batch_id_fkey", table: errors, columns: ["batch_id"],
      referenced: .batches, referencedColumns: ["id"], onDelete: .cascade)
    let reference = Dependency(
      constraint: "plaintiffs_fkey", table: TableName("public", "plaintiffs"),
      columns: ["source_batch_id"], referenced: .batches, referencedColumns: ["id"],
      onDelete: .setNull)
    let batches = (1...count).map { number in
      FrozenBatch(
        id: BatchesTests.id(number),
        filename: number == 7
          ? "s" : number == 8 ? String(repeating: "long", count: 30) : "file_\(number).csv",
        status: "failed", version: "1", rows: [2], references: [1])
    }
    var plan = CleanupPlan(
      id: "0123456789ab", environment: "prod", identity: Identity(), createdAt: .now,
      expiresAt: .now + .seconds(900), command: "cleanup plan", filters: ["filename like file%"],
      graph: CleanupGraph([key, reference]), batches: batches,
      skipped: (1...15).map { SkippedTarget(id: BatchesTests.id(1000 + $0), reason: "in_flight") },
      stays: ["ops.audit_log.batch_id": 4],
      warnings: [
        .init(
          "trigger tell (AFTER DELETE) of intake.row_errors fires for each of 60 rows", .trigger),
        .init(
          "k has no index: t is read whole for each of 30 rows of intake.simplicity_batches, 90s altogether,"
            + " above the limit of 1m; first: CREATE INDEX CONCURRENTLY ON \"intake\".\"t\" (\"a\")"
        ),
        .init("30 batches are more than the cap of 10", .cap),
        .init("worker w was seen 3s ago; which batch it has is not known"),
      ],
      estimate: .init(
        seconds: 1.2, longestLockMilliseconds: 250, walBytes: 2_400_000, archiveBytes: 1500,
        undoSeconds: 3))
    if let name { plan.batches[0].filename = name }
    plan.caps = ["30 of at most 10 batches"]
    return plan
  }

  private func text(_ plan: CleanupPlan, width: Int?, state: PlanState? = .planned) -> String {
    let rendering = Rendering(width: width)
    let output = Output(
      results: MemorySink(), messages: MemorySink(), rendering: rendering)
    return rendering.text(of: CleanupCard(plan, state: state, output).report)
  }

  @Test("A plan fits the screen", arguments: [40, 80, 200])
  func widths(width: Int) {
    let text = text(Self.plan(), width: width)
    for line in text.split(separator: "\n") {
      #expect(DisplayWidth.of(String(line)) <= width, "\(line)")
    }
    #expect(text.contains("30 batches"))
    let statement = "\n    CREATE INDEX CONCURRENTLY ON \"intake\".\"t\" (\"a\")\n"
    // What is to be copied stays in one line where there is room.
    #expect(text.contains(statement) == (width >= 80))
    #expect(text.contains("cleanup apply 0123456789ab"))
  }

  @Test("The parts stand in the order in which they decide")
  func order() {
    let text = text(Self.plan(), width: 100)
    let titles = [
      "prod: 30 batches", "Rows that go", "intake.row_errors", "References that are emptied",
      "Soft references that stay behind", "Triggers and publications", "Names", "Left out", "Caps",
      "Cost, roughly", "To know before", "Next", "valid until", "cleanup apply",
    ]
    var rest = text[...]
    for title in titles {
      let place = rest.firstRange(of: title)
      #expect(place != nil, "\(title) in \(text)")
      if let place { rest = rest[place.upperBound...] }
    }
    #expect(text.contains("--expect 30 --over-cap"))
  }

  @Test("Twenty names are samples, the shortest and the longest among them; lists are bounded")
  func samples() {
    let text = text(Self.plan(), width: 100)
    let names = text.split(separator: "\n").filter { $0.contains("00000000  failed") }
    #expect(names.count == 20)
    #expect(names.contains { $0.hasSuffix("failed  s") })
    #expect(names.contains { $0.contains("longlong") && $0.hasSuffix("…") })
    #expect(text.contains("and 10 more"))
    #expect(text.contains("15 in flight"))
    #expect(text.contains("and 5 more"))
  }

  @Test("A name that comes from outside cannot reach the terminal raw")
  func hostile() {
    for name in ["a\u{1B}[2Jb", "a\nb", "\u{202E}gpj", "x\u{9B}31m"] {
      let text = text(Self.plan(name: name), width: 80)
      #expect(!text.contains("\u{1B}") && !text.contains("\u{9B}") && !text.contains("\u{202E}"))
    }
  }

  @Test("What could not be counted is null for programs and not known for people")
  func unknown() {
    var plan = Self.plan()
    plan.uncounted = ["intake.row_errors", "public.plaintiffs.source_batch_id", "ops.x.batch_id"]
    let output = Output(results: MemorySink(), messages: MemorySink())
    let fields = CleanupCard(plan, state: .planned, output).fields
    guard case .object(let rows)? = fields["rows"], case .object(let stays)? = fields["stays"],
      case .object(let references)? = fields["set_null"]
    else {
      Issue.record("an object is missing")
      return
    }
    #expect(rows["intake.row_errors"] == .null)
    #expect(rows["intake.simplicity_batches"] == .int(30))
    #expect(references["public.plaintiffs.source_batch_id"] == .null)
    #expect(stays["ops.x.batch_id"] == .null)
    #expect(stays["ops.audit_log.batch_id"] == .int(4))
    #expect(text(plan, width: 80).contains("not known"))
  }

  @Test(
    "A plan that is not to be applied any more names the commands that fit",
    arguments: [
      (PlanState.applying, "cleanup pause"), (.paused, "cleanup resume"),
      (.interrupted, "cleanup resume"), (.applied, "cleanup undo"), (.undone, "cleanup forget"),
      (.expired, "make a new plan"),
    ])
  func state(_ state: PlanState, _ next: String) {
    let text = text(Self.plan(), width: 80, state: state)
    #expect(text.contains(next))
    #expect(!text.contains("cleanup apply"))
  }
}
