internal import Postgres

/// The inside of one transaction of a cleanup: locks, compares, archives, deletes, counts, records.
struct CleanupChunk: Sendable {
  /// What a transaction has done when nothing but COMMIT is missing.
  struct Done: Sendable {
    var step: LedgerStep
    /// The batches that are left alone.
    var drift: [CleanupDrift.Change] = []
    /// The second looks at what was archived, which go on while the server deletes.
    var checks: [Task<Void, any Error>] = []
    /// Whether somebody waits for this transaction.
    var hasWaiters = false
    /// What a batch is known by after it was taken out of reach.
    var version: String?
  }

  /// There is nothing to delete: every batch is left alone.
  struct NothingLeft: Error {
    var drift: [CleanupDrift.Change]
  }

  /// The server deleted other rows than those that were counted.
  struct Kept: Error {
    var detail: String
  }

  let graph: CleanupGraph
  let tables: CleanupTables
  let archive: CleanupArchive
  let ledger: LedgerFile
  let schema: SchemaProfile
  /// Whether what was archived is loaded again and compared before COMMIT.
  let isRehearsed: Bool
  let observe: CleanupObserver

  // MARK: Whole batches

  /// Deletes batches with everything that hangs on them; the caller commits.
  ///
  /// - Throws: ``NothingLeft``, ``Kept``, `OpsError`, `PostgresError`.
  func delete(
    _ batches: [FrozenBatch], step number: Int, in transaction: Transaction
  ) async throws -> Done {
    let (kept, drift) = try await lock(batches, in: transaction)
    guard !kept.isEmpty else { throw NothingLeft(drift: drift) }
    let step = LedgerStep(
      number: number, kind: .chunk, batches: kept.map(\.id), xid: "", timeline: 0)
    var done = Done(step: step, drift: drift)
    try await take(kept, into: &done, in: transaction)
    return try await seal(done, in: transaction)
  }

  /// Locks batches and returns those that are as they were seen, all rows counted.
  func lock(
    _ batches: [FrozenBatch], in transaction: Transaction
  ) async throws -> (kept: [FrozenBatch], drift: [CleanupDrift.Change]) {
    try await ChangeExecution.checkSettings(transaction)
    try await observe(.begun, transaction)
    _ = try await transaction.query(CleanupSQL.planner)
    _ = try await transaction.query(CleanupSQL.makeIDs)
    let locked = try await transaction.query(
      CleanupSQL.lock,
      [
        .textArray(batches.map(\.id)), .textArray(batches.map(\.status)),
        .textArray(batches.map(\.version)),
      ])
    let ids = Set(try locked.map { row throws(PostgresError) in try row.string("id") })
    _ = try await transaction.query(CleanupSQL.analyzeIDs)
    var drift = try await missing(batches.filter { !ids.contains($0.id) }, in: transaction)
    let counts = try await DependentCounts(Array(ids), in: graph, from: .table, transaction)
    var kept: [FrozenBatch] = []
    for batch in batches where ids.contains(batch.id) {
      let present = CleanupDrift.Present(status: batch.status, version: batch.version)
      if let change = compare(batch, present, counts[batch.id]) {
        drift.append(change)
      } else {
        kept.append(batch)
      }
    }
    if kept.count < ids.count, !kept.isEmpty {
      let others = ids.subtracting(kept.map(\.id))
      _ = try await transaction.query(CleanupSQL.dropIDs, [.textArray(others)])
    }
    try await observe(.locked, transaction)
    return (kept, drift)
  }

  private func compare(
    _ batch: FrozenBatch, _ present: CleanupDrift.Present?, _ counts: [Int]
  ) -> CleanupDrift.Change? {
    CleanupDrift.compare(batch, present: present, counts: counts, in: graph) {
      schema.statusClass($0) == .inFlight
    }
  }

  /// Says why batches could not be locked.
  private func missing(
    _ batches: [FrozenBatch], in transaction: Transaction
  ) async throws -> [CleanupDrift.Change] {
    guard !batches.isEmpty else { return [] }
    var present: [String: CleanupDrift.Present] = [:]
    for row in try await transaction.query(
      CleanupSQL.present, [.textArray(batches.map(\.id))])
    {
      present[try row.string("id")] = .init(
        status: try row.string("status"), version: try row.string("version"))
    }
    return batches.map { batch in
      compare(batch, present[batch.id], batch.rows + batch.references)
        ?? CleanupDrift.Change(id: batch.id, reason: .busy, detail: "held by a session")
    }
  }

  // MARK: Archiving and deleting

  /// Archives and deletes everything of the locked batches, the batches themselves last.
  func take(
    _ batches: [FrozenBatch], into done: inout Done, in transaction: Transaction
  ) async throws {
    let rehearsal = ArchiveRehearsal(archive: archive, tables: tables, graph: graph)
    if isRehearsed { try await rehearsal.remember(in: transaction) }
    try await emptyReferences(to: batches, into: &done, in: transaction)
    for (place, deletion) in graph.dependents.enumerated() {
      let expected = batches.reduce(0) { $0 + $1.rows[place] }
      guard expected > 0 else { continue }
      try await delete(deletion, expecting: expected, into: &done, in: transaction)
    }
    guard let parents = graph.deletions.last else { return }
    try await delete(parents, expecting: batches.count, into: &done, in: transaction)
    if isRehearsed { try await rehearsal.compare(done.step.files, in: transaction) }
    try await observe(.applied, transaction)
  }

  /// Archives and empties the references to the locked batches, and to what hangs on them.
  func emptyReferences(
    to batches: [FrozenBatch], into done: inout Done, in transaction: Transaction
  ) async throws {
    for (place, reference) in graph.references.enumerated()
    where batches.contains(where: { $0.references[place] > 0 }) {
      try await empty(reference, into: &done, in: transaction)
    }
  }

  /// Archives and deletes rows of one table.
  private func delete(
    _ deletion: CleanupGraph.Deletion, expecting expected: Int, into done: inout Done,
    in transaction: Transaction
  ) async throws {
    try await deleteSome(deletion, within: nil, into: &done, in: transaction)
    guard let file = done.step.files.last else { return }
    // A row that hangs on two batches is counted with both, and deleted once.
    let isPlain = deletion.ways.count <= 1
    guard file.rows == expected || (!isPlain && file.rows < expected) else {
      throw Kept(
        detail: "\(deletion.table): \(file.rows) rows deleted, counted were \(expected);"
          + " a trigger or a rule may keep rows")
    }
  }

  /// Archives and deletes whatever rows of one table a condition finds.
  func deleteSome(
    _ deletion: CleanupGraph.Deletion, within range: String?, into done: inout Done,
    in transaction: Transaction
  ) async throws {
    let file = try await archive.export(
      CleanupSQL.delete(deletion, columns: tables.archived(deletion.table), within: range),
      to: name(done.step, deletion.table), table: deletion.table, in: transaction)
    keep(file, in: &done)
    done.step.rows[deletion.table.description, default: 0] += file.rows
  }

  private func empty(
    _ reference: CleanupGraph.Reference, into done: inout Done, in transaction: Transaction
  ) async throws {
    let columns = try tables.archived(reference)
    let file = try await archive.export(
      CleanupSQL.references(reference, columns: columns, in: graph),
      to: name(done.step, reference.table, reference.key.constraint), table: reference.table,
      reference: reference.key.constraint, in: transaction)
    let emptied = try await transaction.query(CleanupSQL.empty(reference, in: graph)).affectedRows
    guard emptied == file.rows else {
      throw Kept(
        detail: "\(reference.name): \(emptied) references emptied, archived were \(file.rows)")
    }
    keep(file, in: &done)
    done.step.references[reference.name, default: 0] += emptied
  }

  /// Takes note of a file, and begins to read it again.
  private func keep(_ file: ArchiveFile, in done: inout Done) {
    done.step.files.append(file)
    done.checks.append(Task { [archive] in try archive.check(file) })
  }

  private func name(_ step: LedgerStep, _ table: TableName, _ suffix: String = "") -> String {
    let parts = [table.description, suffix].filter { !$0.isEmpty }.joined(separator: ".")
    let plain = parts.unicodeScalars.map { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "._".unicodeScalars.contains(scalar))
        ? String(scalar) : "-"
    }.joined()
    let number = String(step.number)
    return String(repeating: "0", count: max(0, 6 - number.count)) + number
      + "-\(step.files.count)-\(plain.prefix(120)).copy.gz"
  }

  // MARK: The end of a transaction

  /// Records the transaction with its id, after which only COMMIT is missing.
  ///
  /// - Throws: `OpsError` with exit status 4 when a file does not read back as it was written.
  func seal(_ done: Done, in transaction: Transaction) async throws -> Done {
    var done = done
    for check in done.checks { try await check.value }
    let digest = try await CleanupTables.digest(of: graph, in: transaction)
    guard digest == tables.digest else {
      throw OpsError(
        .refused, "a table was altered since the cleanup began", hint: "make a new plan",
        code: "schema_changed")
    }
    guard let row = try await transaction.query(CleanupSQL.sealing).first else {
      throw PostgresError(.decoding, "the server returned no transaction id")
    }
    done.step.xid = try row.string("xid")
    done.step.timeline = try row.int("timeline")
    done.hasWaiters = try row.bool("waiters")
    var event = LedgerEvent(.prepared)
    event.step = done.step
    try ledger.append(event)
    try await observe(.prepared, transaction)
    return done
  }
}
