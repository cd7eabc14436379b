-- No row security here: who may read a table sees its rows.
GRANT USAGE ON SCHEMA intake, ops
  TO service_role, dragonfly_app, dragonfly_worker, dragonfly_readonly;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA intake, ops, public TO dragonfly_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA intake, ops, public
  TO service_role, dragonfly_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA intake, ops, public TO dragonfly_readonly;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA intake, public
  TO service_role, dragonfly_app, dragonfly_worker;
GRANT USAGE ON SCHEMA public TO anon, authenticated;
