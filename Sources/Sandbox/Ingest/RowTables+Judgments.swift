internal import Postgres

extension RowTables {
  /// Makes judgments of the valid rows; case numbers that are known already are duplicates, not errors.
  ///
  /// - Parameters:
  ///   - valid: The rows that passed.
  ///   - batch: The id of their batch.
  ///   - ago: How many seconds ago it is to have happened.
  ///   - session: Where the statements run.
  /// - Returns: How many judgments and plaintiffs are new.
  /// - Throws: `PostgresError`.
  func insert(
    _ valid: [Judgment], batch: String, ago: Double = 0, in session: some SQLSession
  ) async throws -> Inserted {
    let parameters = [.uuid(batch)] + valid.columns(from: \.index) + [.double(ago)]
    switch world {
    case .dev:
      let inserted = try await session.query(
        """
        INSERT INTO public.judgments (case_number, plaintiff_name, defendant_name, amount,
          entry_date, court, county, source_file, status, created_at, updated_at)
        SELECT v.case_number, v.plaintiff, v.defendant, v.amount, v.entry_date, v.court, v.county,
          'batch:' || $1::uuid, 'open', at.time, at.time
        FROM \(Self.source), \(Self.time) ORDER BY v.index
        ON CONFLICT DO NOTHING
        """, parameters)
      return Inserted(judgments: inserted.affectedRows)
    case .prod:
      let plaintiffs = try await session.query(
        """
        INSERT INTO public.plaintiffs (name, source_system, source_batch_id, created_at, updated_at)
        SELECT DISTINCT ON (upper(name)) name, 'simplicity', $1::uuid, at.time, at.time
        FROM unnest($2::text[]) AS v(name), (SELECT now() - make_interval(secs => $3::float8)) AS at(time)
        ORDER BY upper(name), name
        ON CONFLICT DO NOTHING
        """, [.uuid(batch), .textArray(valid.map(\.plaintiff)), .double(ago)])
      let judgments = try await session.query(
        """
        WITH new AS (
          INSERT INTO public.judgments (case_number, plaintiff_name, defendant_name, judgment_amount,
            entry_date, court, county, source_file, status, plaintiff_id, created_at, updated_at)
          SELECT v.case_number, v.plaintiff, v.defendant, v.amount, v.entry_date, v.court, v.county,
            'simplicity-batch:' || $1::uuid, 'open', p.id, at.time, at.time
          FROM \(Self.source) LEFT JOIN public.plaintiffs AS p ON upper(p.name) = upper(v.plaintiff),
            \(Self.time)
          ORDER BY v.index
          ON CONFLICT DO NOTHING
          RETURNING id, case_number, created_at)
        INSERT INTO enforcement.judgments (judgment_id, batch_id, case_number, created_at, updated_at)
        SELECT id, $1::uuid, case_number, created_at, created_at FROM new
        """, parameters)
      return Inserted(judgments: judgments.affectedRows, plaintiffs: plaintiffs.affectedRows)
    }
  }

  private static let source = """
    unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::date[], $8::text[],
      $9::text[]) AS v(index, case_number, plaintiff, defendant, amount, entry_date, court, county)
    """
  private static let time = "(SELECT now() - make_interval(secs => $10::float8)) AS at(time)"
}
