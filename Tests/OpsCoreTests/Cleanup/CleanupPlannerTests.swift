internal import Postgres
internal import TestSupport
internal import Testing

@testable import OpsCore

@Suite struct CleanupPlannerTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  @Test("The numbers of a plan are those that SQL counts, for every table", arguments: schemas)
  func counts(_ kind: SchemaKind) async throws {
    let world = try await PlanWorld.make(kind)
    let ids = [try await world.add(1), try await world.add(2, rows: 7), try await world.add(3)]
    _ = try await world.add(4, "failed", filename: "other.csv", rows: 9)
    let plan = try await world.plan(ids)
    let list = ids.map(Quoting.literal).joined(separator: ", ")
    #expect(plan.batches.map(\.id) == ids)
    let children =
      kind == .dev
      ? ["intake.row_errors"]
      : [
        "intake.row_errors", "intake.simplicity_failed_rows", "intake.simplicity_raw_rows",
        "intake.simplicity_validated_rows",
      ]
    #expect(Set(plan.rows.keys.map(\.description)) == Set(children + ["intake.simplicity_batches"]))
    for table in children {
      let counted = try await world.count(table, "batch_id IN (\(list))")
      #expect(counted > 0)
      #expect(plan.rows[try #require(TableName(table))] == counted, "\(table)")
    }
    #expect(plan.rows[.batches] == 3)
    #expect(plan.warnings(.obstacle).isEmpty, "\(plan.warnings)")
    #expect(plan.uncounted.isEmpty)
    guard kind == .prod else { return }
    #expect(plan.emptied["public.plaintiffs.source_batch_id"] == 3)
    #expect(plan.emptied["enforcement.judgments.batch_id"] == 6)
    // What goes with the same batch loses nothing.
    #expect(plan.emptied["intake.simplicity_failed_rows.raw_row_id"] == 0)
    #expect(plan.emptied["intake.simplicity_validated_rows.raw_row_id"] == 0)
    #expect(plan.stays["ops.audit_log.batch_id"] == 3)
    #expect(plan.stays["ops.ingest_event_log.batch_id"] == 3)
    #expect(plan.stays["ops.intake_logs.batch_id"] == nil)
  }

  @Test("A reference from a row of another batch is emptied, and counted with the batch that goes")
  func crossBatch() async throws {
    let world = try await PlanWorld.make(.prod)
    let (gone, stays) = (try await world.add(1), try await world.add(2))
    try await world.database.execute(
      """
      UPDATE intake.simplicity_failed_rows SET raw_row_id =
        (SELECT max(id) FROM intake.simplicity_raw_rows WHERE batch_id = '\(gone)')
      WHERE batch_id = '\(stays)'
      """)
    let plan = try await world.plan([gone])
    #expect(plan.emptied["intake.simplicity_failed_rows.raw_row_id"] == 1)
    let emptied = plan.batches[0].references.reduce(0, +)
    #expect(emptied == 4)
    #expect(plan.repeated.isEmpty)
    // When the row goes with its own batch, nothing is emptied in a row that stays.
    let both = try await world.plan([gone, stays])
    #expect(both.emptied["intake.simplicity_failed_rows.raw_row_id"] == 0)
    #expect(both.repeated == ["intake.simplicity_failed_rows.raw_row_id": 1])
    #expect(both.warnings(.note).contains { $0.contains("more than one of these batches") })
  }

  @Test("A row that hangs on two batches counts once, and with each of them")
  func twoBatches() async throws {
    let world = try await PlanWorld.make(
      .dev,
      """
      CREATE TABLE public.pairs (id int PRIMARY KEY,
        a uuid REFERENCES intake.simplicity_batches (id) ON DELETE CASCADE,
        b uuid REFERENCES intake.simplicity_batches (id) ON DELETE CASCADE);
      """)
    let (first, second) = (try await world.add(1), try await world.add(2))
    try await world.database.execute(
      """
      INSERT INTO public.pairs VALUES (1, '\(first)', '\(second)'), (2, '\(first)', '\(first)'),
        (3, NULL, '\(second)'), (4, NULL, NULL)
      """)
    let pairs = TableName("public", "pairs")
    let plan = try await world.plan([first, second])
    let index = try #require(plan.graph.dependents.firstIndex { $0.table == pairs })
    #expect(plan.batches.map { $0.rows[index] } == [2, 2])
    #expect(plan.rows[pairs] == 3)
    #expect(try await world.plan([first]).rows[pairs] == 2)
  }

  @Test("Each batch has its own numbers, its status and the version of its row", arguments: schemas)
  func frozen(_ kind: SchemaKind) async throws {
    let world = try await PlanWorld.make(kind)
    let (first, second) = (try await world.add(1, rows: 2), try await world.add(2, rows: 5))
    let plan = try await world.plan([second, first])
    let index = try #require(
      plan.graph.dependents.firstIndex { $0.table.table == "row_errors" })
    #expect(plan.batches.map { $0.rows[index] } == [2, 5])
    let versions = try await world.database.run(
      "SELECT xmin::text FROM intake.simplicity_batches ORDER BY id")
    #expect(plan.batches.map(\.version) == versions.map { $0[0] })
    #expect(plan.batches.map(\.status) == ["failed", "failed"])
    #expect(plan.identity.databaseOID != nil)
    #expect(plan.expiresAt - plan.createdAt == .seconds(900))
    #expect(plan.filters == ["id \(second)", "id \(first)"])
  }

  @Test("In-flight and completed batches that a filter finds are left out with their reasons")
  func skipped() async throws {
    let world = try await PlanWorld.make(.prod)
    let taken = [try await world.add(1), try await world.add(4, "pending")]
    let busy = try await world.add(2, "staging")
    let done = try await world.add(3, "completed")
    let plan = try await world.plan([], ["--filename", "file_*"])
    #expect(plan.batches.map(\.id) == taken)
    #expect(
      plan.skipped == [
        SkippedTarget(id: busy, reason: "in_flight"), SkippedTarget(id: done, reason: "completed"),
      ])
    let chosen = try await world.plan([], ["--filename", "file_*", "--status", "completed"])
    #expect(chosen.batches.map(\.id) == [done])
    #expect(chosen.warnings(.note).contains { $0.contains("1 batch is completed") })
    #expect(try await world.plan([done]).batches.count == 1)
    let refusal = await #expect(throws: OpsError.self) { try await world.plan([taken[0], busy]) }
    #expect(refusal?.exit == .refused)
  }

  @Test(
    "trap 6: no pattern, or one of wildcards only, chooses nothing", arguments: ["", "*", "**?"])
  func noFilter(glob: String) async throws {
    let world = try await PlanWorld.make(.dev)
    let words = glob.isEmpty ? [] : ["--filename", glob]
    let refusal = await #expect(throws: OpsError.self) { try await world.plan([], words) }
    #expect(refusal?.exit == .usage)
  }

  @Test("trap 6: % and _ in a name stand for themselves")
  func patterns() async throws {
    let world = try await PlanWorld.make(.dev)
    let wanted = try await world.add(1, filename: "batch_1 100%.csv")
    _ = try await world.add(2, filename: "batchX1 100 percent.csv")
    _ = try await world.add(3, filename: "batch\\1 100%.csv")
    #expect(
      try await world.plan([], ["--filename", "batch_1 100%*"]).batches.map(\.id) == [wanted])
    #expect(
      try await world.plan([], ["--filename", "batch\\1*"]).batches.map(\.id) == [
        PlanWorld.id(3)
      ])
  }

  @Test("Nothing found is a plan without batches; with --expect it is a refusal")
  func empty() async throws {
    let world = try await PlanWorld.make(.dev)
    let plan = try await world.plan([], ["--filename", "none*"])
    #expect(plan.batches.isEmpty)
    #expect(plan.graph.dependents.isEmpty)
    let refusal = await #expect(throws: OpsError.self) {
      try await world.plan([], ["--filename", "none*"], expect: 2)
    }
    #expect(refusal?.exit == .refused)
    #expect(refusal?.message.contains("expected 2 batches, found 0") == true)
  }

  @Test("trap 5: a count ends at the cap and says that there are more; --over-cap counts on")
  func bounded() async throws {
    let world = try await PlanWorld.make(.dev)
    let ids = [try await world.add(1, rows: 8), try await world.add(2, rows: 8)]
    let limits = Limits(batches: 1, dependentRows: 10, share: nil)
    let plan = try await world.plan(ids, limits: limits)
    #expect(plan.dependentRows == 11)
    #expect(plan.warnings(.obstacle).first?.hasPrefix("more than 10 dependent rows") == true)
    #expect(plan.warnings(.cap) == ["2 batches are more than the cap of 1"])
    let counted = try await world.plan(ids, limits: limits, overCap: true)
    #expect(counted.dependentRows == 16)
    #expect(counted.warnings(.obstacle).isEmpty)
    #expect(counted.warnings(.cap).count == 2)
    let exact = try await world.plan(ids, limits: Limits(batches: 2, dependentRows: 16, share: nil))
    #expect(exact.warnings(.cap) + exact.warnings(.obstacle) == [])
  }

  @Test("The share of the table counts from 50 batches on")
  func share() async throws {
    let world = try await PlanWorld.make(
      .dev,
      """
      INSERT INTO intake.simplicity_batches (filename, status)
      SELECT 'n' || n, CASE WHEN n <= 60 THEN 'failed' ELSE 'completed' END
      FROM generate_series(1, 100) AS n
      """)
    let limits = Limits(batches: nil, dependentRows: nil, share: 0.2)
    let plan = try await world.plan([], ["--status", "failed"], limits: limits)
    #expect(plan.warnings(.cap) == ["60 batches are more than 20 % of the table"])
    let small = try await world.plan(
      [], ["--status", "failed", "--limit", "49"], limits: limits)
    #expect(small.batches.count == 49)
    #expect(small.warnings(.cap).isEmpty)
  }

  @Test("Who holds a batch, which job names it and who is alive are evidence, never a refusal")
  func evidence() async throws {
    let world = try await PlanWorld.make(.prod)
    let id = try await world.add(1)
    try await world.database.execute(
      """
      INSERT INTO ops.job_queue (job_type, payload)
        VALUES ('ingest_csv', jsonb_build_object('batch_id', '\(id)'));
      INSERT INTO ops.worker_heartbeats (worker_id) VALUES ('w-17');
      INSERT INTO public.judgments (source_file, case_number) VALUES
        ('batch:\(id)', '1'), ('simplicity-batch:\(id)', '2'), ('simplicity:\(id)', '3'),
        ('golden_path:\(id)', '4'), ('batch:\(id)x', '5'), ('other:\(id)', '6'), (NULL, '7')
      """)
    let holder = try await world.database.connect()
    _ = try await holder.query("SET application_name = 'night_worker'")
    _ = try await holder.query("BEGIN")
    _ = try await holder.query(
      "SELECT 1 FROM intake.simplicity_batches WHERE id = '\(id)' FOR UPDATE")
    let plan = try await world.plan([id])
    await holder.close()
    let notes = plan.warnings(.note).joined(separator: "\n")
    #expect(notes.contains("\(id) is held by night_worker (pid \(holder.facts.clientPID)"))
    #expect(notes.contains("queue job") && notes.contains("names \(id)"))
    #expect(notes.contains("worker w-17"))
    #expect(plan.warnings(.obstacle).isEmpty)
    #expect(plan.stays["ops.job_queue.payload"] == 1)
    #expect(plan.stays["public.judgments.source_file"] == 4)
  }

  @Test("A plan survives being written down", arguments: schemas)
  func codable(_ kind: SchemaKind) async throws {
    let world = try await PlanWorld.make(kind)
    let plan = try await world.plan([try await world.add(1)])
    let context = try await world.context()
    try PlanStore(context.session.state).save(plan)
    let stored = try PlanStore(context.session.state).load(String(plan.id.prefix(4)))
    #expect(stored.plan == plan)
    #expect(try stored.state() == .planned)
  }

  @Test("A statement for each table, not for each batch: the round trips do not grow")
  func manyBatches() async throws {
    let world = try await PlanWorld.make(
      .prod,
      """
      INSERT INTO intake.simplicity_batches (id, filename, status)
        SELECT gen_random_uuid(), 'bulk ' || n, 'failed' FROM generate_series(1, 3000) AS n;
      INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message)
        SELECT id, n, 'X', 'm' FROM intake.simplicity_batches, generate_series(1, 10) AS n;
      """)
    let (plan, inTime) = try await timed(within: .seconds(10)) {
      try await world.plan([], ["--filename", "bulk *"])
    }
    #expect(inTime)
    #expect(plan.batches.count == 3000)
    #expect(plan.dependentRows == 30_000)
    #expect(plan.batches.map(\.id) == plan.batches.map(\.id).sorted())
  }
}
