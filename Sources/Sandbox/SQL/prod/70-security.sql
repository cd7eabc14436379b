-- Grants, and row security that is forced: a role that no policy names reads 0 rows, without an error.
GRANT USAGE ON SCHEMA intake, ops, enforcement, ingest
  TO service_role, dragonfly_app, dragonfly_worker, dragonfly_readonly;
GRANT USAGE ON SCHEMA public TO anon, authenticated;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA intake, ops, public, enforcement, ingest
  TO dragonfly_app;
GRANT SELECT, INSERT, UPDATE, DELETE
  ON ALL TABLES IN SCHEMA intake, ops, public, enforcement, ingest
  TO service_role, dragonfly_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA intake, ops, public, enforcement, ingest
  TO dragonfly_readonly;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA intake, ops, public, enforcement, ingest
  TO service_role, dragonfly_app, dragonfly_worker;

DO $security$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'intake.simplicity_batches', 'intake.simplicity_raw_rows', 'intake.simplicity_validated_rows',
    'intake.simplicity_failed_rows', 'intake.row_errors', 'ops.job_queue', 'ops.worker_heartbeats',
    'ops.ingest_batches', 'ops.intake_logs', 'ops.import_errors', 'ops.ingest_event_log',
    'ops.audit_log', 'ingest.import_runs', 'ingest.plaintiffs_raw', 'enforcement.judgments',
    'public.plaintiffs', 'public.judgments', 'public.judgment_history']
  LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY %I ON %s FOR ALL TO service_role USING (true) WITH CHECK (true)',
      replace(name, '.', '_') || '_service_role', name);
  END LOOP;
END
$security$;

-- The tenants' tables show an organisation its own rows only.
CREATE POLICY judgments_own_org ON public.judgments FOR SELECT TO authenticated
  USING (org_id::text = current_setting('request.jwt.claim.org_id', true));
CREATE POLICY plaintiffs_own_org ON public.plaintiffs FOR SELECT TO authenticated
  USING (org_id::text = current_setting('request.jwt.claim.org_id', true));
GRANT SELECT ON public.judgments, public.plaintiffs TO authenticated;
