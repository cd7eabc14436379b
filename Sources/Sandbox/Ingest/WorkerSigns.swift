internal import Postgres

/// The signs of life that a worker gives: its heartbeat, and the queue job of the batch that it has.
struct WorkerSigns {
  let worker: String
  let session: any SQLSession

  /// Gives a sign of life.
  func beat(status: String = "running") async throws {
    try await session.query(
      """
      INSERT INTO ops.worker_heartbeats (worker_id, worker_type, hostname, last_seen_at, status)
      VALUES ($1, 'ingest', 'sandbox', clock_timestamp(), $2)
      ON CONFLICT (worker_id) DO UPDATE
      SET last_seen_at = clock_timestamp(), status = excluded.status, updated_at = clock_timestamp()
      """, [.text(worker), .text(status)])
  }

  /// Takes the queue job of a batch, or makes one.
  func begin(batch: String) async throws -> String? {
    let taken = try await session.query(
      """
      WITH job AS (
        SELECT id FROM ops.job_queue
        WHERE payload->>'batch_id' = $1 AND status IN ('pending', 'processing')
        ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED),
      taken AS (
        UPDATE ops.job_queue SET status = 'processing', attempts = attempts + 1, worker_id = $2,
          locked_at = now()
        WHERE id IN (SELECT id FROM job) RETURNING id),
      made AS (
        INSERT INTO ops.job_queue (job_type, payload, status, attempts, worker_id, locked_at)
        SELECT 'simplicity_ingest', jsonb_build_object('batch_id', $1), 'processing', 1, $2, now()
        WHERE NOT EXISTS (SELECT FROM job) RETURNING id)
      SELECT id::text AS id FROM taken UNION ALL SELECT id::text FROM made
      """, [.text(batch), .text(worker)])
    return try taken.first?.string("id")
  }

  /// Ends a queue job.
  func end(job: String?, error: String? = nil) async throws {
    guard let job else { return }
    try await session.query(
      """
      UPDATE ops.job_queue
      SET status = (CASE WHEN $2::text IS NULL THEN 'completed' ELSE 'failed' END)::ops.job_status_enum,
        last_error = $2, locked_at = NULL
      WHERE id = $1::uuid
      """, [.uuid(job), .optional(error)])
  }
}
