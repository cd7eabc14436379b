-- The views that Sentinel and the runbook read; row security of the caller applies through them.
CREATE VIEW ops.v_batch_performance WITH (security_invoker = true) AS
SELECT
  date_trunc('hour', created_at) AS hour_bucket,
  count(*) AS total_batches,
  count(*) FILTER (WHERE status = 'completed') AS completed_batches,
  count(*) FILTER (WHERE status = 'failed') AS failed_batches,
  round(avg(parse_duration_ms) FILTER (WHERE status = 'completed'), 2) AS avg_parse_ms,
  round(avg(db_duration_ms) FILTER (WHERE status = 'completed'), 2) AS avg_db_ms,
  round(avg(parse_duration_ms + db_duration_ms) FILTER (WHERE status = 'completed'), 2)
    AS avg_total_ms,
  sum(row_count_total) AS total_rows,
  sum(row_count_inserted) AS inserted_rows,
  sum(row_count_duplicate) AS skipped_rows,
  sum(row_count_invalid) AS error_rows,
  coalesce(round(100.0 * sum(row_count_duplicate) / nullif(sum(row_count_total), 0), 2), 0.0)
    AS dedupe_rate_pct,
  coalesce(round(100.0 * sum(row_count_invalid) / nullif(sum(row_count_total), 0), 2), 0.0)
    AS error_rate_pct
FROM intake.simplicity_batches
WHERE created_at >= now() - interval '7 days'
GROUP BY 1;

CREATE VIEW ops.v_error_distribution WITH (security_invoker = true) AS
SELECT
  error_code,
  count(*) AS occurrence_count,
  count(DISTINCT batch_id) AS affected_batches,
  min(error_message) AS sample_message,
  max(created_at) AS last_seen_at
FROM intake.row_errors
WHERE created_at >= now() - interval '7 days'
GROUP BY error_code;

-- 'pending' and 'validated' are left out, as deployed: the two states where real batches wait.
CREATE VIEW ops.v_pipeline_health WITH (security_invoker = true) AS
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

CREATE SCHEMA supabase_migrations;
CREATE TABLE supabase_migrations.schema_migrations (
  version text PRIMARY KEY,
  statements text[],
  name text
);
