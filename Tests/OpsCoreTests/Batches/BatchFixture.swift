import Postgres
import TestSupport

@testable import OpsCore

/// A database with batches, and a store over it.
struct BatchFixture: Sendable {
  let kind: SchemaKind
  let database: TestDatabase

  static func make(_ kind: SchemaKind, _ sql: String? = nil) async throws -> BatchFixture {
    let database = try await TestServer.shared().database(kind)
    if let sql { try await database.execute(sql) }
    return BatchFixture(kind: kind, database: database)
  }

  /// A store over a connection of its own.
  func store(user: String = "postgres") async throws -> BatchStore {
    let connection = try await database.connect(user: user)
    return BatchStore(
      connection: connection, schema: try await SchemaProfile.load(connection),
      environmentName: "dev")
  }

  /// Drops all views, which keep columns from being changed.
  static let dropViews = """
    DO $$ DECLARE view regclass; BEGIN
      FOR view IN SELECT c.oid FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind = 'v' AND n.nspname IN ('intake', 'ops', 'public')
      LOOP EXECUTE 'DROP VIEW IF EXISTS ' || view || ' CASCADE'; END LOOP;
    END $$;
    """

  /// The entry state of the schema.
  var entry: String { kind == .dev ? "uploaded" : "pending" }
  /// The column that a worker stamps.
  var stamp: String { kind == .dev ? "updated_at" : "staged_at" }

  /// Adds a batch; ages are in minutes before now.
  @discardableResult
  func add(
    _ status: String = "staging", filename: String = "a.csv", created: Int = 0, moved: Int? = nil,
    id: String? = nil
  ) async throws -> String {
    let time = "now() - interval '\(created) minutes'"
    let stamp = moved.map { "now() - interval '\($0) minutes'" } ?? (kind == .dev ? time : "NULL")
    let rows = try await database.run(
      """
      INSERT INTO intake.simplicity_batches (id, filename, status, created_at, \(self.stamp))
      VALUES (\(id.map { "'\($0)'" } ?? "gen_random_uuid()"), \(Quoting.literal(filename)),
        '\(status)', \(time), \(stamp)) RETURNING id
      """)
    return rows[0][0] ?? ""
  }

  static func id(_ number: Int) -> String {
    let digits = String(number)
    return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
  }
}
