-- Batches as deployed: no updated_at, statuses of their own, CHECKs that the runbook's statements violate.
CREATE SCHEMA intake;

CREATE TABLE intake.simplicity_batches (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  filename text NOT NULL,
  source_reference text,
  row_count_total integer NOT NULL DEFAULT 0,
  row_count_staged integer NOT NULL DEFAULT 0,
  row_count_valid integer NOT NULL DEFAULT 0,
  row_count_invalid integer NOT NULL DEFAULT 0,
  row_count_inserted integer NOT NULL DEFAULT 0,
  status text NOT NULL DEFAULT 'pending'
    CONSTRAINT simplicity_batches_status_check CHECK (status IN (
      'pending', 'staging', 'transforming', 'validated', 'upserting', 'completed', 'failed')),
  error_summary text,
  created_at timestamptz NOT NULL DEFAULT now(),
  staged_at timestamptz,
  transformed_at timestamptz,
  completed_at timestamptz,
  created_by text,
  file_hash text,
  storage_path text,
  row_count_duplicate integer NOT NULL DEFAULT 0,
  discord_notified boolean NOT NULL DEFAULT false,
  plaintiff_inserted integer NOT NULL DEFAULT 0,
  plaintiff_duplicate integer NOT NULL DEFAULT 0,
  plaintiff_failed integer NOT NULL DEFAULT 0,
  error_threshold_percent integer NOT NULL DEFAULT 10
    CONSTRAINT chk_error_threshold_range CHECK (error_threshold_percent BETWEEN 0 AND 100),
  rejection_reason text,
  parse_duration_ms integer,
  db_duration_ms integer,
  CONSTRAINT chk_rejection_reason_only_on_failed
    CHECK (rejection_reason IS NULL OR status = 'failed')
);

CREATE UNIQUE INDEX uq_simplicity_batches_file_hash
  ON intake.simplicity_batches (file_hash) WHERE file_hash IS NOT NULL;
CREATE INDEX idx_batches_file_hash ON intake.simplicity_batches (file_hash);
CREATE INDEX idx_simplicity_batches_status ON intake.simplicity_batches (status)
  WHERE status IN ('pending', 'staging', 'transforming', 'upserting');
CREATE INDEX idx_simplicity_batches_created_at ON intake.simplicity_batches (created_at DESC);
CREATE INDEX idx_simplicity_batches_source_reference
  ON intake.simplicity_batches (source_reference) WHERE source_reference IS NOT NULL;
CREATE INDEX idx_simplicity_batches_validated ON intake.simplicity_batches (created_at)
  WHERE status = 'validated';
CREATE INDEX idx_simplicity_batches_status_created
  ON intake.simplicity_batches (status, created_at DESC);
CREATE INDEX idx_simplicity_batches_failed_recent
  ON intake.simplicity_batches (created_at DESC) WHERE status = 'failed';
