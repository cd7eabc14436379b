internal import Postgres
internal import TestSupport

@testable import OpsCore

/// A database with batches, and what a change needs to happen in it.
struct ChangeWorld: Sendable {
  let kind: SchemaKind
  let database: TestDatabase

  static func make(_ kind: SchemaKind) async throws -> ChangeWorld {
    ChangeWorld(kind: kind, database: try await TestServer.shared().database(kind))
  }

  /// The entry state of the schema.
  var entry: String { kind == .dev ? "uploaded" : "pending" }

  /// A context that needs no question: not protected, `--yes`, no terminal; straight to the server without a DSN.
  func context(
    expect: Int? = nil, limits: Limits = Limits(batches: nil, dependentRows: nil, share: nil),
    dsn: String? = nil
  ) async throws -> Context {
    try await makeContext(expect: expect, limits: limits, dsn: dsn ?? database.dsn())
  }

  // MARK: Rows

  /// Adds a batch that has come far enough for a reset to clear something.
  func addBatch(
    status: String = "staging", filename: String = "a.csv", reason: String? = nil
  ) async throws -> String {
    let reason = reason.map(Quoting.literal) ?? "NULL"
    let rows = try await database.run(
      """
      INSERT INTO intake.simplicity_batches
        (filename, status, row_count_total, row_count_inserted, row_count_invalid, rejection_reason)
      VALUES (\(Quoting.literal(filename)), '\(status)', 10, 4, 6, \(reason)) RETURNING id
      """)
    return rows[0][0] ?? ""
  }

  /// Adds an open error of a row.
  func addError(_ batch: String, index: Int, table: String = "intake.row_errors") async throws {
    try await database.execute(
      """
      INSERT INTO \(table) (batch_id, row_index, error_code, error_message)
      VALUES ('\(batch)', \(index), 'INVALID_AMOUNT', 'message')
      """)
  }

  /// Adds a queue job that names the batch.
  func addJob(_ batch: String) async throws -> String {
    let rows = try await database.run(
      """
      INSERT INTO ops.job_queue (job_type, payload, updated_at)
      VALUES ('ingest_csv', jsonb_build_object('batch_id', '\(batch)'), '2026-01-01')
      RETURNING id
      """)
    return rows[0][0] ?? ""
  }

  /// Reads a whole row as one text.
  func row(_ id: String, of table: String = "intake.simplicity_batches") async throws -> String? {
    try await database.run("SELECT t::text FROM \(table) AS t WHERE id = '\(id)'").first?[0]
  }

  /// Reads all rows of a table as one text each.
  func rows(of table: String) async throws -> [String] {
    try await database.run("SELECT t::text FROM \(table) AS t ORDER BY 1").compactMap { $0[0] }
  }

  /// Reads the status of a batch.
  func status(_ id: String) async throws -> String? {
    try await database.run("SELECT status FROM intake.simplicity_batches WHERE id = '\(id)'")
      .first?[0]
  }

  // MARK: Changes

  /// Chooses batches as an operator does: by looking at them.
  func select(_ ids: [String], isNamed: Bool = true) async throws -> [SelectedBatch] {
    let list = ids.map(Quoting.literal).joined(separator: ",")
    return try await database.run(
      """
      SELECT id, filename, status, xmin::text FROM intake.simplicity_batches WHERE id IN (\(list))
      """
    ).map { row in
      SelectedBatch(
        id: row[0] ?? "", filename: row[1] ?? "", status: row[2] ?? "", version: row[3] ?? "",
        isNamed: isNamed)
    }
  }

  /// Resets batches.
  @discardableResult
  func reset(
    _ ids: String..., in context: Context, observe: @escaping ChangeObserver = { _, _ in }
  ) async throws -> ChangeReport {
    let change = ResetChange(batches: try await select(ids))
    return try await Changes(observe: observe).run(change, in: context)
  }

  /// Marks a batch as failed.
  @discardableResult
  func fail(
    _ id: String, message: String, stopsJobs: Bool = false, in context: Context,
    observe: @escaping ChangeObserver = { _, _ in }
  ) async throws -> ChangeReport {
    let change = FailChange(
      batches: try await select([id]), message: message, stopsJobs: stopsJobs)
    return try await Changes(observe: observe).run(change, in: context)
  }

  /// Takes a change back.
  @discardableResult
  func undo(_ audit: String?, in context: Context) async throws -> ChangeReport {
    let audit = audit ?? ""
    let change = try UndoChange(original: audit, entries: try context.journal.entries(of: audit))
    return try await Changes().run(change, in: context)
  }
}
