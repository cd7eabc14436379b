internal import Postgres

extension CleanupWork {
  /// The common way of apply and resume.
  func delete(
    _ link: Link, allowShrink: Int?, overCap: Bool, isResumed: Bool
  ) async throws -> CleanupReport {
    let watch = context.output.stopwatch
    try context.checkExpectation(planned: plan.batches.count)
    let allowance = CleanupDrift.allowance(batches: plan.batches.count, allowShrink: allowShrink)
    let approval = approval(link, "cleanup \(plan.id)", overCap: overCap)
    try approval.checkArmed()
    try checkRoom()
    if !isResumed { try await checkDrift(link, allowance: allowance) }
    let tables = try await loadTables(link)
    for line in preview(isResumed ? "resume" : "apply") { context.output.notice(line) }
    let secondReason = try await approval.obtain()
    guard let lock = try PlanLock.take(stored.folder) else { throw busy }
    defer { _ = lock }
    // Another process may have been at it while the question stood on the screen.
    let found = try stored.ledger()
    guard found.hasStarted == isResumed, !found.isFinished, !found.isUndoing else { throw busy }
    let before = try await anchor(link)
    let journal = CleanupJournal(
      stored: stored, context: context, secondReason: secondReason)
    try journal.recordIntent()
    var failure: (any Error)?
    do {
      try await context.session.interrupts.orderly {
        try await deleteAll(tables, link, allowance: allowance, audit: journal.audit)
      }
    } catch {
      failure = error
    }
    let ledger = try stored.ledger()
    var notes = [before]
    do {
      notes += try CleanupObjects(plan: plan, context: context, link: link).settle(ledger)
    } catch {
      failure = failure ?? error
    }
    if let after = try? await anchor(context.link()) { notes.append(after) }
    if failure == nil {
      do {
        notes += try await prove(ledger)
      } catch {
        failure = error
      }
    }
    let head = try journal.recordOutcome(
      failure.map { "stopped: \(Self.words($0))" } ?? "changed", counts: ledger.counts,
      xids: ledger.committed.map(\.step.xid))
    if let failure { throw explained(failure, ledger, journal.audit) }
    var report = report(ledger, elapsed: watch.milliseconds)
    report.audit = journal.audit
    report.head = head
    report.notes = notes
    return report
  }

  private func deleteAll(
    _ tables: CleanupTables, _ link: Link, allowance: Int, audit: String
  ) async throws {
    let file = LedgerFile(stored.folder)
    FolderListing.remove(stored.folder.location(of: CleanupGateKeeper.pauseFile))
    var started = LedgerEvent(.started)
    started.audit = audit
    started.digest = stored.digest
    try file.append(started)
    try await observe(.started, nil)
    let objects = CleanupObjects(plan: plan, context: context, link: link)
    try objects.deferAll()
    let reading = try? await CleanupGates.read(link.connection)
    let keeper = CleanupGateKeeper(
      context: context, stored: stored, environment: link.environment,
      gates: CleanupGates(
        waived: link.environment.limits.waivedGates, slotBytesBefore: reading?.slotBytes ?? 0))
    var run = CleanupRun(
      stored: stored, context: context, tables: tables, gates: keeper, allowance: allowance,
      ledger: try file.read(), controller: controller, observe: observe)
    do {
      if let unsettled = run.ledger.unsettled { _ = try await run.settle(unsettled, link) }
      try await run.waitForOrphans()
      try await run.finishReturning()
      try await run.run()
      try await observe(.proving, nil)
      try file.append(LedgerEvent(.finished))
    } catch let stop as CleanupStop {
      var paused = LedgerEvent(.paused)
      paused.reason = stop.reason
      try file.append(paused)
      throw stop
    }
  }

  // MARK: Looking

  /// Looks at every batch again, reading only.
  private func checkDrift(_ link: Link, allowance: Int) async throws {
    let ids = plan.batches.map(\.id)
    let held = try await LockProbe(link.connection).heldRows(of: .batches, keys: ids)
    let drift = try await link.connection.transaction(
      .repeatableReadReadOnly, Timeouts(statement: .seconds(120))
    ) { transaction in
      var present: [String: CleanupDrift.Present] = [:]
      for row in try await transaction.query(CleanupSQL.present, [.textArray(ids)]) {
        present[try row.string("id")] = .init(
          status: try row.string("status"), version: try row.string("version"))
      }
      let counts = try await DependentCounts(ids, in: plan.graph, from: .parameter, transaction)
      return plan.batches.compactMap { batch in
        CleanupDrift.compare(
          batch, present: present[batch.id], counts: counts[batch.id], in: plan.graph
        ) { link.schema.statusClass($0) == .inFlight }
      }
    }
    guard !drift.isEmpty || !held.isEmpty else { return }
    let busy = held.map {
      CleanupDrift.Change(id: $0.key, reason: .busy, detail: $0.reason)
    }.filter { change in !drift.contains { $0.id == change.id } }
    let lines = (drift + busy).map(\.line)
    for line in lines.prefix(ChangePreview.limit) { context.output.notice("  \(line)") }
    for line in ChangePreview.more(lines.count) { context.output.notice(line) }
    guard drift.count > allowance || drift.count + busy.count == plan.batches.count else { return }
    // Whoever has read the lines need not read them again.
    let isTold = !context.output.isQuiet && !context.output.format.isForMachines
    let list = isTold ? "" : ": \(ChangeExecution.joined(lines))"
    throw OpsError(
      .refused,
      "\(drift.count) of \(plan.batches.count) batches have changed since the plan, allowed are"
        + " \(allowance)\(list); nothing was changed",
      hint: "make a new plan, or use --allow-shrink N if that is what you mean",
      code: "plan_stale")
  }

  private func loadTables(_ link: Link) async throws -> CleanupTables {
    let file = ManifestFile(stored.folder)
    let now = try await link.connection.transaction(.readOnly) { transaction in
      let all = try await Dependency.all(in: transaction)
      guard CleanupGraph(all) == plan.graph else {
        throw OpsError(
          .refused, "the foreign keys have changed since the plan; nothing was changed",
          hint: "make a new plan", code: "schema_changed")
      }
      return try await CleanupTables.load(plan.graph, in: transaction)
    }
    for reference in plan.graph.references where plan.emptied[reference.name] ?? 0 > 0 {
      _ = try now.key(of: reference)
    }
    if try stored.ledger().hasStarted, let then = try file.read() {
      guard then.tables == now else {
        throw OpsError(
          .refused, "a table was altered since the cleanup began",
          hint: "cleanup undo \(plan.id), then make a new plan", code: "schema_changed")
      }
    } else {
      try file.write(Manifest(stored, tables: now))
    }
    return now
  }

  private func checkRoom() throws(OpsError) {
    guard !CleanupGates.isVolatile(stored.folder.path) else {
      throw Self.refused(
        "the state folder \(Sanitiser.visible(stored.folder.path)) lies in memory: an archive there would not outlive a power failure",
        hint: "set DFOPS_STATE_DIR to a folder on a disk")
    }
    let needed = plan.estimate.archiveBytes * 3 / 2
    guard let free = CleanupGates.freeBytes(at: stored.folder.path), free < needed else { return }
    throw Self.refused(
      "the archive needs about \(ByteCount.text(needed)), free are \(ByteCount.text(free))",
      hint: "make room in the state folder, or set DFOPS_STATE_DIR to another one")
  }

  /// Where the server stands, as a sentence.
  func anchor(_ link: Link) async throws -> String {
    let row = try await link.connection.read(CleanupSQL.anchor).first
    return "PITR anchor: \(row?["time"] ?? "?"), LSN \(row?["lsn"] ?? "?"), timeline"
      + " \(row?["timeline"] ?? "?")"
  }

  // MARK: Proof

  /// Counts again what hangs on the deleted batches, and holds everything against the plan.
  private func prove(_ ledger: CleanupLedger) async throws -> [String] {
    let deleted = ledger.deleted
    let (batches, left) = try await context.link().connection.transaction(
      .repeatableReadReadOnly, Timeouts(statement: .seconds(120))
    ) { transaction in
      let batches = try await transaction.query(CleanupSQL.present, [.textArray(deleted)]).count
      let counts = try await DependentCounts(deleted, in: plan.graph, from: .parameter, transaction)
      return (batches, deleted.reduce(0) { $0 + counts[$1].reduce(0, +) })
    }
    guard batches == 0, left == 0 else {
      throw OpsError(
        .partial, "the recount found \(batches) deleted batches and \(left) rows of theirs again",
        hint: "look at them; cleanup show \(plan.id) has the counts")
    }
    let skipped = Set(ledger.skipped.map(\.id))
    let counts = ledger.counts
    return plan.graph.deletions.map { deletion in
      let planned = plan.rows[deletion.table] ?? 0
      let deleted = counts[deletion.table.description] ?? 0
      let place = plan.graph.dependents.firstIndex { $0.table == deletion.table }
      let spared = plan.batches.filter { skipped.contains($0.id) }
        .reduce(0) { sum, batch in sum + (place.map { batch.rows[$0] } ?? 1) }
      let mark = planned == deleted + spared ? "" : ", rows that hang on two batches count twice"
      return
        "proof \(deletion.table): planned \(planned) = deleted \(deleted) + skipped \(spared)\(mark)"
    }
  }

  // MARK: Saying

  func approval(_ link: Link, _ action: String, overCap: Bool = false) -> Approval {
    Approval(
      subject: ApprovalSubject(
        action: action, count: plan.batches.count, isDeletion: true,
        dependentRows: plan.dependentRows),
      context: context, link: link, overCap: overCap)
  }

  func report(_ ledger: CleanupLedger, elapsed: Int) -> CleanupReport {
    let names = Set(plan.graph.references.map(\.name))
    let counts = ledger.counts
    var rows = counts.filter { !names.contains($0.key) }
    for deletion in plan.graph.deletions { rows[deletion.table.description, default: 0] += 0 }
    let files = ledger.committed.flatMap(\.step.files)
    return CleanupReport(
      plan: plan.id, planned: plan.batches.count, deleted: ledger.deleted.count,
      skipped: ledger.skipped, rows: rows, references: counts.filter { names.contains($0.key) },
      path: stored.path, bytes: files.reduce(0) { $0 + $1.bytes },
      sha256: LedgerFile.digest(of: files), chunks: ledger.committed.count,
      longest: ledger.longest, elapsed: elapsed, audit: ledger.audit, head: nil, notes: [])
  }

  /// What ended a cleanup, in words.
  static func words(_ error: any Error) -> String {
    switch error {
    case let stop as CleanupStop: stop.reason
    case let error as OpsError: error.message
    case let error as PostgresError where error.code == .interrupted: "cancelled"
    case is CancellationError: "cancelled"
    default: "\(error)"
    }
  }

  /// Turns what ended a cleanup into what an operator needs to know.
  func explained(_ error: any Error, _ ledger: CleanupLedger, _ audit: String) -> any Error {
    let count = ledger.deleted.count
    guard ledger.hasStarted else {
      if let stop = error as? CleanupStop {
        return OpsError(
          context.session.interrupts.isRequested ? .interrupted : .refused,
          "stopped: \(stop.reason); nothing was changed",
          hint: "cleanup apply \(plan.id) tries again")
      }
      if let error = error as? PostgresError, error.code == .server {
        return OpsError(
          .refused, "the server refused: \(error.message); nothing was changed",
          hint: "cleanup apply \(plan.id) tries again", sqlState: error.sqlState)
      }
      return error
    }
    let known = error as? OpsError
    let partly =
      ledger.begun.isEmpty ? "" : ", and some rows of \(ledger.begun.joined(separator: ", "))"
    return OpsError(
      .partial,
      "stopped with \(count) of \(plan.batches.count) batches deleted\(partly): \(Self.words(error))",
      hint: known?.exit == .partial
        ? known?.hint ?? "cleanup resume \(plan.id) goes on"
        : "cleanup resume \(plan.id) goes on, cleanup undo \(plan.id) brings everything back",
      sqlState: (error as? PostgresError)?.sqlState, code: "cleanup_stopped")
  }
}
