internal import Postgres

/// Looks whether everything can be brought back, before anything is.
struct CleanupUndoCheck: Sendable {
  let stored: StoredPlan
  let link: Link
  /// The columns as the archive has them.
  let tables: CleanupTables
  let ledger: CleanupLedger

  private var files: [ArchiveFile] {
    ledger.committed.filter { !$0.isUndone }.flatMap(\.step.files)
  }

  /// Checks files, columns, ids and unique keys.
  ///
  /// - Returns: What is to be known, as sentences.
  /// - Throws: `OpsError` with exit status 4 that names what is in the way.
  func run() async throws -> [String] {
    let archive = CleanupArchive(folder: stored.folder)
    for file in files { try archive.check(file) }
    var notes: [String] = []
    var problems: [String] = []
    try await link.connection.transaction(.readOnly, Timeouts(statement: .seconds(120))) {
      transaction in
      let now = try await CleanupTables.load(stored.plan.graph, in: transaction)
      problems += Self.compare(then: tables, now: now)
      for table in Set(files.map(\.table)) {
        let triggers = try await transaction.query(CleanupSQL.insertTriggers, table.parameters)
        for row in triggers {
          notes.append(
            "the trigger \(try row.string("name")) of \(table) fires; what it changes elsewhere is not taken back"
          )
        }
      }
    }
    guard problems.isEmpty else { throw Self.refusal(problems) }
    do {
      try await link.connection.transaction(
        .readWrite, Timeouts(statement: .seconds(120), lock: .milliseconds(500))
      ) { transaction in
        problems += try await conflicts(archive, in: transaction)
        throw RolledBack()
      }
    } catch is RolledBack {}
    guard problems.isEmpty else { throw Self.refusal(problems) }
    return notes.sorted()
  }

  /// Compares the columns of then and now: what was archived must find its place, and nothing more be asked for.
  static func compare(then: CleanupTables, now: CleanupTables) -> [String] {
    then.columns.sorted { $0.key < $1.key }.flatMap { table, columns in
      let present = now.columns[table] ?? []
      return columns.compactMap { column -> String? in
        let found = present.first { $0.name == column.name }
        if column.isGenerated { return nil }
        guard let found else { return "\(table).\(column.name) is gone" }
        guard !found.isGenerated else { return "\(table).\(column.name) is computed now" }
        guard found.type == column.type else {
          return "\(table).\(column.name) is \(found.type) now, it was \(column.type)"
        }
        return nil
      }
    }
  }

  /// Loads the batches into a temporary table and asks each unique index of theirs.
  private func conflicts(
    _ archive: CleanupArchive, in transaction: Transaction
  ) async throws -> [String] {
    let columns = tables.archived(.batches)
    let stage = "pg_temp.dfops_back"
    _ = try await transaction.query(
      CleanupSQL.stage("dfops_back", like: .batches, columns: columns))
    for file in files where file.table == .batches && file.reference == nil {
      let reader = try ArchiveReader(archive, file)
      _ = try await transaction.copyIn(CleanupSQL.load(stage, columns: columns)) {
        try reader.next()
      }
    }
    var found: [String] = []
    for index in try await transaction.query(CleanupSQL.uniqueIndexes) {
      let columns = try index.strings("columns")
      guard columns.allSatisfy(tables.archived(.batches).contains) else { continue }
      let rows = try await transaction.query(
        CleanupSQL.conflicts(
          columns, condition: try index.optionalString("condition"), stage: stage))
      for row in rows {
        let id = try row.string("id")
        let other = try row.string("other")
        found.append(
          id == other
            ? "\(id) is there already"
            : "\(id) has the same \(columns.joined(separator: ", ")) as \(other)")
      }
    }
    return found
  }

  private static func refusal(_ problems: [String]) -> OpsError {
    OpsError(
      .refused, "\(ChangeExecution.joined(problems)); nothing was changed",
      hint: "put that right, then undo again: the archive stays", code: "undo_in_the_way")
  }

  private struct RolledBack: Error {}
}
