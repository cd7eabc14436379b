internal import Postgres

/// The deleting part of a cleanup: from wherever it was left, transaction by transaction, to its end or to a stop.
struct CleanupRun {
  let stored: StoredPlan
  let context: Context
  let tables: CleanupTables
  let gates: CleanupGateKeeper
  let allowance: Int
  let observe: CleanupObserver
  var ledger: CleanupLedger
  var controller: ChunkController
  var progress: CleanupProgress

  private let file: LedgerFile
  /// What was left when the ledger had so many entries.
  private var queue: [FrozenBatch]?
  private var known = (0, 0)
  private let archive: CleanupArchive

  init(
    stored: StoredPlan, context: Context, tables: CleanupTables, gates: CleanupGateKeeper,
    allowance: Int, ledger: CleanupLedger, controller: ChunkController,
    observe: @escaping CleanupObserver
  ) {
    self.stored = stored
    self.context = context
    self.tables = tables
    self.gates = gates
    self.allowance = allowance
    self.ledger = ledger
    self.controller = controller
    self.observe = observe
    file = LedgerFile(stored.folder)
    archive = CleanupArchive(folder: stored.folder)
    progress = CleanupProgress(
      "cleanup \(stored.plan.id)", total: stored.plan.batches.count, before: ledger.deleted.count,
      context: context)
  }

  /// Deletes what is left to delete.
  ///
  /// - Throws: `OpsError` with exit status 4 when nothing at all was deleted, 5 when some was and more is left.
  mutating func run() async throws {
    do {
      try checkAllowance()
      while let next = remaining().first {
        try await gates.pass(&progress, done: ledger.deleted.count)
        if controller.isLarge(next.weight) || isBegun(next) {
          try await deleteLarge(next)
        } else {
          try await deleteChunk()
        }
        try checkAllowance()
      }
      progress.clear()
    } catch {
      progress.clear()
      throw error
    }
  }

  /// What is neither deleted nor left alone.
  private mutating func remaining() -> [FrozenBatch] {
    if known != (ledger.entries.count, ledger.skipped.count) || queue == nil {
      let settled = Set(ledger.deleted + ledger.skipped.map(\.id))
      queue = (queue ?? stored.plan.batches).filter { !settled.contains($0.id) }
      known = (ledger.entries.count, ledger.skipped.count)
    }
    return queue ?? []
  }

  private func isBegun(_ batch: FrozenBatch) -> Bool {
    ledger.committed.contains {
      ($0.step.kind == .quarantine || $0.step.kind == .part) && !$0.isUndone
        && $0.step.batches == [batch.id]
    }
  }

  private func chunk(_ schema: SchemaProfile) -> CleanupChunk {
    CleanupChunk(
      graph: stored.plan.graph, tables: tables, archive: archive, ledger: file, schema: schema,
      isRehearsed: !ledger.committed.contains { $0.step.kind == .chunk || $0.step.kind == .last },
      observe: observe)
  }

  /// Waits for the server processes of a run that was killed: they hold its batches until they notice.
  mutating func waitForOrphans() async throws {
    let next = remaining().prefix(Self.looked).map(\.id)
    for _ in 0..<Self.looks {
      let held = try await LockProbe(context.link().connection)
        .heldRows(of: .batches, keys: next)
      let ours = held.flatMap(\.holders).filter { $0.applicationName.hasPrefix("dfops") }
      guard !ours.isEmpty else { return }
      try await Task.sleep(for: .milliseconds(250))
    }
  }

  private static let looked = 1000
  private static let looks = 40

  // MARK: Whole batches

  private mutating func deleteChunk() async throws {
    var tries = 0
    while true {
      let rest = remaining()
      let wanted = Array(rest.prefix(controller.count(of: rest.lazy.map(\.weight))))
        .prefix { !controller.isLarge($0.weight) }
      guard !wanted.isEmpty else { return }
      do {
        try await commit { chunk, number, transaction in
          try await chunk.delete(Array(wanted), step: number, in: transaction)
        }
        return
      } catch let nothing as CleanupChunk.NothingLeft {
        return try skip(nothing.drift)
      } catch let error where Self.isContention(error) {
        tries += 1
        controller.failed(rows: wanted.reduce(0) { $0 + $1.weight + 1 })
        guard tries >= ChunkController.tries else { continue }
        return try await isolate(Array(wanted), error)
      } catch let error where Self.isKept(error) {
        return try await isolate(Array(wanted), error)
      }
    }
  }

  /// Deletes batches one by one, since one of them cannot be deleted; a single one is left alone.
  private mutating func isolate(_ batches: [FrozenBatch], _ error: any Error) async throws {
    guard batches.count > 1 else { return try skip([Self.leftAlone(batches[0], error)]) }
    for batch in batches {
      try await gates.pass(&progress, done: ledger.deleted.count)
      do {
        try await commit { chunk, number, transaction in
          try await chunk.delete([batch], step: number, in: transaction)
        }
      } catch let nothing as CleanupChunk.NothingLeft {
        try skip(nothing.drift)
      } catch let error where Self.isContention(error) || Self.isKept(error) {
        try skip([Self.leftAlone(batch, error)])
      }
      try checkAllowance()
    }
  }

  // MARK: Large batches

  private mutating func deleteLarge(_ batch: FrozenBatch) async throws {
    var seen = CleanupDrift.Present(status: batch.status, version: batch.version)
    do {
      if isBegun(batch) {
        seen = try await current(batch) ?? seen
      } else {
        let done = try await commit { chunk, number, transaction in
          try await CleanupLargeBatch(chunk: chunk, batch: batch)
            .quarantine(step: number, in: transaction)
        }
        seen.status = try await large(batch).quarantineStatus ?? batch.status
        seen.version = done.version ?? ""
      }
      try await deleteParts(of: batch, seen)
      try await commitLast(batch, seen)
    } catch let nothing as CleanupChunk.NothingLeft {
      try await giveUp(batch, nothing.drift)
    } catch let error where Self.isContention(error) || Self.isKept(error) {
      try await giveUp(batch, [Self.leftAlone(batch, error)])
    }
  }

  private mutating func deleteParts(
    of batch: FrozenBatch, _ seen: CleanupDrift.Present
  ) async throws {
    let large = try await large(batch)
    let all = try await context.link().connection.transaction(
      .readOnly, Timeouts(statement: .seconds(600))
    ) { transaction in
      try await large.parts(in: transaction)
    }
    var parts = all[...]
    var tries = 0
    while let (part, count) = CleanupLargeBatch.joined(parts, upTo: Int(controller.capacity)) {
      try await gates.pass(&progress, done: ledger.deleted.count)
      do {
        try await commit { chunk, number, transaction in
          try await CleanupLargeBatch(chunk: chunk, batch: batch)
            .delete(part, as: seen, step: number, in: transaction)
        }
        parts = parts.dropFirst(count)
        tries = 0
      } catch let error where Self.isContention(error) && tries < ChunkController.tries {
        tries += 1
        controller.failed(rows: part.rows)
      }
    }
  }

  private mutating func commitLast(
    _ batch: FrozenBatch, _ seen: CleanupDrift.Present
  ) async throws {
    let gone = ledger.committed
      .filter { $0.step.kind == .part && $0.step.batches == [batch.id] && !$0.isUndone }
      .reduce(into: [String: Int]()) { $0.merge($1.step.rows, uniquingKeysWith: +) }
    try await commit { chunk, number, transaction in
      try await CleanupLargeBatch(chunk: chunk, batch: batch)
        .deleteLast(as: seen, gone: gone, step: number, in: transaction)
    }
  }

  /// Leaves a large batch alone, and puts back what went of it already.
  private mutating func giveUp(_ batch: FrozenBatch, _ drift: [CleanupDrift.Change]) async throws {
    guard isBegun(batch) else { return try skip(drift) }
    context.output.notice(
      "\(batch.id) has changed while it was being emptied; what is gone of it is put back")
    var event = LedgerEvent(.returning)
    event.batch = batch.id
    try record(event)
    try await finishReturning()
    try skip(drift)
  }

  /// Puts back the batches that are partly deleted and are not to be.
  mutating func finishReturning() async throws {
    for id in ledger.returning {
      var restoration = CleanupRestoration(
        stored: stored, context: context, tables: tables, ledger: ledger, observe: observe)
      try await restoration.restore { $0.step.batches == [id] }
      ledger = restoration.ledger
    }
  }

  private func large(_ batch: FrozenBatch) async throws -> CleanupLargeBatch {
    CleanupLargeBatch(chunk: chunk(try await context.link().schema), batch: batch)
  }

  private func current(_ batch: FrozenBatch) async throws -> CleanupDrift.Present? {
    guard
      let row = try await context.link().connection.read(
        CleanupSQL.present, [.textArray([batch.id])]
      ).first
    else { return nil }
    return CleanupDrift.Present(
      status: try row.string("status"), version: try row.string("version"))
  }

  // MARK: One transaction

  /// Runs one transaction and records what became of it.
  @discardableResult
  private mutating func commit(
    _ body: (CleanupChunk, Int, Transaction) async throws -> CleanupChunk.Done
  ) async throws -> CleanupChunk.Done {
    let link = try await context.link()
    let chunk = chunk(link.schema)
    let number = ledger.nextNumber
    let watch = Stopwatch()
    var prepared: CleanupChunk.Done?
    do {
      try await link.connection.transaction(.readWrite, Self.timeouts) { transaction in
        prepared = try await body(chunk, number, transaction)
      }
    } catch let error {
      if let error = error as? PostgresError, error.endsConnection {
        context.session.transactionLost()
      }
      ledger = try file.read()
      guard let unsettled = ledger.unsettled, try await settle(unsettled, link) else { throw error }
    }
    try await observe(.committed, nil)
    guard let done = prepared else {
      throw OpsError(
        .failed, "the transaction ended without a result",
        hint: "cleanup resume \(stored.plan.id) finds out what became of it")
    }
    let milliseconds = watch.milliseconds
    if ledger.nextNumber == number {
      var event = LedgerEvent(.prepared)
      event.step = done.step
      ledger.take(event)
    }
    if ledger.unsettled != nil {
      var event = LedgerEvent(.committed)
      event.number = number
      event.milliseconds = milliseconds
      try record(event)
    }
    try await observe(.recorded, nil)
    let rows = done.step.rows.values.reduce(0, +)
    controller.succeeded(rows: rows, milliseconds: milliseconds, hasWaiters: done.hasWaiters)
    try skip(done.drift)
    progress.update(
      done: ledger.deleted.count, rows: ledger.counts.values.reduce(0, +),
      chunk: Int(controller.capacity))
    return done
  }

  /// Finds out and records what became of a transaction; returns whether it was committed.
  mutating func settle(_ entry: CleanupLedger.Entry, _ link: Link) async throws -> Bool {
    let isCommitted = try await CleanupSettlement(context: context, link: link)
      .isCommitted(entry.step)
    var event = LedgerEvent(isCommitted ? .committed : .aborted)
    event.number = entry.step.number
    try record(event)
    return isCommitted
  }

  private mutating func skip(_ drift: [CleanupDrift.Change]) throws(OpsError) {
    for change in drift {
      var event = LedgerEvent(.skipped)
      event.batch = change.id
      event.reason = change.reason.rawValue
      try record(event)
      progress.clear()
      context.output.notice("left alone: \(change.line)")
    }
  }

  mutating func record(_ event: LedgerEvent) throws(OpsError) {
    try file.append(event)
    ledger.take(event)
  }

  /// The server's pause for others; nothing waits longer for a lock, and no statement runs for ever.
  private static let timeouts = Timeouts(lock: .milliseconds(500))

  private static func isContention(_ error: any Error) -> Bool {
    guard let error = error as? PostgresError, error.code != .interrupted else { return false }
    return [.deadlock, .lockNotAvailable, .queryCanceled].contains(error.sqlState)
  }

  /// Whether the server did not let a batch be deleted, whatever the moment.
  private static func isKept(_ error: any Error) -> Bool {
    if error is CleanupChunk.Kept { return true }
    // A constraint, or a trigger that raises an error.
    return ["23", "P0"].contains((error as? PostgresError)?.sqlState?.classCode)
  }

  private static func leftAlone(_ batch: FrozenBatch, _ error: any Error) -> CleanupDrift.Change {
    let reason: CleanupDrift.Reason = isContention(error) ? .busy : .kept
    let detail = (error as? CleanupChunk.Kept)?.detail ?? "\(error)"
    return CleanupDrift.Change(id: batch.id, reason: reason, detail: detail)
  }

  private func checkAllowance() throws(OpsError) {
    guard ledger.skipped.count > allowance else { return }
    throw OpsError(
      ledger.hasStarted ? .partial : .refused,
      "\(ledger.skipped.count) batches have changed or are busy, allowed are \(allowance)"
        + (ledger.hasStarted ? "" : "; nothing was changed"),
      hint: ledger.hasStarted
        ? "cleanup resume \(stored.plan.id) --allow-shrink N goes on; cleanup show tells which"
        : "look at them, then use --allow-shrink N if that is what you mean",
      code: "shrunk_too_much")
  }
}
