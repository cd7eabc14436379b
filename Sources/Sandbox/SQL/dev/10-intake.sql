-- Batches and their row errors, as the runbook's queries take them to be.
CREATE SCHEMA intake;

CREATE TABLE intake.simplicity_batches (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  filename text NOT NULL,
  source text DEFAULT 'simplicity',
  file_hash text,
  storage_path text,
  status text NOT NULL DEFAULT 'uploaded'
    CONSTRAINT simplicity_batches_status_check CHECK (status IN (
      'uploaded', 'staging', 'validating', 'transforming', 'inserting', 'upserting', 'processing',
      'completed', 'failed')),
  row_count_total integer NOT NULL DEFAULT 0,
  row_count_inserted integer NOT NULL DEFAULT 0,
  row_count_invalid integer NOT NULL DEFAULT 0,
  error_threshold_percent integer NOT NULL DEFAULT 10,
  rejection_reason text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_simplicity_batches_created_at_id ON intake.simplicity_batches (created_at, id);

CREATE TABLE intake.row_errors (
  id bigserial PRIMARY KEY,
  batch_id uuid NOT NULL REFERENCES intake.simplicity_batches (id) ON DELETE CASCADE,
  row_index integer NOT NULL,
  error_code text NOT NULL,
  error_message text NOT NULL,
  raw_data jsonb,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_row_errors_batch_row ON intake.row_errors (batch_id, row_index);
