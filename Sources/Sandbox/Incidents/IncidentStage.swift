internal import Foundation
internal import Postgres

/// Where incidents are played: one environment.
struct IncidentStage {
  let home: Home
  let world: World
  let session: any SQLSession
  private let store: ObjectFolder

  /// The worker that has died in an incident.
  private static let goneWorker = "ingest-4d11"

  init(home: Home, world: World, session: any SQLSession) {
    self.home = home
    self.world = world
    self.session = session
    store = ObjectFolder(home: home, world: world)
  }

  /// Removes what earlier incidents left; what has been brought to its end stays.
  func clear() async throws {
    let left = try await session.query(
      """
      DELETE FROM intake.simplicity_batches WHERE id::text LIKE $1 AND status <> 'completed'
      RETURNING id::text AS id
      """, [.text(IncidentMark.pattern)])
    let ids = try left.map { try $0.string("id") }
    for id in ids { store.remove(ObjectFolder.key(of: id)) }
    try await session.query(
      "DELETE FROM ops.job_queue WHERE payload->>'batch_id' = ANY ($1::text[])", [.textArray(ids)])
    try await session.query(
      "DELETE FROM ops.worker_heartbeats WHERE worker_id = $1", [.text(Self.goneWorker)])
    try await Blinding(world: world, session: session).end()
  }

  /// Makes the batches of an incident.
  func plant(_ incident: Incident) async throws -> [BatchDraft] {
    var chance = SystemRandomNumberGenerator()
    let drafts = incident.drafts(in: world, using: &chance)
    var cases = CaseFile(nextCase: Int.random(in: 100_000...900_000))
    let planter = BatchPlanter(world: world, store: store)
    for draft in drafts {
      let file = cases.make(
        rows: draft.rows, faulty: draft.faulty, dialect: draft.dialect, using: &chance)
      try await planter.plant(draft, file: file, in: session)
    }
    return drafts
  }

  /// Leaves the traces of a worker that died with these batches in its hands.
  func leaveTraces(of drafts: [BatchDraft]) async throws {
    for draft in drafts {
      try await session.query(
        """
        INSERT INTO ops.job_queue
          (job_type, payload, status, attempts, worker_id, locked_at, created_at)
        SELECT 'simplicity_ingest', jsonb_build_object('batch_id', $1::text), 'processing', 1, $2,
          at.time, at.time
        FROM (SELECT now() - make_interval(secs => $3::float8)) AS at(time)
        """, [.text(draft.id), .text(Self.goneWorker), .double(draft.ago)])
    }
    try await session.query(
      """
      INSERT INTO ops.worker_heartbeats (worker_id, worker_type, hostname, last_seen_at, status)
      VALUES ($1, 'ingest', 'dragonfly-worker-ingest', now() - interval '24 minutes', 'running')
      """, [.text(Self.goneWorker)])
  }
}
