internal import Postgres

/// A role that may read the tables and is shown no row of them.
struct Blinding {
  /// The role; its password is its name.
  static let role = "dragonfly_blind"
  /// The tables that `dev` has without row security.
  private static let tables = [
    "intake.simplicity_batches", "intake.row_errors", "ops.job_queue", "ops.worker_heartbeats",
  ]

  let world: World
  let session: any SQLSession

  /// Makes the role, and row security where the schema has none.
  func begin() async throws {
    let role = Quoting.identifier(Self.role)
    if try await !exists { try await session.query("CREATE ROLE \(role)") }
    try await session.query(
      "ALTER ROLE \(role) LOGIN NOINHERIT PASSWORD \(Quoting.literal(Self.role))")
    try await session.query("GRANT USAGE ON SCHEMA intake, ops TO \(role)")
    try await session.query("GRANT SELECT ON ALL TABLES IN SCHEMA intake, ops, public TO \(role)")
    guard world == .dev else { return }
    for table in Self.tables {
      try await session.query("ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY")
      try await session.query("ALTER TABLE \(table) FORCE ROW LEVEL SECURITY")
      try await session.query(
        "CREATE POLICY rehearsal ON \(table) FOR ALL TO service_role USING (true) WITH CHECK (true)"
      )
    }
  }

  /// Takes the role's grants back, and the row security that does not belong to the schema.
  func end() async throws {
    if try await exists {
      try await session.query("DROP OWNED BY \(Quoting.identifier(Self.role))")
    }
    guard world == .dev else { return }
    for table in Self.tables {
      try await session.query("DROP POLICY IF EXISTS rehearsal ON \(table)")
      try await session.query("ALTER TABLE \(table) NO FORCE ROW LEVEL SECURITY")
      try await session.query("ALTER TABLE \(table) DISABLE ROW LEVEL SECURITY")
    }
  }

  private var exists: Bool {
    get async throws {
      try await !session.query("SELECT FROM pg_roles WHERE rolname = $1", [.text(Self.role)])
        .isEmpty
    }
  }
}
