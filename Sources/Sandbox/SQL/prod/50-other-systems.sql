-- The two other batch systems: the dashboard's uploads and the import of plaintiffs.
CREATE TABLE ops.ingest_batches (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  source text NOT NULL DEFAULT 'simplicity',
  filename text NOT NULL,
  row_count_raw integer NOT NULL DEFAULT 0,
  row_count_valid integer NOT NULL DEFAULT 0,
  row_count_invalid integer NOT NULL DEFAULT 0,
  status text NOT NULL DEFAULT 'pending'
    CONSTRAINT ingest_batches_status_check
    CHECK (status IN ('pending', 'processing', 'completed', 'failed')),
  error_summary text,
  created_at timestamptz NOT NULL DEFAULT now(),
  processed_at timestamptz,
  created_by text,
  stats jsonb,
  started_at timestamptz,
  completed_at timestamptz,
  worker_id text,
  file_hash text,
  force_reimport boolean NOT NULL DEFAULT false,
  plaintiff_inserted integer NOT NULL DEFAULT 0,
  plaintiff_duplicate integer NOT NULL DEFAULT 0,
  plaintiff_failed integer NOT NULL DEFAULT 0,
  integrity_status text DEFAULT 'pending'
    CONSTRAINT ingest_batches_integrity_status_check
    CHECK (integrity_status IN ('pending', 'verified', 'discrepancy', 'skipped')),
  verified_at timestamptz,
  verification_notes text
);

CREATE TABLE ops.intake_logs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  batch_id uuid NOT NULL REFERENCES ops.ingest_batches (id) ON DELETE CASCADE,
  row_index integer NOT NULL,
  status text NOT NULL
    CONSTRAINT intake_logs_status_check
    CHECK (status IN ('success', 'error', 'skipped', 'duplicate')),
  judgment_id uuid,
  error_code text,
  error_details text,
  processing_time_ms integer,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT uq_intake_logs_batch_row UNIQUE (batch_id, row_index)
);

CREATE TABLE ops.import_errors (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  batch_id uuid NOT NULL REFERENCES ops.ingest_batches (id) ON DELETE CASCADE,
  row_number integer,
  error_type text NOT NULL,
  error_message text NOT NULL,
  raw_data jsonb,
  field_name text,
  field_value text,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_import_errors_batch ON ops.import_errors (batch_id);

CREATE TABLE ops.ingest_event_log (
  id bigserial PRIMARY KEY,
  batch_id uuid NOT NULL,
  correlation_id uuid,
  stage text NOT NULL,
  event text NOT NULL,
  metadata jsonb,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_ingest_event_log_batch ON ops.ingest_event_log (batch_id, created_at);

CREATE TABLE ops.audit_log (
  id bigserial PRIMARY KEY,
  entity_id text,
  table_name text NOT NULL,
  action text NOT NULL
    CONSTRAINT audit_log_action_check CHECK (action IN ('INSERT', 'UPDATE', 'DELETE')),
  old_values jsonb,
  new_values jsonb,
  changed_fields text[],
  worker_id text,
  batch_id uuid,
  source_file text,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text
);

CREATE SCHEMA ingest;
CREATE TABLE ingest.import_runs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  source_system text NOT NULL DEFAULT 'simplicity',
  source_batch_id text,
  file_hash text,
  filename text,
  import_kind text NOT NULL DEFAULT 'plaintiffs',
  status text NOT NULL DEFAULT 'pending',
  rows_fetched integer NOT NULL DEFAULT 0,
  rows_inserted integer NOT NULL DEFAULT 0,
  rows_skipped integer NOT NULL DEFAULT 0,
  rows_errored integer NOT NULL DEFAULT 0,
  error_details jsonb,
  started_at timestamptz,
  completed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE ingest.plaintiffs_raw (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  import_run_id uuid NOT NULL REFERENCES ingest.import_runs (id) ON DELETE CASCADE,
  row_index integer NOT NULL,
  plaintiff_name text,
  status text NOT NULL DEFAULT 'pending',
  raw_payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT uq_plaintiffs_raw_run_row UNIQUE (import_run_id, row_index)
);
