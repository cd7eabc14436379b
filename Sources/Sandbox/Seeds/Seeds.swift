internal import Foundation
internal import Postgres

/// Fills a new database.
struct Seeds {
  let world: World
  let store: ObjectFolder

  /// Plants the batches, then what stands around them.
  func plant(in session: some SQLSession) async throws {
    var plan = SeedPlan(world: world, chance: Chance(seed: world == .dev ? 20_250_104 : 20_251_225))
    let drafts = plan.drafts()
    var cases = CaseFile(nextCase: 1)
    let planter = BatchPlanter(world: world, store: store)
    for draft in drafts {
      let file = cases.make(
        rows: draft.rows, faulty: draft.faulty, dialect: draft.dialect, using: &plan.chance)
      try await planter.plant(draft, file: file, in: session)
    }
    for statement in Self.around(world) { try await session.query(statement) }
  }

  private static func around(_ world: World) -> [String] {
    shared + (world == .dev ? devOnly : prodOnly)
  }

  private static let shared = [
    // Workers that are gone: what they left behind is evidence, not life.
    """
    INSERT INTO ops.worker_heartbeats
      (worker_id, worker_type, hostname, last_seen_at, status, created_at, updated_at)
    SELECT id, type, host, at, status, at - interval '2 days', at FROM (VALUES
      ('ingest-7f9c', 'ingest', 'dragonfly-worker-ingest', now() - interval '118 minutes', 'running'),
      ('enforcement-21ab', 'enforcement', 'dragonfly-worker-enforcement',
        now() - interval '26 hours', 'stopped')) AS seen(id, type, host, at, status)
    """,
    """
    INSERT INTO ops.job_queue (job_type, payload, status, attempts, worker_id, locked_at, created_at)
    SELECT 'simplicity_ingest', jsonb_build_object('batch_id', id), 'processing', 1, 'ingest-7f9c',
      created_at, created_at
    FROM intake.simplicity_batches
    WHERE status IN ('staging', 'transforming') ORDER BY created_at DESC LIMIT 1
    """,
    """
    INSERT INTO ops.job_queue (job_type, payload, status, attempts, last_error, created_at) VALUES
      ('enrich_tlo', '{"judgment_id": 17}', 'pending', 0, NULL, now() - interval '3 hours'),
      ('entity_resolve', '{"judgment_id": 23}', 'completed', 1, NULL, now() - interval '9 hours'),
      ('generate_pdf', '{"judgment_id": 5}', 'failed', 5, '[DLQ] connection refused',
        now() - interval '2 days')
    """,
  ]

  private static let devOnly = [
    """
    INSERT INTO supabase_migrations.schema_migrations (version, name, inserted_at) VALUES
      ('20250103', 'ingest_hardening', now() - interval '41 days'),
      ('20250104', 'ops_views', now() - interval '40 days'),
      ('20251225000000', 'simplicity_ingestion_pipeline', now() - interval '12 days'),
      ('20251226120000', 'batch_file_hash', now() - interval '11 days'),
      ('20251229120000', 'batch_storage_path', now() - interval '2 days'),
      ('20251230101000', 'plaintiff_counts', now() - interval '5 hours')
    """
  ]

  private static let prodOnly = [
    """
    INSERT INTO supabase_migrations.schema_migrations (version, name) VALUES
      ('0001', 'core_schema'), ('0034', 'judgments_case_number_unique'),
      ('20250101000000', 'golden_path_schema'), ('20250103', 'ingest_hardening'),
      ('20250104', 'ops_views'), ('20251225000000', 'simplicity_ingestion_pipeline'),
      ('20251230101000', 'plaintiff_counts'), ('20260401', 'enforce_tenancy'),
      ('20261105', 'security_invoker_views')
    """,
    // What the one writer of row_errors left before it was retired.
    """
    INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message, created_at)
    SELECT batch_id, row_index, 'MISSING_DEFENDANT', 'defendant_name is empty', created_at
    FROM intake.simplicity_failed_rows
    WHERE batch_id = (SELECT id FROM intake.simplicity_batches WHERE filename = 'bad_data.csv')
    ORDER BY row_index LIMIT 2
    """,
    "UPDATE public.judgments SET status = 'satisfied' WHERE id % 40 = 0",
    """
    INSERT INTO ops.ingest_batches (source, filename, row_count_raw, row_count_valid,
      row_count_invalid, status, error_summary, created_at, completed_at, worker_id)
    SELECT 'simplicity', 'dashboard_upload_' || n || '.csv', 40, 37, 3,
      CASE WHEN n = 1 THEN 'failed' ELSE 'completed' END,
      CASE WHEN n = 1 THEN '100 consecutive errors' END,
      now() - n * interval '29 hours', now() - n * interval '29 hours' + interval '70 seconds',
      'ingest-7f9c'
    FROM generate_series(1, 6) AS n
    """,
    """
    INSERT INTO ops.intake_logs (batch_id, row_index, status, error_code, error_details, created_at)
    SELECT id, row, CASE WHEN row < 37 THEN 'success' ELSE 'error' END,
      CASE WHEN row >= 37 THEN 'VALIDATION_ERROR' END,
      CASE WHEN row >= 37 THEN 'missing plaintiff_name' END, created_at
    FROM ops.ingest_batches, generate_series(0, 39) AS row
    """,
    """
    INSERT INTO ops.import_errors (batch_id, row_number, error_type, error_message, field_name,
      created_at)
    SELECT id, 12, 'PARSE_ERROR', 'unterminated quote', 'Defendant', created_at
    FROM ops.ingest_batches WHERE status = 'failed'
    """,
    """
    INSERT INTO ingest.import_runs (source_system, source_batch_id, file_hash, filename, status,
      rows_fetched, rows_inserted, rows_skipped, started_at, completed_at, created_at)
    SELECT 'simplicity', 'jbi-' || n, md5(n::text), 'plaintiffs_' || n || '.csv', 'completed', 900,
      880, 20, at, at + interval '3 minutes', at
    FROM generate_series(1, 3) AS n, LATERAL (SELECT now() - n * interval '6 days') AS t(at)
    """,
  ]
}
