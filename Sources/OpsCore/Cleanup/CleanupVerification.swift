internal import Postgres

/// Proves that what was brought back is what was deleted, row by row.
struct CleanupVerification: Sendable {
  let stored: StoredPlan
  let link: Link
  let tables: CleanupTables
  /// The references that were put back, by name.
  let references: Set<String>

  /// Compares the rows of batches with the files of their archive.
  ///
  /// - Parameter entries: The transactions that are back.
  /// - Returns: What differs, as sentences; none when everything is the same.
  /// - Throws: `OpsError` when a file cannot be read, `PostgresError`.
  func differences(_ entries: [CleanupLedger.Entry]) async throws -> [String] {
    let archive = CleanupArchive(folder: stored.folder)
    var problems: [String] = []
    for group in Self.groups(entries) {
      let ids = Array(Set(group.flatMap(\.step.batches)))
      let files = group.flatMap(\.step.files)
      let isQuarantined = group.contains { $0.step.image != nil }
      // What was never deleted of a batch is not in the archive: only the number of all rows can be compared.
      let isWhole = group.contains { $0.step.kind == .chunk || $0.step.kind == .last }
      problems +=
        isWhole
        ? try await compare(ids, files, isQuarantined: isQuarantined, archive)
        : try await compareCounts(ids)
    }
    return problems
  }

  /// All transactions of a large batch belong together, and every other one stands for itself.
  static func groups(_ entries: [CleanupLedger.Entry]) -> [[CleanupLedger.Entry]] {
    var large: [String: [CleanupLedger.Entry]] = [:]
    var groups: [[CleanupLedger.Entry]] = []
    for entry in entries {
      if entry.step.kind == .chunk {
        groups.append([entry])
      } else {
        large[entry.step.batches[0], default: []].append(entry)
      }
    }
    return groups + large.values
  }

  private func compareCounts(_ ids: [String]) async throws -> [String] {
    let graph = stored.plan.graph
    let counts = try await link.connection.transaction(
      .readOnly, Timeouts(statement: .seconds(600))
    ) { transaction in
      try await DependentCounts(ids, in: graph, from: .parameter, transaction)
    }
    return stored.plan.batches.filter { ids.contains($0.id) }.flatMap { batch in
      zip(graph.dependents, zip(batch.rows, counts[batch.id])).compactMap { deletion, rows in
        rows.0 == rows.1
          ? nil
          : "\(deletion.table): \(rows.1) rows of \(batch.id) are there, planned were \(rows.0)"
      }
    }
  }

  private func compare(
    _ ids: [String], _ files: [ArchiveFile], isQuarantined: Bool, _ archive: CleanupArchive
  ) async throws -> [String] {
    var problems: [String] = []
    do {
      try await link.connection.transaction(.readWrite, Timeouts(statement: .seconds(600))) {
        transaction in
        try await ChangeExecution.checkSettings(transaction)
        _ = try await transaction.query(CleanupSQL.planner)
        _ = try await transaction.query(CleanupSQL.makeIDs)
        _ = try await transaction.query(CleanupSQL.keepIDs, [.textArray(ids)])
        _ = try await transaction.query(CleanupSQL.analyzeIDs)
        for deletion in stored.plan.graph.deletions {
          // The archive has the row as it was after it was set to a final status; its image was compared when it was put back.
          if isQuarantined, deletion.table == .batches { continue }
          let mine = files.filter { $0.table == deletion.table && $0.reference == nil }
          guard !mine.isEmpty else { continue }
          let expected = try archived(mine, archive)
          let actual = try await present(deletion, in: transaction)
          if expected != actual {
            problems.append(
              "\(deletion.table): \(actual.rows) rows are there, archived were \(expected.rows)"
                + (actual.rows == expected.rows ? ", and some differ" : ""))
          }
        }
        throw RolledBack()
      }
    } catch is RolledBack {}
    return problems
  }

  /// The places of columns which rows have got back since, together with the batch that they refer to.
  private func filled(_ table: TableName) -> Set<Int> {
    let columns = stored.plan.graph.references
      .filter { $0.table == table && references.contains($0.name) }
      .flatMap(\.key.emptiedColumns)
    let archived = tables.archived(table)
    return Set(columns.compactMap(archived.firstIndex))
  }

  private func archived(
    _ files: [ArchiveFile], _ archive: CleanupArchive
  ) throws(OpsError) -> RowSetDigest {
    var digest = RowSetDigest(without: files.first.map { filled($0.table) } ?? [])
    for file in files {
      let reader = try ArchiveReader(archive, file)
      while let bytes = try reader.next() { digest.take(bytes) }
    }
    return digest
  }

  private func present(
    _ deletion: CleanupGraph.Deletion, in transaction: Transaction
  ) async throws -> RowSetDigest {
    let box = DigestBox(RowSetDigest(without: filled(deletion.table)))
    _ = unsafe try await transaction.copyOut(
      CleanupSQL.rows(of: deletion, columns: tables.archived(deletion.table))
    ) { piece in unsafe box.take(piece) }
    return box.digest
  }

  private struct RolledBack: Error {}
}
