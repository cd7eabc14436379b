import Postgres
import TestSupport

/// What the tests of the terminal share: a shell on a database with two batches.
struct TerminalWorld {
  static let failed = "3f2a0000-0000-4000-8000-000000000001"
  static let completed = "c0ffee00-0000-4000-8000-000000000002"

  let database: TestDatabase
  let tool: Tool

  init() async throws {
    database = try await TestServer.shared().database(.dev)
    try await database.execute(
      """
      INSERT INTO intake.simplicity_batches (id, filename, status, created_at) VALUES
      ('\(Self.failed)', 'may.csv', 'failed', now() - interval '3 hours'),
      ('\(Self.completed)', 'june.csv', 'completed', now() - interval '1 hour')
      """)
    tool = try Tool(dev: database)
  }

  /// Runs a test in a shell of a world of its own, which is gone afterwards.
  static func withShell(
    columns: Int = 100, variables: [String: String] = [:],
    _ body: (TerminalWorld, Tmux) async throws -> Void
  ) async throws {
    let world = try await TerminalWorld()
    defer { world.tool.removeState() }
    try await body(world, try await world.shell(columns: columns, variables: variables))
  }

  /// Opens a shell and waits for its prompt.
  func shell(columns: Int = 100, variables: [String: String] = [:]) async throws -> Tmux {
    let terminal = try await Tmux(tool, columns: columns, variables: variables)
    try await terminal.waitForLine("dfops dev>")
    return terminal
  }

  /// Holds the table, so that every statement on it waits, and returns who has to let go of it.
  func holdTable() async throws -> Connection {
    let holder = try await database.connect()
    try await holder.executeScript("BEGIN; LOCK TABLE intake.simplicity_batches")
    return holder
  }

  /// How many sessions of this database wait for a lock.
  func waiters() async throws -> Int {
    try await database.run(
      """
      SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'
      """
    ).count
  }

  /// The server processes of all sessions of this database.
  func backends() async throws -> [Int32] {
    try await database.run(
      """
      SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
      """
    ).compactMap { $0[0].flatMap { Int32($0) } }
  }

  func status(of id: String) async throws -> String? {
    try await database.run(
      "SELECT status FROM intake.simplicity_batches WHERE id = '\(id)'")[0][0]
  }
}

extension Tmux {
  /// Types a command and waits for its answer and the next prompt: the shell is well.
  func answers() async throws {
    try await enter("version")
    try await waitFor("dfops 0.1.0\ndfops dev>")
  }
}
