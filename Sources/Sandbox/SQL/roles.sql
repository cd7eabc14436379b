-- The cluster's roles, as Supabase and the pipeline make them; may be run any number of times.
-- In the sandbox every role's password is its name.
SET client_min_messages = warning;

DO $roles$
DECLARE
  entry record;
BEGIN
  FOR entry IN
    SELECT * FROM (VALUES
      ('anon', 'NOLOGIN NOINHERIT'),
      ('authenticated', 'NOLOGIN NOINHERIT'),
      ('service_role', 'NOLOGIN NOINHERIT BYPASSRLS'),
      ('authenticator', 'LOGIN NOINHERIT'),
      ('dragonfly_app', 'LOGIN NOINHERIT'),
      ('dragonfly_worker', 'LOGIN INHERIT'),
      ('dragonfly_readonly', 'LOGIN NOINHERIT')
    ) AS wanted (name, attributes)
  LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = entry.name) THEN
      EXECUTE format('CREATE ROLE %I', entry.name);
    END IF;
    EXECUTE format('ALTER ROLE %I %s PASSWORD %L', entry.name, entry.attributes, entry.name);
  END LOOP;
END
$roles$;

GRANT anon, authenticated, service_role TO authenticator;
-- The policies for service_role hold for the worker, which inherits; the application would have to SET ROLE first,
-- does not, and so sees 0 rows without an error.
GRANT service_role TO dragonfly_app, dragonfly_worker;
ALTER ROLE authenticator SET statement_timeout = '8s';
