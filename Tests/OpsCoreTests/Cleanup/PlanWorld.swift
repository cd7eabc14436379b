internal import ArgumentParser
internal import Postgres
internal import TestSupport

@testable import OpsCore

/// A database with batches and what hangs on them, and a planner over it.
struct PlanWorld: Sendable {
  let kind: SchemaKind
  let database: TestDatabase

  static func make(_ kind: SchemaKind, _ sql: String? = nil) async throws -> PlanWorld {
    let world = PlanWorld(kind: kind, database: try await TestServer.shared().database(kind))
    if let sql { try await world.database.execute(sql) }
    return world
  }

  /// Adds a batch with row errors, and, in the deployed schema, rows of every other table.
  func add(
    _ number: Int, _ status: String = "failed", filename: String? = nil, rows: Int = 3
  ) async throws -> String {
    let id = Self.id(number)
    let name = Quoting.literal(filename ?? "file_\(number).csv")
    try await database.execute(
      """
      INSERT INTO intake.simplicity_batches (id, filename, status) VALUES ('\(id)', \(name), '\(status)');
      INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message)
        SELECT '\(id)', n, 'X', 'message' FROM generate_series(1, \(rows)) AS n;
      """)
    guard kind == .prod else { return id }
    try await database.execute(
      """
      INSERT INTO intake.simplicity_raw_rows (batch_id, row_index, raw_data)
        SELECT '\(id)', n, '{}' FROM generate_series(1, \(rows + 1)) AS n;
      INSERT INTO intake.simplicity_validated_rows (batch_id, row_index, raw_row_id, case_number)
        SELECT '\(id)', row_index, id, 'C' || id FROM intake.simplicity_raw_rows
        WHERE batch_id = '\(id)' AND row_index <= \(rows);
      INSERT INTO intake.simplicity_failed_rows (batch_id, row_index, raw_row_id, error_code, error_message)
        SELECT '\(id)', row_index, id, 'X', 'm' FROM intake.simplicity_raw_rows
        WHERE batch_id = '\(id)' AND row_index > \(rows);
      INSERT INTO public.plaintiffs (name, source_batch_id) VALUES ('p\(number)', '\(id)');
      INSERT INTO enforcement.judgments (batch_id) VALUES ('\(id)'), ('\(id)');
      INSERT INTO ops.audit_log (table_name, action, batch_id) VALUES ('t', 'INSERT', '\(id)');
      INSERT INTO ops.ingest_event_log (batch_id, stage, event) VALUES ('\(id)', 's', 'e');
      """)
    return id
  }

  static func id(_ number: Int) -> String { BatchFixture.id(number) }

  // MARK: Planning

  /// A context without caps, straight to the server.
  func context(
    expect: Int? = nil, limits: Limits = .none, user: String = "postgres", password: String? = nil
  ) async throws -> Context {
    try await makeContext(
      expect: expect, limits: limits, dsn: database.dsn(user: user, password: password))
  }

  /// Plans for ids, or for the options of a line.
  func plan(
    _ ids: [String] = [], _ words: [String] = [], limits: Limits = .none, user: String = "postgres",
    password: String? = nil, expect: Int? = nil, overCap: Bool = false
  ) async throws -> CleanupPlan {
    let context = try await context(expect: expect, limits: limits, user: user, password: password)
    let plan = try await CleanupPlanner(in: context, overCap: overCap)
      .plan(ids: ids, filters: try FilterOptions.parse(words))
    await context.session.close()
    return plan
  }

  /// Counts by SQL.
  func count(_ table: String, _ condition: String) async throws -> Int {
    let rows = try await database.run("SELECT count(*) FROM \(table) AS t WHERE \(condition)")
    return rows[0][0].flatMap { Int($0) } ?? -1
  }

  /// Makes a role that may read everything, and nothing else.
  static func readerSQL(_ name: String) -> String {
    """
    DO $$ BEGIN CREATE ROLE \(name) LOGIN BYPASSRLS; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
    DO $$ DECLARE s text; BEGIN
      FOR s IN SELECT nspname FROM pg_namespace WHERE nspname IN ('intake', 'ops', 'public', 'enforcement', 'ingest') LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO \(name)', s);
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO \(name)', s);
      END LOOP;
    END $$;
    """
  }
}
