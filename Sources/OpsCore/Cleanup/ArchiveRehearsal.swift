internal import Postgres

/// Proves that an archive can be loaded, by loading it: what comes out must be what went in, row by row.
///
/// It happens within the transaction that deletes, before its COMMIT, in temporary tables that end with it.
struct ArchiveRehearsal: Sendable {
  let archive: CleanupArchive
  let tables: CleanupTables
  let graph: CleanupGraph

  /// Keeps the rows as they are before they are deleted.
  func remember(in transaction: Transaction) async throws {
    for (place, deletion) in graph.deletions.enumerated() {
      let hanging =
        deletion.table == .batches
        ? CleanupSQL.IDs.table.contain("t.id") : CleanupSQL.hangs(on: .table, deletion.ways)
      _ = try await transaction.query(
        "CREATE TEMPORARY TABLE \(Self.name("before", place)) ON COMMIT DROP AS SELECT"
          + " \(list(deletion.table)) FROM \(deletion.table.sql) AS t WHERE \(hanging)")
    }
  }

  /// Loads the files and compares both ways.
  ///
  /// - Throws: `OpsError` with exit status 4 when a row did not come back as it was.
  func compare(_ files: [ArchiveFile], in transaction: Transaction) async throws {
    for (place, deletion) in graph.deletions.enumerated() {
      let (before, after) = (Self.name("before", place), Self.name("after", place))
      _ = try await transaction.query(
        "CREATE TEMPORARY TABLE \(after) ON COMMIT DROP AS SELECT * FROM \(before) WITH NO DATA")
      for file in files where file.table == deletion.table && file.reference == nil {
        let reader = try ArchiveReader(archive, file)
        _ = try await transaction.copyIn("COPY \(after) FROM STDIN") { try reader.next() }
      }
      let differing = try await transaction.query(
        """
        SELECT (SELECT count(*) FROM (SELECT (b.*)::text FROM \(before) AS b
            EXCEPT ALL SELECT (a.*)::text FROM \(after) AS a) AS missing)
          + (SELECT count(*) FROM (SELECT (a.*)::text FROM \(after) AS a
            EXCEPT ALL SELECT (b.*)::text FROM \(before) AS b) AS surplus) AS n
        """
      ).first?.int("n")
      guard differing == 0 else {
        throw OpsError(
          .refused,
          "the rehearsal failed: \(deletion.table) did not come back from the archive as it was",
          hint: "report this: a type of a column does not survive", code: "rehearsal_failed")
      }
    }
  }

  private func list(_ table: TableName) -> String {
    tables.archived(table).map { "t.\(Quoting.identifier($0))" }.joined(separator: ", ")
  }

  private static func name(_ side: String, _ place: Int) -> String { "dfops_\(side)_\(place)" }
}
