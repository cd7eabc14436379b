internal import Postgres

/// Makes batches with everything that belongs to them: original file, rows, errors, judgments.
struct BatchPlanter {
  let world: World
  let store: ObjectFolder

  /// Makes a batch.
  func plant(_ draft: BatchDraft, file: String, in session: some SQLSession) async throws {
    if draft.hasObject { try store.put(file, key: ObjectFolder.key(of: draft.id)) }
    let tables = RowTables(world: world)
    let check: RowCheck = world == .dev ? .runbook : draft.hasStoragePath ? .service : .mapper
    let rows = SourceRow.rows(ofCSV: file)
    let (valid, failures) = check.check(rows)
    let counts = Counts(
      total: rows.count, valid: draft.reach >= .kept ? valid.count : 0,
      invalid: draft.reach >= .checked ? failures.count : 0,
      inserted: draft.reach >= .inserted ? valid.count : 0)
    try await insert(draft, counts, file, in: session)
    let ago = draft.ago - draft.lasted
    if draft.reach >= .staged {
      try await tables.stage(rows, batch: draft.id, ago: ago, in: session)
    }
    if draft.reach >= .checked {
      try await tables.report(failures, batch: draft.id, ago: ago, in: session)
    }
    if draft.reach >= .kept {
      try await tables.keep(valid, batch: draft.id, ago: ago, in: session)
    }
    if draft.reach >= .inserted {
      _ = try await tables.insert(valid, batch: draft.id, ago: ago, in: session)
    }
  }

  private struct Counts {
    var total: Int
    var valid: Int
    var invalid: Int
    var inserted: Int
  }

  private func insert(
    _ draft: BatchDraft, _ counts: Counts, _ file: String, in session: some SQLSession
  ) async throws {
    let path = draft.hasStoragePath ? ObjectFolder.key(of: draft.id) : nil
    let common: [Value] = [
      .uuid(draft.id), .text(draft.filename), .text(file), .optional(path), .text(draft.status),
      .int(counts.total), .int(counts.inserted), .int(counts.invalid), .optional(draft.reason),
      .double(draft.ago), .double(draft.ago - draft.lasted),
    ]
    switch world {
    case .dev:
      try await session.query(Self.devSQL, common)
    case .prod:
      let isStaged = !["pending", "staging"].contains(draft.status)
      let isTransformed = ["validated", "upserting", "completed"].contains(draft.status)
      try await session.query(
        Self.prodSQL,
        common + [
          .int(counts.valid), .bool(isStaged), .bool(isTransformed),
          .bool(draft.status == "completed" || draft.reason?.hasPrefix("Error rate") == true),
          .bool(draft.hasStoragePath),
        ])
    }
  }

  private static let devSQL = """
    INSERT INTO intake.simplicity_batches (id, filename, file_hash, storage_path, status,
      row_count_total, row_count_inserted, row_count_invalid, rejection_reason, created_at, updated_at)
    VALUES ($1::uuid, $2, encode(sha256(convert_to($3, 'UTF8')), 'hex'), $4, $5, $6::int, $7::int,
      $8::int, $9, now() - make_interval(secs => $10::float8),
      now() - make_interval(secs => $11::float8))
    """

  /// The mapper writes why it failed into error_summary only, and knows neither hash nor object.
  private static let prodSQL = """
    INSERT INTO intake.simplicity_batches (id, filename, file_hash, storage_path, status,
      row_count_total, row_count_inserted, row_count_invalid, rejection_reason, error_summary,
      created_at, row_count_staged, row_count_valid, staged_at, transformed_at, completed_at,
      source_reference, parse_duration_ms, db_duration_ms)
    SELECT $1::uuid, $2, CASE WHEN $16::bool THEN encode(sha256(convert_to($3, 'UTF8')), 'hex') END,
      $4, $5, $6::int, $7::int, $8::int, CASE WHEN $16::bool THEN $9 END, $9, at.created,
      CASE WHEN $13::bool THEN $6::int ELSE 0 END, $12::int,
      CASE WHEN $13::bool THEN at.created + (at.moved - at.created) / (1 + $14::bool::int + $15::bool::int) END,
      CASE WHEN $14::bool THEN at.moved - (at.moved - at.created) / 3 * $15::bool::int END,
      CASE WHEN $15::bool THEN at.moved END,
      'simplicity-' || to_char(at.created, 'YYYY-MM-DD-HH24MI'),
      CASE WHEN $15::bool THEN 40 + $6::int * 3 END, CASE WHEN $15::bool THEN 90 + $6::int * 7 END
    FROM (SELECT now() - make_interval(secs => $10::float8), now() - make_interval(secs => $11::float8))
      AS at(created, moved)
    """
}
