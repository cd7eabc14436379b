internal import Postgres
internal import TestSupport
internal import Testing

@testable import OpsCore

/// The traps of deleting that a plan has to see, by their numbers in the catalogue of traps.
@Suite struct CleanupTrapTests {
  @Test("trap 1: what cascades is counted table by table, as no command tag does")
  func cascades() async throws {
    let world = try await PlanWorld.make(.prod)
    let id = try await world.add(1, rows: 4)
    let plan = try await world.plan([id])
    let tables = [
      "intake.row_errors", "intake.simplicity_failed_rows", "intake.simplicity_raw_rows",
      "intake.simplicity_validated_rows",
    ]
    var before = 0
    for table in tables { before += try await world.count(table, "true") }
    let tag = try await world.database.connect()
    let result = try await tag.query("DELETE FROM intake.simplicity_batches WHERE id = '\(id)'")
    await tag.close()
    #expect(result.affectedRows == 1)
    for table in tables { #expect(try await world.count(table, "true") == 0) }
    #expect(plan.rows.values.reduce(0, +) == before + 1)
  }

  @Test("trap 2: a role from which rows are hidden gets an error, not an empty plan")
  func rowSecurity() async throws {
    let world = try await PlanWorld.make(.prod)
    let id = try await world.add(1)
    let error = await #expect(throws: PostgresError.self) {
      try await world.plan([id], user: "dragonfly_app", password: "dragonfly_app")
    }
    #expect(error?.sqlState == .insufficientPrivilege)
  }

  @Test("trap 3: a child that row security hides is an obstacle and not 0 rows")
  func hiddenChild() async throws {
    let world = try await PlanWorld.make(
      .dev,
      """
      ALTER TABLE intake.row_errors ENABLE ROW LEVEL SECURITY;
      CREATE POLICY nothing ON intake.row_errors FOR SELECT USING (false);
      """)
    let plan = try await world.plan(
      [try await world.add(1)], user: "dragonfly_worker", password: "dragonfly_worker")
    #expect(
      plan.warnings(.obstacle).contains {
        $0.contains("row security hides rows of intake.row_errors")
      })
    #expect(plan.uncounted == ["intake.row_errors"])
  }

  @Test("A table that the role may not read is an obstacle that names the GRANT, and not 0 rows")
  func noSelect() async throws {
    let world = try await PlanWorld.make(.prod)
    let id = try await world.add(1)
    let role = "cleanup_no_select"
    try await world.database.execute(PlanWorld.readerSQL(role))
    try await world.database.execute(
      """
      REVOKE SELECT ON public.plaintiffs, intake.simplicity_raw_rows, ops.audit_log FROM \(role);
      GRANT UPDATE, DELETE ON intake.simplicity_batches TO \(role)
      """)
    let plan = try await world.plan([id], user: role)
    let obstacles = plan.warnings(.obstacle)
    #expect(
      obstacles.contains { $0.contains("no SELECT on public.plaintiffs") && $0.contains("GRANT") })
    #expect(obstacles.contains { $0.contains("no SELECT on intake.simplicity_raw_rows") })
    #expect(obstacles.contains { $0.contains("no DELETE on intake.row_errors") })
    #expect(obstacles.contains { $0.contains("no UPDATE on enforcement.judgments") })
    #expect(!obstacles.contains { $0.contains("no DELETE on intake.simplicity_batches") })
    #expect(plan.uncounted.contains("public.plaintiffs.source_batch_id"))
    #expect(plan.uncounted.contains("intake.simplicity_raw_rows"))
    // It hangs on raw rows, so what refers to them cannot be counted, either.
    #expect(plan.uncounted.contains("intake.simplicity_failed_rows.raw_row_id"))
    #expect(plan.uncounted.contains("ops.audit_log.batch_id"))
    #expect(plan.stays["ops.audit_log.batch_id"] == nil)
    #expect(plan.warnings(.note).contains { $0.contains("ops.audit_log.batch_id is not known") })
    #expect(plan.rows[try #require(TableName("intake.row_errors"))] == 3)
  }

  @Test("trap 4: what matches later is not in the plan, and all numbers are of one moment")
  func frozen() async throws {
    let world = try await PlanWorld.make(.dev)
    let id = try await world.add(1)
    let plan = try await world.plan([], ["--filename", "file_*"])
    _ = try await world.add(2)
    try await world.database.execute(
      """
      INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message)
      VALUES ('\(id)', 99, 'X', 'm')
      """)
    #expect(plan.batches.map(\.id) == [id])
    #expect(plan.dependentRows == 3)
    // A child's INSERT leaves the version alone, so only the count can tell.
    let again = try await world.plan([id])
    #expect(again.batches[0].version == plan.batches[0].version)
    #expect(again.dependentRows == 4)
  }

  @Test("trap 7: times are resolved once, and the plan has them in UTC")
  func times() async throws {
    let world = try await PlanWorld.make(.dev)
    _ = try await world.add(1)
    let plan = try await world.plan(
      [], ["--since", "2020-01-01T00:00:00Z", "--until", "2120-01-01T00:00:00Z"])
    #expect(plan.batches.count == 1)
    #expect(plan.filters.contains { $0.contains("from 2020-01-01T00:00:00Z") })
    #expect(plan.filters.contains { $0.contains("before 2120-01-01T00:00:00Z") })
  }

  @Test("trap 8: nothing is planned on a replica")
  func replica() async throws {
    let world = try await PlanWorld.make(.dev)
    var card = try await world.context().link().card
    try CleanupPlanner.refuseReplica(card)
    card.isReplica = true
    let refusal = #expect(throws: OpsError.self) { try CleanupPlanner.refuseReplica(card) }
    #expect(refusal?.exit == .cannotConnect)
  }

  @Test("trap 9: a status that this database does not have is refused, not ignored")
  func unknownStatus() async throws {
    let world = try await PlanWorld.make(.prod)
    let refusal = await #expect(throws: OpsError.self) {
      try await world.plan([], ["--status", "uploaded"])
    }
    #expect(refusal?.exit == .usage)
  }

  @Test("trap 10: a plan knows the identity of its database")
  func identity() async throws {
    let world = try await PlanWorld.make(.dev)
    let other = try await PlanWorld.make(.dev)
    let plan = try await world.plan([try await world.add(1)])
    let another = try await other.plan([try await other.add(1)])
    #expect(plan.identity.isProven)
    #expect(plan.identity != another.identity)
    #expect(plan.id != another.id)
  }

  @Test("trap 18: triggers are listed by name, disabled ones are not")
  func triggers() async throws {
    let world = try await PlanWorld.make(
      .prod,
      """
      CREATE FUNCTION public.noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
      CREATE TRIGGER keep_some BEFORE DELETE ON intake.row_errors FOR EACH ROW EXECUTE FUNCTION public.noop();
      CREATE TRIGGER asleep AFTER DELETE ON intake.row_errors FOR EACH ROW EXECUTE FUNCTION public.noop();
      ALTER TABLE intake.row_errors DISABLE TRIGGER asleep;
      CREATE TRIGGER told AFTER UPDATE OF source_batch_id ON public.plaintiffs
        FOR EACH ROW EXECUTE FUNCTION public.noop();
      CREATE TRIGGER elsewhere AFTER UPDATE OF name ON public.plaintiffs
        FOR EACH ROW EXECUTE FUNCTION public.noop();
      """)
    let plan = try await world.plan([try await world.add(1)])
    let found = plan.warnings(.trigger).joined(separator: "\n")
    #expect(
      found.contains("keep_some (BEFORE DELETE) of intake.row_errors fires for each of 3 rows"))
    #expect(found.contains("may keep rows"))
    #expect(found.contains("told (AFTER UPDATE OF source_batch_id) of public.plaintiffs"))
    #expect(!found.contains("asleep") && !found.contains("elsewhere"))
  }

  @Test("trap 19: publications are listed, and a published table without identity is refused")
  func publications() async throws {
    let world = try await PlanWorld.make(
      .prod,
      """
      CREATE PUBLICATION realtime FOR ALL TABLES;
      ALTER TABLE intake.row_errors REPLICA IDENTITY NOTHING;
      """)
    let id = try await world.add(1)
    let plan = try await world.plan([id])
    #expect(
      plan.warnings(.publication).contains {
        $0.contains("realtime") && $0.contains("intake.simplicity_batches")
      })
    let obstacles = plan.warnings(.obstacle)
    #expect(obstacles.count == 1, "\(obstacles)")
    #expect(obstacles.first?.contains("intake.row_errors has no replica identity") == true)
    // The server agrees.
    await #expect(throws: PostgresError.self) {
      try await world.database.execute("DELETE FROM intake.simplicity_batches WHERE id = '\(id)'")
    }
  }

  @Test("trap 20: a row that forbids the delete is found, also from a schema that nobody knows")
  func forbidding() async throws {
    let world = try await PlanWorld.make(.dev)
    let (id, free) = (try await world.add(1), try await world.add(2))
    try await world.database.execute(
      """
      CREATE SCHEMA "Odd Schema";
      CREATE TABLE "Odd Schema"."bills;" (n int, "the batch" uuid
        REFERENCES intake.simplicity_batches (id) DEFERRABLE INITIALLY DEFERRED);
      INSERT INTO "Odd Schema"."bills;" VALUES (1, '\(id)'), (2, '\(id)'), (3, NULL);
      """)
    let obstacles = try await world.plan([id, free]).warnings(.obstacle)
    #expect(obstacles.count == 1)
    #expect(obstacles.first?.contains("2 rows of Odd Schema.bills;") == true)
    #expect(obstacles.first?.contains("NO ACTION") == true)
    #expect(try await world.plan([free]).warnings(.obstacle).isEmpty)
  }

  @Test("trap 21: a partitioned child, a child with heirs and rules are refused")
  func shapes() async throws {
    let world = try await PlanWorld.make(
      .dev,
      """
      CREATE TABLE public.parts (batch_id uuid REFERENCES intake.simplicity_batches (id) ON DELETE CASCADE, n int)
        PARTITION BY RANGE (n);
      CREATE TABLE public.parts_1 PARTITION OF public.parts FOR VALUES FROM (0) TO (10);
      CREATE TABLE public.heir () INHERITS (intake.row_errors);
      CREATE RULE hold AS ON DELETE TO intake.simplicity_batches DO INSTEAD NOTHING;
      """)
    let plan = try await world.plan([try await world.add(1)])
    let obstacles = plan.warnings(.obstacle)
    #expect(obstacles.contains { $0.hasPrefix("public.parts is partitioned") })
    #expect(obstacles.contains { $0.contains("inherit from intake.row_errors") })
    #expect(obstacles.contains { $0.contains("the rule hold of intake.simplicity_batches") })
    #expect(plan.graph.dependents.map(\.table.description).contains("public.parts"))
    #expect(!plan.graph.dependents.map(\.table.description).contains("public.parts_1"))
  }

  @Test("A foreign key without an index is priced, and refused above the limit of the profile")
  func unindexed() async throws {
    let world = try await PlanWorld.make(.prod)
    let id = try await world.add(1, rows: 200)
    let cheap = try await world.plan([id])
    let names = ["simplicity_failed_rows_raw_row_id_fkey", "plaintiffs_source_batch_id_fkey"]
    for name in names {
      #expect(
        cheap.warnings(.note).contains { $0.hasPrefix("\(name) has no index") }, "\(cheap.warnings)"
      )
    }
    // The third key has an index that leaves out empty references, which serves the check.
    #expect(cheap.warnings(.note).count { $0.contains("has no index") } == 2)
    #expect(cheap.warnings(.obstacle).isEmpty)
    let strict = try await world.plan(
      [id], limits: Limits(batches: nil, dependentRows: nil, share: nil, unindexedSeconds: 0.000_1))
    #expect(
      strict.warnings(.obstacle).contains {
        $0.contains("CREATE INDEX CONCURRENTLY ON") && $0.contains("raw_row_id")
      })
  }

  @Test("A table without a primary key that loses references cannot be put back")
  func noPrimaryKey() async throws {
    let world = try await PlanWorld.make(.prod)
    let id = try await world.add(1)
    try await world.database.execute(
      "ALTER TABLE enforcement.judgments DROP CONSTRAINT judgments_pkey")
    #expect(
      try await world.plan([id]).warnings(.obstacle).contains {
        $0.contains("enforcement.judgments has no primary key")
      })
  }

  @Test("A composite key, a key that is no id, and a second way are all counted as SQL does")
  func composite() async throws {
    let world = try await PlanWorld.make(
      .dev,
      """
      ALTER TABLE intake.simplicity_batches ADD UNIQUE (source, file_hash);
      CREATE TABLE public.parcels (id int PRIMARY KEY, src text, hash text, batch_id uuid
        REFERENCES intake.simplicity_batches (id) ON DELETE CASCADE,
        FOREIGN KEY (hash, src) REFERENCES intake.simplicity_batches (file_hash, source) ON DELETE CASCADE);
      CREATE TABLE public.grains (id int PRIMARY KEY, parcel int REFERENCES public.parcels (id) ON DELETE CASCADE);
      """)
    let (first, second) = (try await world.add(1), try await world.add(2))
    try await world.database.execute(
      """
      UPDATE intake.simplicity_batches SET source = 's', file_hash = id::text;
      INSERT INTO public.parcels VALUES (1, 's', '\(first)', '\(first)'), (2, 's', '\(first)', NULL),
        (3, NULL, NULL, '\(first)'), (4, 's', '\(second)', NULL), (5, NULL, '\(first)', NULL);
      INSERT INTO public.grains SELECT n, (n + 1) / 2 FROM generate_series(1, 10) AS n;
      """)
    let plan = try await world.plan([first])
    #expect(plan.rows[TableName("public", "parcels")] == 3)
    #expect(plan.rows[TableName("public", "grains")] == 6)
    try await world.database.execute("DELETE FROM intake.simplicity_batches WHERE id = '\(first)'")
    #expect(try await world.count("public.parcels", "true") == 2)
    #expect(try await world.count("public.grains", "true") == 4)
  }

  @Test("A plan writes nothing: a reader in a read-only database makes it")
  func cannotWrite() async throws {
    let world = try await PlanWorld.make(.prod)
    let id = try await world.add(1)
    let role = "cleanup_reader"
    try await world.database.execute(PlanWorld.readerSQL(role))
    try await world.database.execute(
      "ALTER ROLE \(role) SET default_transaction_read_only = on")
    let plan = try await world.plan([id], user: role)
    #expect(plan.rows[.batches] == 1)
    #expect(plan.dependentRows > 0)
  }
}
