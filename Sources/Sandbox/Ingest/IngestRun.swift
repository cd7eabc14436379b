internal import Postgres

/// The way of one batch from the claim to its end.
struct IngestRun {
  /// What is done in one step; the status that the batch has afterwards goes with it.
  enum Step: Sendable {
    case read
    case check
    case rest
    case insert
  }

  let world: World
  let batch: BatchRecord
  let check: RowCheck
  let store: ObjectFolder
  private var rows: [SourceRow] = []
  private var valid: [Judgment] = []
  private var failures: [RowFailure] = []
  private var inserted = RowTables.Inserted()

  init(world: World, batch: BatchRecord, check: RowCheck, store: ObjectFolder) {
    self.world = world
    self.batch = batch
    self.check = check
    self.store = store
  }

  /// The steps after the claim.
  var steps: [(step: Step, status: String)] {
    switch world {
    case .dev:
      [
        (.read, "validating"), (.check, "transforming"), (.rest, "inserting"),
        (.insert, "upserting"), (.rest, "completed"),
      ]
    case .prod: [(.read, "transforming"), (.check, "upserting"), (.insert, "completed")]
    }
  }

  /// Does a step and moves the batch on.
  ///
  /// - Returns: Whether the way goes on.
  mutating func perform(
    _ step: Step, then status: String, in session: some SQLSession
  ) async throws -> Bool {
    let tables = RowTables(world: world)
    switch step {
    case .read:
      guard try await read(session) else {
        let reason = "No CSV content found for batch \(batch.id)"
        try await end("failed", reason: reason, in: session)
        return false
      }
      try await tables.stage(rows, batch: batch.id, in: session)
    case .check:
      (valid, failures) = check.check(rows)
      try await tables.report(failures, batch: batch.id, in: session)
      if isOverBudget {
        let reason = RejectionReason.overBudget(
          faulty: failures.count, of: rows.count, limit: batch.thresholdPercent)
        valid = []
        try await end("failed", reason: reason, in: session)
        return false
      }
      try await tables.keep(valid, batch: batch.id, in: session)
    case .insert:
      inserted = try await tables.insert(valid, batch: batch.id, in: session)
    case .rest: break
    }
    if status == "completed" {
      try await end(status, reason: nil, in: session)
    } else {
      try await move(to: status, in: session)
    }
    return true
  }

  /// A rate that equals the limit passes.
  private var isOverBudget: Bool {
    failures.count * 100 > batch.thresholdPercent * rows.count
  }

  /// Reads the original, else what was staged before.
  ///
  /// A batch that somebody has made by hand, without an original,
  /// has no rows; one whose original should be there and is not has failed.
  private mutating func read(_ session: some SQLSession) async throws -> Bool {
    if let path = batch.storagePath, let text = store.get(path) {
      rows = SourceRow.rows(ofCSV: text)
      return true
    }
    rows = try await RowTables(world: world).staged(batch: batch.id, in: session)
    return !rows.isEmpty || batch.storagePath == nil
  }

  private func move(to status: String, in session: some SQLSession) async throws {
    let stamp: String
    switch (world, status) {
    case (.dev, _):
      stamp = "updated_at = now(), row_count_total = greatest(row_count_total, $3::int)"
    case (.prod, "upserting"):
      stamp = "transformed_at = now(), row_count_valid = \(valid.count), row_count_staged = $3::int"
    case (.prod, _): stamp = "staged_at = now(), row_count_staged = $3::int"
    }
    try await update("status = $2, \(stamp)", [.text(status), .int(rows.count)], session)
  }

  private func end(_ status: String, reason: String?, in session: some SQLSession) async throws {
    var set = """
      status = $2, rejection_reason = $3, row_count_total = greatest(row_count_total, $4::int),
      row_count_inserted = $5::int, row_count_invalid = $6::int
      """
    switch world {
    case .dev: set += ", updated_at = now()"
    case .prod:
      set += """
        , error_summary = $3, completed_at = now(), row_count_valid = \(valid.count),
        row_count_duplicate = \(valid.count - inserted.judgments),
        plaintiff_inserted = \(inserted.plaintiffs),
        parse_duration_ms = 40 + $4::int * 3, db_duration_ms = 90 + $4::int * 7
        """
    }
    try await update(
      set,
      [
        .text(status), .optional(reason), .int(rows.count), .int(inserted.judgments),
        .int(failures.count),
      ], session)
  }

  /// Moves the batch by its id only, as the deployed workers do: what an operator did meanwhile is overwritten.
  private func update(_ set: String, _ values: [Value], _ session: some SQLSession) async throws {
    let updated = try await session.query(
      "UPDATE intake.simplicity_batches SET \(set) WHERE id = $1::uuid", [.uuid(batch.id)] + values)
    guard updated.affectedRows == 1 else { throw SandboxError("batch \(batch.id) is gone") }
  }
}
