internal import Foundation
internal import Postgres

/// Puts schema and seeds into the two databases, without ever making a database anew: its identity stays.
struct Installer {
  let home: Home

  /// Makes what is missing: roles, databases, schemas, seeds.
  func prepare() async throws {
    let admin = try await Connection.connect(home.connection(to: "postgres"))
    _ = try await admin.query(
      "ALTER ROLE postgres PASSWORD \(Quoting.literal(try home.text("password")))")
    try await admin.executeScript(
      String(contentsOfFile: home.sqlFolder + "/roles.sql", encoding: .utf8))
    for world in World.allCases {
      let found = try await admin.query(
        "SELECT FROM pg_database WHERE datname = $1", [.text(world.rawValue)])
      if found.isEmpty {
        _ = try await admin.query(
          "CREATE DATABASE \(Quoting.identifier(world.rawValue)) TEMPLATE template0")
      }
      let connection = try await Connection.connect(home.connection(to: world.rawValue))
      let schema = try await connection.query(
        "SELECT to_regnamespace('intake') IS NOT NULL AS found")
      if try schema.first?.bool("found") != true { try await install(world, on: connection) }
      await connection.close()
    }
    await admin.close()
  }

  /// Brings both databases back to what they were when they were new.
  func reseed() async throws {
    for world in World.allCases {
      let connection = try await Connection.connect(home.connection(to: world.rawValue))
      try await install(world, on: connection)
      await connection.close()
    }
  }

  /// Replaces everything in a database in one transaction.
  private func install(_ world: World, on connection: Connection) async throws {
    // Whoever sits in a transaction would keep the tables locked.
    _ = try await connection.query(
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND backend_type = 'client backend' AND xact_start IS NOT NULL
      """)
    try await connection.executeScript(
      "BEGIN; SET LOCAL lock_timeout = '10s'; SET LOCAL TimeZone = 'UTC'")
    try await connection.executeScript(Self.clearing)
    for file in try Self.files(in: "\(home.sqlFolder)/\(world.rawValue)") {
      try await connection.executeScript(String(contentsOfFile: file, encoding: .utf8))
    }
    let store = ObjectFolder(home: home, world: world)
    try store.empty()
    try await Seeds(world: world, store: store).plant(in: connection)
    try await connection.executeScript("NOTIFY pgrst, 'reload schema'; COMMIT")
  }

  private static func files(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".sql") }.sorted().map { "\(folder)/\($0)" }
  }

  private static let clearing = """
    DO $clear$
    DECLARE
      name text;
    BEGIN
      FOR name IN SELECT evtname FROM pg_event_trigger LOOP
        EXECUTE format('DROP EVENT TRIGGER %I', name);
      END LOOP;
      FOR name IN
        SELECT nspname FROM pg_namespace
        WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'
      LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', name);
      END LOOP;
    END
    $clear$;
    CREATE SCHEMA public AUTHORIZATION pg_database_owner;
    GRANT USAGE ON SCHEMA public TO PUBLIC;
    """
}
