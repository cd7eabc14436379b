internal import Postgres

/// A batch that a worker has taken.
struct BatchRecord: Sendable {
  let id: String
  let storagePath: String?
  let thresholdPercent: Int

  /// Takes the oldest batch that waits, or the one that is asked for.
  ///
  /// - Parameters:
  ///   - world: The environment.
  ///   - id: The batch that is asked for; nil for the one that waits longest.
  ///   - session: An open transaction, which holds the row from then on.
  /// - Returns: The batch, in status `staging`; nil where none waits.
  /// - Throws: `PostgresError`.
  static func claim(
    in world: World, id: String?, session: some SQLSession
  ) async throws -> BatchRecord? {
    let found = try await session.query(
      """
      SELECT id::text AS id, storage_path, error_threshold_percent AS threshold
      FROM intake.simplicity_batches
      WHERE status = $1 AND ($2::uuid IS NULL OR id = $2::uuid)
      ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
      """, [.text(world.entryStatus), .optional(id)])
    guard let row = found.first else { return nil }
    let batch = BatchRecord(
      id: try row.string("id"), storagePath: try row.optionalString("storage_path"),
      thresholdPercent: try row.int("threshold"))
    let moved = world == .dev ? ", updated_at = now()" : ""
    try await session.query(
      "UPDATE intake.simplicity_batches SET status = 'staging'\(moved) WHERE id = $1::uuid",
      [.uuid(batch.id)])
    return batch
  }
}
