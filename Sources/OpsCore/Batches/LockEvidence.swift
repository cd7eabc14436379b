internal import Postgres

extension LockProbe {
  /// Returns the rows that another session seems to hold, by looking only.
  ///
  /// Nothing is locked, so this works where nothing may be written. A locker leaves its transaction in `xmax`; a group of
  /// lockers leaves a number of its own, which has to be looked up one by one, and is only when somebody has locks on
  /// the table at all.
  ///
  /// - Parameter ids: The ids of batches.
  /// - Returns: What is held, with who seems to hold it.
  /// - Throws: `PostgresError`.
  func evidence(ofBatches ids: [String]) async throws -> [HeldRow] {
    guard !ids.isEmpty, try await isTableInUse() else { return [] }
    let rows = try await connection.read(LockEvidenceSQL.holders, [.textArray(ids)])
    var holders: [String: [LockHolder]] = [:]
    for row in rows { holders[try row.string("id"), default: []].append(try Self.holder(row)) }
    var groups: [String: [String]] = [:]
    for mark in try await marks(of: .batches, key: "id", keys: ids) where holders[mark.key] == nil {
      groups[mark.xmax, default: []].append(mark.key)
    }
    for (xmax, keys) in groups.sorted(by: { $0.key < $1.key }).prefix(Self.mostGroups) {
      let members = try await self.holders(of: xmax)
      guard !members.isEmpty else { continue }
      for key in keys { holders[key] = members }
    }
    return ids.compactMap { id in holders[id].map { HeldRow(key: id, holders: $0) } }
  }

  private func isTableInUse() async throws -> Bool {
    try await connection.read(LockEvidenceSQL.isTableInUse).first?.bool("in_use") ?? true
  }

  private static let mostGroups = 20
}

private enum LockEvidenceSQL {
  /// Whether another session has a lock on the table that locking a row of it takes first.
  static let isTableInUse = """
    SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_locks
      WHERE locktype = 'relation' AND granted AND pid <> pg_backend_pid()
        AND relation = 'intake.simplicity_batches'::regclass AND mode <> 'AccessShareLock'
        AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
    ) AS in_use
    """

  /// The running transactions that have marked the batches `$1`.
  static let holders = """
    SELECT b.id::text AS id, a.pid, a.application_name, a.usename::text AS usename, a.state,
      extract(epoch FROM clock_timestamp() - a.xact_start)::bigint AS seconds
    FROM intake.simplicity_batches AS b
    JOIN pg_catalog.pg_locks AS l ON l.transactionid = b.xmax
    JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
    WHERE b.id = ANY($1::uuid[]) AND l.locktype = 'transactionid' AND l.granted
      AND l.mode = 'ExclusiveLock' AND l.pid <> pg_backend_pid()
    ORDER BY b.id, a.pid
    """
}
