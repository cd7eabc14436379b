internal import Postgres

/// The statements of one transaction of a cleanup.
extension CleanupSQL {
  /// Makes the table for the ids of a chunk.
  static let makeIDs =
    "CREATE TEMPORARY TABLE dfops_ids (id uuid PRIMARY KEY) ON COMMIT DROP"

  /// Lets the planner look up the rows of a few batches one by one where there is an index, whatever it believes of the
  /// disk: other plans read all rows up to those of these batches, again in each transaction.
  ///
  /// The penalty on other plans would make the server compile them, which takes longer than they do.
  static let planner = """
    SELECT set_config('enable_seqscan', 'off', true), set_config('enable_mergejoin', 'off', true),
      set_config('enable_hashjoin', 'off', true), set_config('jit', 'off', true)
    """

  /// Locks the batches `$1` that still have the status `$2` and the version `$3`, in the order of their ids, without
  /// waiting, and keeps their ids.
  ///
  /// The lock conflicts with the one that an insert of a child takes on its batch: nothing is added from here on.
  static let lock = """
    INSERT INTO \(idTable) (id)
    SELECT id FROM (SELECT b.id FROM \(TableName.batches.sql) AS b
      JOIN unnest($1::uuid[], $2::text[], $3::text[]) AS seen(id, status, version)
        ON seen.id = b.id
      WHERE b.status::text = seen.status AND b.xmin::text = seen.version
      ORDER BY b.id FOR UPDATE OF b SKIP LOCKED) AS locked
    RETURNING id::text AS id
    """

  /// Lets the planner know how many ids there are.
  static let analyzeIDs = "ANALYZE \(idTable)"

  /// Takes the ids `$1` out again.
  static let dropIDs = "DELETE FROM \(idTable) WHERE id = ANY($1::uuid[])"

  /// The batches `$1` as they are now.
  static let present = """
    SELECT b.id::text AS id, b.status::text AS status, b.xmin::text AS version
    FROM \(TableName.batches.sql) AS b WHERE b.id = ANY($1::uuid[])
    """

  /// Counts everything that hangs on the batches, in one answer: `place` is that of the table among the dependants,
  /// or behind them that of the reference.
  static func allCounts(in graph: CleanupGraph, ids: IDs) -> String? {
    let tables = graph.dependents.map { counts(of: $0, ids: ids) }
    let references = graph.references.map { counts(of: $0, ids: ids, in: graph) }
    let parts = (tables + references).enumerated().map { place, sql in
      "SELECT \(place) AS place, id, n FROM (\(sql)) AS c\(place)"
    }
    return parts.isEmpty ? nil : parts.joined(separator: " UNION ALL ")
  }

  /// Deletes the rows of a table that hang on the ids and hands them out, every column that a row is made of.
  static func delete(
    _ deletion: CleanupGraph.Deletion, columns: [String], within range: String? = nil
  ) -> String {
    let hanging =
      deletion.table == .batches ? IDs.table.contain("t.id") : hangs(on: .table, deletion.ways)
    let list = columns.map { "t.\(Quoting.identifier($0))" }.joined(separator: ", ")
    let condition = range.map { "\(hanging) AND \($0)" } ?? hanging
    return "COPY (DELETE FROM \(deletion.table.sql) AS t WHERE \(condition) RETURNING \(list))"
      + " TO STDOUT"
  }

  /// Hands out the references that are about to be emptied, each with the key of its row.
  static func references(
    _ reference: CleanupGraph.Reference, columns: [String], in graph: CleanupGraph
  ) -> String {
    let list = columns.map { "t.\(Quoting.identifier($0))" }.joined(separator: ", ")
    return "COPY (SELECT \(list) FROM \(reference.table.sql) AS t WHERE "
      + loses(reference, by: .table, in: graph) + ") TO STDOUT"
  }

  /// Empties references, as the foreign key would.
  static func empty(_ reference: CleanupGraph.Reference, in graph: CleanupGraph) -> String {
    let value = reference.key.onDelete == .setDefault ? "DEFAULT" : "NULL"
    let set = reference.key.emptiedColumns.map { "\(Quoting.identifier($0)) = \(value)" }
    return "UPDATE \(reference.table.sql) AS t SET \(set.joined(separator: ", ")) WHERE "
      + loses(reference, by: .table, in: graph)
  }

  /// All columns of the tables `$1`, as one text.
  static let columnDigest = """
    SELECT md5(string_agg(concat_ws(' ', attrelid::regclass, attnum, attname, atttypid, atttypmod,
      attgenerated), ',' ORDER BY attrelid::regclass::text, attnum)) AS digest
    FROM pg_catalog.pg_attribute
    WHERE attrelid IN (SELECT to_regclass(name) FROM unnest($1::text[]) AS name)
      AND attnum > 0 AND NOT attisdropped
    """

  /// The id of the transaction, the timeline, and whether somebody waits for this session.
  static let sealing = """
    SELECT pg_current_xact_id()::text AS xid,
      (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline,
      EXISTS (SELECT FROM pg_catalog.pg_stat_activity
        WHERE wait_event_type = 'Lock' AND pg_backend_pid() = ANY(pg_blocking_pids(pid))) AS waiters
    """

  /// The columns of the primary key of the table `$2` in the schema `$1`.
  static let primaryKey = """
    SELECT a.attname::text AS name
    FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
    WHERE i.indisprimary AND n.nspname = $1 AND c.relname = $2
    ORDER BY array_position(i.indkey::int2[], a.attnum)
    """

  /// Where the server stands: what somebody needs who restores a backup to before or after.
  static let anchor = """
    SELECT clock_timestamp()::text AS time, pg_current_wal_lsn()::text AS lsn,
      (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline
    """

  /// Gives the batch `$2` the status `$1`, and returns what its row is known by afterwards.
  static let quarantine = """
    UPDATE \(TableName.batches.sql) SET status = $1 WHERE id = $2::uuid
    RETURNING xmin::text AS version
    """

  /// The pages on which rows of a table lie that hang on the batches `$1`, with their number.
  static func pages(of deletion: CleanupGraph.Deletion) -> String {
    """
    SELECT (t.ctid::text::point)[0]::bigint AS block, count(*) AS n
    FROM \(deletion.table.sql) AS t WHERE \(hangs(on: .parameter, deletion.ways))
    GROUP BY 1 ORDER BY 1
    """
  }
}
