import FoundationEssentials
import Postgres
import TestSupport

@testable import OpsCore

/// A database with batches to delete, and a state folder on a disk in which plans and archives lie.
final class CleanupWorld: Sendable {
  let kind: SchemaKind
  let database: TestDatabase
  let state: String

  static func make(_ kind: SchemaKind) async throws -> CleanupWorld {
    CleanupWorld(kind, try await TestServer.shared().database(kind))
  }

  private init(_ kind: SchemaKind, _ database: TestDatabase) {
    self.kind = kind
    self.database = database
    state = DiskFolder.path()
  }

  deinit { try? FileManager.default.removeItem(atPath: state) }

  /// A context that needs no question, over the state folder of this world.
  func context(
    expect: Int? = nil, limits: Limits = .none, user: String = "postgres",
    messages: MemorySink = MemorySink()
  ) async throws -> Context {
    try await makeContext(
      expect: expect, limits: limits, dsn: database.dsn(user: user), state: state,
      messages: messages)
  }

  // MARK: Rows

  /// Adds batches with row errors of all shapes, and with everything else that hangs on batches in this schema.
  @discardableResult
  func seed(_ count: Int, errors: Int, status: String = "failed") async throws -> [String] {
    let ids = try await database.run(
      """
      INSERT INTO intake.simplicity_batches (filename, status, file_hash, row_count_total, created_at)
      SELECT 'vendor_' || i || E'_\\u00e9\\t"x,y"\\\\N.csv', '\(status)',
        md5('\(UInt64.random(in: .min ... .max))' || i), i,
        timestamptz '2026-01-01 00:00:00.000001+00' + i * interval '1 minute'
      FROM generate_series(1, \(count)) AS i RETURNING id
      """
    ).compactMap { $0[0] }
    let list = Quoting.literal("{\(ids.joined(separator: ","))}")
    try await database.execute(
      """
      INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message, raw_data)
      SELECT b, i, 'CODE_' || i % 7,
        CASE i % 4 WHEN 0 THEN '' WHEN 1 THEN E'tab\\tnew\\nline\\\\N' WHEN 2 THEN '\u{1F600} é' ELSE 'plain' END,
        CASE i % 3 WHEN 0 THEN NULL ELSE jsonb_build_object('n', 1.50, 's', E'a"b\\\\c', 'i', i) END
      FROM unnest(\(list)::uuid[]) AS b, generate_series(1, \(errors)) AS i
      """)
    if kind == .prod {
      try await database.execute(
        """
        INSERT INTO intake.simplicity_raw_rows (batch_id, row_index, raw_data)
        SELECT b, i, jsonb_build_object('i', i) FROM unnest(\(list)::uuid[]) AS b, generate_series(1, 2) AS i;
        INSERT INTO intake.simplicity_failed_rows
          (batch_id, row_index, raw_row_id, error_stage, error_code, error_message)
        SELECT batch_id, row_index, id, 'validate', 'X', 'y' FROM intake.simplicity_raw_rows
        WHERE batch_id = ANY(\(list)::uuid[]);
        INSERT INTO enforcement.judgments (batch_id)
        SELECT b FROM unnest(\(list)::uuid[]) AS b
        """)
    }
    return ids
  }

  /// Everything that is in the tables which a cleanup may touch, row by row as text.
  func snapshot() async throws -> [String: [String]] {
    var tables = ["intake.simplicity_batches", "intake.row_errors"]
    if kind == .prod {
      tables += [
        "intake.simplicity_raw_rows", "intake.simplicity_failed_rows", "enforcement.judgments",
      ]
    }
    var snapshot: [String: [String]] = [:]
    for table in tables {
      snapshot[table] = try await database.run("SELECT t::text FROM \(table) AS t ORDER BY 1")
        .compactMap { $0[0] }
    }
    return snapshot
  }

  /// Counts the rows of a table.
  func count(_ table: String, where condition: String = "true") async throws -> Int {
    let rows = try await database.run("SELECT count(*) FROM \(table) WHERE \(condition)")
    return Int(rows[0][0] ?? "") ?? -1
  }

  // MARK: Plans

  /// Freezes batches as they are now and saves the plan.
  func plan(_ ids: [String], in context: Context) async throws -> StoredPlan {
    let link = try await context.link()
    let plan = try await link.connection.transaction(.repeatableReadReadOnly) { transaction in
      let graph = CleanupGraph(try await Dependency.all(in: transaction))
      let counts = try await DependentCounts(ids, in: graph, from: .parameter, transaction)
      let rows = try await transaction.query(
        """
        SELECT id::text AS id, filename, status, xmin::text AS version
        FROM intake.simplicity_batches WHERE id = ANY($1::uuid[]) ORDER BY id
        """, [.textArray(ids)])
      let batches = try rows.map { row in
        let id = try row.string("id")
        return FrozenBatch(
          id: id, filename: try row.string("filename"), status: try row.string("status"),
          version: try row.string("version"),
          rows: Array(counts[id].prefix(graph.dependents.count)),
          references: Array(counts[id].dropFirst(graph.dependents.count)))
      }
      return CleanupPlan.frozen(batches, graph, link)
    }
    try PlanStore(context.session.state).save(plan)
    return try PlanStore(context.session.state).load(plan.id)
  }
}

extension CleanupPlan {
  fileprivate static func frozen(
    _ batches: [FrozenBatch], _ graph: CleanupGraph, _ link: Link
  ) -> CleanupPlan {
    CleanupPlan(
      id: AuditEntry.newID(), environment: link.environment.name, identity: link.identity,
      createdAt: .now, expiresAt: .now + .seconds(900), command: "cleanup plan in a test",
      filters: [], graph: graph, batches: batches, skipped: [], stays: [:], warnings: [],
      estimate: Estimate(
        seconds: 1, longestLockMilliseconds: 250, walBytes: 0, archiveBytes: 1000, undoSeconds: 1),
      storageGrace: nil, objects: nil)
  }
}
