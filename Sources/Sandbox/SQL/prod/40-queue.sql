-- The job queue and the signs of life of the workers.
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
  started_at timestamptz,
  worker_id text,
  last_error text,
  priority integer NOT NULL DEFAULT 0,
  run_at timestamptz NOT NULL DEFAULT now(),
  next_run_at timestamptz,
  reap_count integer NOT NULL DEFAULT 0,
  idempotency_key text,
  dedup_key text,
  correlation_id uuid,
  dead_letter_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_job_queue_status ON ops.job_queue (status, created_at);
CREATE UNIQUE INDEX uq_job_queue_idempotency
  ON ops.job_queue (job_type, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE UNIQUE INDEX uq_job_queue_dedup_active
  ON ops.job_queue (dedup_key) WHERE dedup_key IS NOT NULL AND status IN ('pending', 'processing');

CREATE FUNCTION ops.touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;
CREATE TRIGGER trg_job_queue_touch BEFORE UPDATE ON ops.job_queue
  FOR EACH ROW EXECUTE FUNCTION ops.touch_updated_at();

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

-- Two overloads with defaults: a call without an argument is ambiguous, as deployed.
CREATE FUNCTION ops.reap_stuck_jobs(lock_minutes integer DEFAULT 30) RETURNS integer
LANGUAGE sql AS $$
  WITH reaped AS (
    UPDATE ops.job_queue
    SET status = CASE WHEN attempts < max_attempts THEN 'pending' ELSE 'failed' END::ops.job_status_enum,
      last_error = CASE WHEN attempts < max_attempts THEN last_error
        ELSE '[DLQ] ' || coalesce(last_error, 'lock expired') END,
      next_run_at = now() + make_interval(secs => least(power(2, attempts) * 30, 3600)),
      reap_count = reap_count + 1, locked_at = NULL, worker_id = NULL
    WHERE status = 'processing' AND locked_at < now() - make_interval(mins => lock_minutes)
    RETURNING 1)
  SELECT count(*)::integer FROM reaped
$$;
CREATE FUNCTION ops.reap_stuck_jobs(older_than interval DEFAULT '10 minutes') RETURNS integer
LANGUAGE sql AS $$
  SELECT ops.reap_stuck_jobs((extract(epoch FROM older_than) / 60)::integer)
$$;
