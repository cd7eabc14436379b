import FoundationEssentials
import LineEditor
import Postgres
import TestSupport
import Testing

@testable import OpsCore
@testable import OpsShell

/// A session with a state folder of its own, and what runs beside it.
final class CompanionWorld: Sendable {
  let session: Session
  let companion: Companion
  private let path = "/tmp/dfops-companion-\(UInt64.random(in: .min ... .max))"

  init(dev: String? = nil, prod: String? = nil, at name: String = "dev") throws {
    let environments = try [("dev", dev), ("prod", prod)].map { name, dsn in
      Environment(
        name: name, isProtected: name == "prod", dsn: try dsn.map { try ConnectionInfo(dsn: $0) },
        dsnSource: "the test")
    }
    let profiles = Profiles(environments)
    session = Session(
      profiles: profiles, state: StateFolder(path: path), environmentName: name, isNamed: true,
      loadProfiles: { _ in profiles })
    companion = Companion(session)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The words that are at hand.
  func words(_ kind: LiveCandidates, _ beginning: String = "", in environment: String? = nil)
    -> [String]
  {
    let offers = companion.candidates.offers(
      kind, beginning: beginning, environment: environment)
    return Ranking.best(of: offers, for: beginning).map(\.text)
  }

  /// Waits until these words are at hand, in this order.
  func wait(for words: [String], _ kind: LiveCandidates, _ beginning: String = "") async throws {
    try await waitUntil("\(kind) are \(words)") { self.words(kind, beginning) == words }
  }

  /// Waits until nothing is asked any more.
  func settle() async throws {
    try await waitUntil("nothing is asked") { !companion.values.isBusy }
  }

  /// The connections of sidecars to a database, as their process ids.
  static func sidecars(_ database: TestDatabase) async throws -> [Int32] {
    try await database.run(
      """
      SELECT pid FROM pg_stat_activity
      WHERE datname = '\(database.name)' AND application_name = 'dfops-complete'
      """
    ).compactMap { $0[0].flatMap { Int32($0) } }
  }

  /// Fills the table: one batch in each status that matters, and as many completed ones as are asked for.
  static func insert(_ database: TestDatabase, completed: Int = 1) async throws {
    try await database.execute(
      """
      INSERT INTO intake.simplicity_batches (id, filename, status, created_at, updated_at) VALUES
      ('3f2a0000-0000-4000-8000-000000000001', 'smoke_may.csv', 'failed',
        now() - interval '3 hours', now() - interval '3 hours'),
      ('3f2b0000-0000-4000-8000-000000000002', 'june.csv', 'staging',
        now() - interval '2 hours', now() - interval '2 hours'),
      ('3f2c0000-0000-4000-8000-000000000003', 'july.csv', 'uploaded',
        now() - interval '1 hour', now() - interval '1 hour');
      INSERT INTO intake.simplicity_batches (id, filename, status, created_at, updated_at)
      SELECT ('c0ffee00-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'done_' || n || '.csv',
        'completed', now() - n * interval '1 minute', now() - n * interval '1 minute'
      FROM generate_series(1, \(completed)) AS n
      """)
  }

  static let failed = "3f2a0000-0000-4000-8000-000000000001"
  static let stuck = "3f2b0000-0000-4000-8000-000000000002"
  static let waiting = "3f2c0000-0000-4000-8000-000000000003"
  static let completed = "c0ffee00-0000-4000-8000-000000000001"
}
