-- What scripts/bench measures on: batches over a year, errors on them, two batches with very many errors.
--   :batches  :errors  :rows (errors of the largest batch; the next one has a tenth)
\set ON_ERROR_STOP on
SET synchronous_commit = off;
SET maintenance_work_mem = '512MB';
-- A million rows at a time: foreign keys are right by construction, indexes are built afterwards.
SET session_replication_role = replica;
CREATE TEMP TABLE indexes AS
  SELECT schemaname, indexname, indexdef FROM pg_indexes
  WHERE schemaname = 'intake' AND tablename IN ('simplicity_batches', 'row_errors')
    AND indexname NOT LIKE '%_pkey';
SELECT format('DROP INDEX %I.%I', schemaname, indexname) FROM indexes \gexec

INSERT INTO intake.simplicity_batches
  (id, filename, source_reference, status, row_count_total, row_count_inserted, row_count_invalid,
   created_at, staged_at, transformed_at, completed_at, file_hash)
SELECT md5('batch ' || n)::uuid, format('simplicity_%s.csv', n), 'simplicity',
  CASE WHEN n % 5000 = 13 THEN 'staging' WHEN n % 5000 = 14 THEN 'upserting'
    WHEN n % 2000 = 7 THEN 'pending' WHEN n % 20 = 0 THEN 'failed' ELSE 'completed' END,
  1000 + n % 500, 900, 100 + n % 500, made, made + interval '1 s', made + interval '5 s',
  CASE WHEN n % 5000 IN (13, 14) OR n % 2000 = 7 THEN NULL ELSE made + interval '40 s' END,
  md5('file ' || n)
FROM generate_series(1, :batches) AS n,
  LATERAL (SELECT now() - n * (interval '365 days' / :batches)) AS stamps(made);

INSERT INTO intake.row_errors
  (batch_id, row_index, error_code, error_message, error_stage, created_at)
SELECT md5('batch ' || 1 + n % :batches)::uuid, n / :batches,
  (ARRAY['INVALID_AMOUNT', 'MISSING_CASE_NUMBER', 'INVALID_DATE', 'DUPLICATE_ROW', 'UNKNOWN_COUNTY',
    'MISSING_DEFENDANT', 'AMOUNT_NEGATIVE', 'ENCODING'])[1 + (n * n) % 8],
  format('value %s is not valid', n % 1000), 'validate',
  now() - (1 + n % :batches) * (interval '365 days' / :batches)
FROM generate_series(1, :errors::bigint) AS n;

INSERT INTO intake.simplicity_batches (id, filename, status, row_count_total, row_count_invalid, created_at)
VALUES ('ffffffff-0000-4000-8000-000000000001', 'largest.csv', 'failed', :rows, :rows, now() - interval '1 day'),
  ('ffffffff-0000-4000-8000-000000000002', 'large.csv', 'failed', :rows / 10, :rows / 10, now() - interval '1 day');
INSERT INTO intake.row_errors
  (batch_id, row_index, error_code, error_message, error_stage, created_at)
SELECT batch::uuid, n, 'INVALID_AMOUNT', format('the amount "1,%s" is not a number', n), 'validate',
  now() - interval '1 day' + n * interval '1 ms'
FROM (VALUES ('ffffffff-0000-4000-8000-000000000001', :rows::bigint),
  ('ffffffff-0000-4000-8000-000000000002', :rows / 10)) AS large(batch, count),
  LATERAL generate_series(0, count - 1) AS n;

SELECT indexdef FROM indexes \gexec
VACUUM (FREEZE, ANALYZE) intake.simplicity_batches;
VACUUM (FREEZE, ANALYZE) intake.row_errors;
CHECKPOINT;
