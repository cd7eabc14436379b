internal import Postgres

/// Where the rows of a batch go, in either schema.
struct RowTables: Sendable {
  let world: World

  /// What became of the valid rows.
  struct Inserted: Sendable {
    var judgments = 0
    var plaintiffs = 0
  }

  /// Stages the raw rows, where the schema has a table for them.
  func stage(_ rows: [SourceRow], batch: String, ago: Double = 0, in session: some SQLSession)
    async throws
  {
    guard world == .prod else { return }
    try await session.query(
      """
      INSERT INTO intake.simplicity_raw_rows (batch_id, row_index, raw_data, created_at)
      SELECT $1::uuid, r.index, r.data::jsonb, now() - make_interval(secs => $4::float8)
      FROM unnest($2::int[], $3::text[]) AS r(index, data)
      ON CONFLICT DO NOTHING
      """, [.uuid(batch), .indices(rows), .textArray(rows.map(\.json)), .double(ago)])
  }

  /// Returns the raw rows that were staged before.
  func staged(batch: String, in session: some SQLSession) async throws -> [SourceRow] {
    guard world == .prod else { return [] }
    let rows = try await session.query(
      """
      SELECT row_index, raw_data::text AS data FROM intake.simplicity_raw_rows
      WHERE batch_id = $1::uuid ORDER BY row_index
      """, [.uuid(batch)])
    return try rows.compactMap { row in
      SourceRow(index: try row.int("row_index"), json: try row.string("data"))
    }
  }

  /// Stores the rows that passed on their way, where the schema has a table for them.
  func keep(_ valid: [Judgment], batch: String, ago: Double = 0, in session: some SQLSession)
    async throws
  {
    guard world == .prod else { return }
    try await session.query(
      """
      INSERT INTO intake.simplicity_validated_rows (batch_id, row_index, raw_row_id, case_number,
        plaintiff_name, defendant_name, judgment_amount, entry_date, court, county, created_at)
      SELECT $1::uuid, v.index, raw.id, v.case_number, v.plaintiff, v.defendant, v.amount,
        v.entry_date, v.court, v.county, now() - make_interval(secs => $10::float8)
      FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::date[],
        $8::text[], $9::text[])
        AS v(index, case_number, plaintiff, defendant, amount, entry_date, court, county)
      LEFT JOIN intake.simplicity_raw_rows AS raw
        ON raw.batch_id = $1::uuid AND raw.row_index = v.index
      ON CONFLICT DO NOTHING
      """, [.uuid(batch)] + valid.columns(from: \.index) + [.double(ago)])
  }

  /// Stores what is wrong with the others, in the table that this environment's worker fills.
  func report(_ failures: [RowFailure], batch: String, ago: Double = 0, in session: some SQLSession)
    async throws
  {
    let parameters: [Value] = [
      .uuid(batch), .indices(failures.map(\.row)), .textArray(failures.map(\.code)),
      .textArray(failures.map(\.message)), .textArray(failures.map(\.row.json)), .double(ago),
    ]
    let source =
      "unnest($2::int[], $3::text[], $4::text[], $5::text[]) AS f(index, code, message, data)"
    switch world {
    case .dev:
      try await session.query(
        "DELETE FROM intake.row_errors WHERE batch_id = $1::uuid", [.uuid(batch)])
      try await session.query(
        """
        INSERT INTO intake.row_errors
          (batch_id, row_index, error_code, error_message, raw_data, created_at)
        SELECT $1::uuid, f.index, f.code, f.message, f.data::jsonb,
          now() - make_interval(secs => $6::float8) FROM \(source)
        """, parameters)
    case .prod:
      try await session.query(
        """
        INSERT INTO intake.simplicity_failed_rows (batch_id, row_index, raw_row_id, error_stage,
          error_code, error_message, raw_data, created_at)
        SELECT $1::uuid, f.index, raw.id, 'validate', f.code, f.message, f.data::jsonb,
          now() - make_interval(secs => $6::float8)
        FROM \(source)
        LEFT JOIN intake.simplicity_raw_rows AS raw
          ON raw.batch_id = $1::uuid AND raw.row_index = f.index
        ON CONFLICT DO NOTHING
        """, parameters)
    }
  }
}

extension Value {
  /// The positions of rows as an array.
  static func indices(_ rows: [SourceRow]) -> Value { .textArray(rows.map { String($0.index) }) }
}

extension [Judgment] {
  /// The rows as one array per column.
  func columns(from first: (Judgment) -> Int) -> [Value] {
    [
      .textArray(map { String(first($0)) }), .textArray(map(\.caseNumber)),
      .textArray(map(\.plaintiff)), .textArray(map(\.defendant)), .textArray(map(\.amount)),
      .array(map(\.entryDate)), .textArray(map(\.court)), .textArray(map(\.county)),
    ]
  }
}
