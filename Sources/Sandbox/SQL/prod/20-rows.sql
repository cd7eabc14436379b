-- The four tables of rows, which go with their batch.
CREATE TABLE intake.simplicity_raw_rows (
  id bigserial PRIMARY KEY,
  batch_id uuid NOT NULL REFERENCES intake.simplicity_batches (id) ON DELETE CASCADE,
  row_index integer NOT NULL,
  raw_data jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT uq_simplicity_raw_rows_batch_row UNIQUE (batch_id, row_index)
);

CREATE TABLE intake.simplicity_validated_rows (
  id bigserial PRIMARY KEY,
  batch_id uuid NOT NULL REFERENCES intake.simplicity_batches (id) ON DELETE CASCADE,
  row_index integer NOT NULL,
  raw_row_id bigint REFERENCES intake.simplicity_raw_rows (id) ON DELETE SET NULL,
  case_number text NOT NULL,
  plaintiff_name text,
  defendant_name text,
  judgment_amount numeric(12, 2),
  entry_date date,
  judgment_date date,
  court text,
  county text,
  validation_status text DEFAULT 'valid'
    CONSTRAINT simplicity_validated_rows_validation_status_check
    CHECK (validation_status IN ('valid', 'invalid', 'warning')),
  validation_errors text[],
  validation_warnings text[],
  created_at timestamptz NOT NULL DEFAULT now(),
  dedup_key text,
  CONSTRAINT uq_simplicity_validated_rows_batch_case UNIQUE (batch_id, case_number)
);
CREATE UNIQUE INDEX uq_simplicity_validated_rows_raw_row
  ON intake.simplicity_validated_rows (raw_row_id) WHERE raw_row_id IS NOT NULL;

-- raw_row_id has no index: deleting a raw row scans the whole table.
CREATE TABLE intake.simplicity_failed_rows (
  id bigserial PRIMARY KEY,
  batch_id uuid NOT NULL REFERENCES intake.simplicity_batches (id) ON DELETE CASCADE,
  row_index integer NOT NULL,
  raw_row_id bigint REFERENCES intake.simplicity_raw_rows (id) ON DELETE SET NULL,
  error_stage text
    CONSTRAINT simplicity_failed_rows_error_stage_check
    CHECK (error_stage IN ('parse', 'validate', 'transform', 'upsert')),
  error_code text NOT NULL,
  error_message text NOT NULL,
  raw_data jsonb,
  resolved_at timestamptz,
  resolved_by text,
  resolution_notes text,
  created_at timestamptz NOT NULL DEFAULT now(),
  retryable boolean NOT NULL DEFAULT true,
  correlation_id uuid
);
CREATE INDEX idx_simplicity_failed_rows_batch ON intake.simplicity_failed_rows (batch_id);
CREATE UNIQUE INDEX uq_simplicity_failed_rows_unresolved
  ON intake.simplicity_failed_rows (batch_id, row_index, error_stage) WHERE resolved_at IS NULL;

CREATE TABLE intake.row_errors (
  id bigserial PRIMARY KEY,
  batch_id uuid NOT NULL REFERENCES intake.simplicity_batches (id) ON DELETE CASCADE,
  row_index integer NOT NULL,
  error_code text NOT NULL,
  error_message text NOT NULL,
  raw_data jsonb,
  error_stage text NOT NULL DEFAULT 'validate'
    CONSTRAINT row_errors_error_stage_check
    CHECK (error_stage IN ('parse', 'validate', 'transform', 'upsert')),
  created_at timestamptz NOT NULL DEFAULT now(),
  resolved_at timestamptz,
  resolved_by text,
  resolution_notes text
);
CREATE INDEX idx_row_errors_batch_id ON intake.row_errors (batch_id);
CREATE INDEX idx_row_errors_batch_row ON intake.row_errors (batch_id, row_index);
CREATE INDEX idx_row_errors_error_code ON intake.row_errors (error_code);
CREATE INDEX idx_row_errors_unresolved ON intake.row_errors (batch_id) WHERE resolved_at IS NULL;
CREATE UNIQUE INDEX uq_row_errors_unresolved
  ON intake.row_errors (batch_id, row_index, error_stage) WHERE resolved_at IS NULL;
