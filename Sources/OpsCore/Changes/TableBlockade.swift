internal import Postgres

/// What keeps everybody from a table: a session that holds it, or one that waits for it and lets nobody pass.
struct TableBlockade: Sendable, Equatable, CustomStringConvertible {
  /// The table.
  var table: TableName
  /// The sessions that hold it; empty when nobody does.
  var holders: [LockHolder]
  /// The sessions that wait for it; who comes later queues behind them.
  var waiting: [LockHolder]
  /// The sessions for which these wait.
  var ahead: [LockHolder]

  /// What keeps everybody from the table, for people.
  var description: String {
    guard holders.isEmpty else { return "\(table) is held by \(Self.list(holders))" }
    let behind = ahead.isEmpty ? "" : ", queued behind \(Self.list(ahead))"
    return "\(Self.list(waiting)) \(waiting.count == 1 ? "waits" : "wait") for a lock on \(table)"
      + " that lets nobody pass\(behind)"
  }

  /// What to do next.
  var hint: String {
    let pids = (holders.isEmpty ? (ahead.isEmpty ? waiting : ahead) : holders).map { "\($0.pid)" }
    return "look again when the transaction of pid \(pids.joined(separator: ", ")) has ended"
  }

  private static func list(_ sessions: [LockHolder]) -> String {
    sessions.map(\.description).joined(separator: " and ")
  }
}

extension LockProbe {
  /// Returns what keeps others from a table that dfops knows; nil when nothing is seen.
  func blockade() async throws -> TableBlockade? {
    let names = SchemaProfile.knownTables.map(\.sql)
    let rows = try await connection.read(TableBlockadeSQL.blockers, [.textArray(names)])
    guard let first = rows.first else { return nil }
    let (schema, name) = (try first.string("schema"), try first.string("name"))
    var blockade = TableBlockade(
      table: TableName(schema, name), holders: [], waiting: [], ahead: [])
    for row in rows where try row.string("schema") == schema && row.string("name") == name {
      if try row.bool("granted") {
        blockade.holders.append(try Self.holder(row))
      } else {
        blockade.waiting.append(try Self.holder(row))
      }
    }
    guard blockade.holders.isEmpty else { return blockade }
    let waiting = blockade.waiting.map { String($0.pid) }
    blockade.ahead = try await connection.read(TableBlockadeSQL.ahead, [.textArray(waiting)])
      .map(Self.holder)
    return blockade
  }
}

private enum TableBlockadeSQL {
  private static let session = """
    a.pid, a.application_name, a.usename::text AS usename, a.state,
      extract(epoch FROM clock_timestamp() - a.xact_start)::bigint AS seconds
    """

  /// The other sessions that hold one of the tables `$1` as a whole or wait for that, the strongest lock first.
  static let blockers = """
    SELECT n.nspname::text AS schema, c.relname::text AS name, l.granted, \(session)
    FROM pg_catalog.pg_locks AS l
      JOIN pg_catalog.pg_stat_activity AS a USING (pid)
      JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE l.locktype = 'relation' AND l.pid <> pg_backend_pid()
      AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
      AND l.relation = ANY(ARRAY(SELECT to_regclass(t)::oid FROM unnest($1::text[]) AS t))
      AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
    ORDER BY l.mode = 'AccessExclusiveLock' DESC, l.mode = 'ExclusiveLock' DESC, l.granted DESC,
      c.relname = 'simplicity_batches' DESC, a.pid
    """

  /// The sessions for which the sessions `$1` wait, without these.
  static let ahead = """
    SELECT DISTINCT \(session)
    FROM unnest($1::int[]) AS waiting(pid)
      CROSS JOIN LATERAL unnest(pg_blocking_pids(waiting.pid)) AS blocking(pid)
      JOIN pg_catalog.pg_stat_activity AS a ON a.pid = blocking.pid
    WHERE a.pid <> ALL($1::int[]) AND a.pid <> pg_backend_pid()
    ORDER BY a.pid
    """
}
