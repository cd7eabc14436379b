-- The queue, the signs of life of the workers, and the views that the runbook reads.
CREATE SCHEMA ops;

CREATE TYPE ops.job_type_enum AS ENUM (
  'enrich_tlo', 'enrich_idicore', 'generate_pdf', 'ingest_csv', 'simplicity_ingest',
  'entity_resolve', 'judgment_create', 'enrichment_request', 'enforcement_strategy',
  'enforcement_drafting', 'enforcement_generate_packet');
CREATE TYPE ops.job_status_enum AS ENUM ('pending', 'processing', 'completed', 'failed');

CREATE TABLE ops.job_queue (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  job_type ops.job_type_enum NOT NULL,
  payload jsonb NOT NULL,
  status ops.job_status_enum NOT NULL DEFAULT 'pending',
  attempts integer NOT NULL DEFAULT 0,
  max_attempts integer NOT NULL DEFAULT 5,
  locked_at timestamptz,
  worker_id text,
  last_error text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_job_queue_status ON ops.job_queue (status, created_at);

CREATE TABLE ops.worker_heartbeats (
  worker_id text PRIMARY KEY,
  worker_type text NOT NULL DEFAULT 'ingest',
  hostname text,
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  status text NOT NULL DEFAULT 'running'
    CONSTRAINT worker_heartbeats_status_check CHECK (status IN ('running', 'stopped', 'error')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE VIEW ops.v_batch_performance AS
SELECT
  date_trunc('hour', created_at) AS hour_bucket,
  count(*) AS total_batches,
  count(*) FILTER (WHERE status = 'completed') AS completed_batches,
  count(*) FILTER (WHERE status = 'failed') AS failed_batches,
  NULL::numeric AS avg_parse_ms,
  NULL::numeric AS avg_db_ms,
  round(avg(extract(epoch FROM updated_at - created_at) * 1000)
    FILTER (WHERE status = 'completed'), 2) AS avg_total_ms,
  sum(row_count_total) AS total_rows,
  sum(row_count_inserted) AS inserted_rows,
  0::bigint AS skipped_rows,
  sum(row_count_invalid) AS error_rows,
  0.0::numeric AS dedupe_rate_pct,
  coalesce(round(100.0 * sum(row_count_invalid) / nullif(sum(row_count_total), 0), 2), 0.0)
    AS error_rate_pct
FROM intake.simplicity_batches
WHERE created_at >= now() - interval '7 days'
GROUP BY 1;

CREATE VIEW ops.v_error_distribution AS
SELECT
  error_code,
  count(*) AS occurrence_count,
  count(DISTINCT batch_id) AS affected_batches,
  min(error_message) AS sample_message,
  max(created_at) AS last_seen_at
FROM intake.row_errors
WHERE created_at >= now() - interval '7 days'
GROUP BY error_code;

CREATE VIEW ops.v_pipeline_health AS
SELECT
  status,
  count(*) AS batch_count,
  min(created_at) AS oldest_batch_at,
  round(extract(epoch FROM now() - min(created_at)) / 60, 2) AS oldest_age_minutes,
  max(created_at) AS newest_batch_at
FROM intake.simplicity_batches
WHERE status IN (
  'uploaded', 'staging', 'validating', 'transforming', 'inserting', 'upserting', 'processing',
  'failed')
GROUP BY status;
