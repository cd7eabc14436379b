internal import Postgres

extension CleanupWork {
  /// Brings back everything that the plan took away; what was brought back before stays.
  ///
  /// - Returns: What is back.
  /// - Throws: `OpsError` with exit status 4 when something is in the way and nothing was brought back, 5 when some was.
  public func undo() async throws -> CleanupUndoReport {
    let link = try await meet()
    let found = try stored.ledger()
    switch try stored.state() {
    case .planned, .expired:
      throw Self.refused("the plan \(plan.id) was never applied", hint: "cleanup show \(plan.id)")
    case .applying: throw busy
    case .undone:
      throw Self.refused("the plan \(plan.id) was undone already", hint: "cleanup show \(plan.id)")
    case .applied, .paused, .interrupted: break
    }
    guard !found.isForgotten else {
      throw Self.refused(
        "the archive of the plan \(plan.id) was deleted", hint: "a backup of the database is left")
    }
    try context.checkExpectation(planned: plan.batches.count)
    let approval = approval(link, "undo cleanup \(plan.id)")
    try approval.checkArmed()
    guard let lock = try PlanLock.take(stored.folder) else { throw busy }
    defer { _ = lock }
    guard let manifest = try ManifestFile(stored.folder).read() else {
      throw Self.refused("the archive has no manifest", hint: "look for a copy of the state folder")
    }
    let ledger = try await settled(found, manifest.tables, link)
    let check = CleanupUndoCheck(
      stored: stored, link: link, tables: manifest.tables, ledger: ledger)
    let notes = try await check.run()
    for line in preview("undo") + notes.map({ "  \($0)" }) { context.output.notice(line) }
    _ = try await approval.obtain()
    let journal = CleanupJournal(stored: stored, context: context)
    try journal.recordIntent()
    return try await undo(manifest.tables, ledger, journal, notes)
  }

  private func undo(
    _ tables: CleanupTables, _ ledger: CleanupLedger, _ journal: CleanupJournal, _ notes: [String]
  ) async throws -> CleanupUndoReport {
    var restoration = CleanupRestoration(
      stored: stored, context: context, tables: tables, ledger: ledger, observe: observe)
    restoration.isInterruptible = true
    var failure: (any Error)?
    var differences: [String] = []
    var objects: [String] = []
    do {
      try LedgerFile(stored.folder).append(LedgerEvent(.undoing))
      try await observe(.started, nil)
      try await context.session.interrupts.orderly {
        try await restore(&restoration)
      }
      try await observe(.proving, nil)
      differences = try await CleanupVerification(
        stored: stored, link: try await context.link(), tables: tables,
        references: Set(ledger.committed.flatMap(\.step.references.keys))
      ).differences(ledger.undoable)
      objects = try await CleanupObjects(
        plan: plan, context: context, link: try await context.link()
      ).takeBack()
      try LedgerFile(stored.folder).append(LedgerEvent(.undone))
    } catch {
      failure = error
    }
    let after = try stored.ledger()
    let back = after.undoable.filter(\.isUndone)
    let counts = back.reduce(into: [String: Int]()) {
      $0.merge($1.step.rows, uniquingKeysWith: +)
    }
    let references = back.reduce(into: [String: Int]()) {
      $0.merge($1.step.references, uniquingKeysWith: +)
    }.merging(restoration.lostReferences) { all, lost in all - lost }
    let head = try journal.recordOutcome(
      failure.map { "stopped: \(Self.words($0))" } ?? "changed", counts: counts,
      xids: after.entries.filter(\.isUndone).compactMap { $0.undo?.xid })
    if let failure { throw undoExplained(failure, after) }
    let lost = restoration.lostReferences.sorted { $0.key < $1.key }.map {
      "\($0.key): \(ChangePreview.counted($0.value, "reference", "references")) not put back, since the row is gone or refers to something else now"
    }
    return CleanupUndoReport(
      plan: plan.id,
      restored: after.entries.filter {
        $0.isUndone && $0.step.kind != .quarantine && $0.step.kind != .part
      }
      .reduce(0) { $0 + $1.step.batches.count },
      rows: counts, references: references, differences: differences,
      notes: notes + lost + objects, audit: journal.audit, head: head)
  }

  private func restore(_ restoration: inout CleanupRestoration) async throws {
    let total = restoration.ledger.deleted.count
    var progress = CleanupProgress(
      "undo cleanup \(plan.id)", total: total, before: 0, context: context)
    defer { progress.clear() }
    try await restoration.restore(progress: { ledger in
      let back = ledger.entries.filter(\.isUndone)
      progress.update(
        done: total - ledger.deleted.count,
        rows: back.reduce(0) { $0 + $1.step.rows.values.reduce(0, +) }, chunk: 0)
    })
  }

  /// Finds out what became of a last transaction of which nobody heard.
  private func settled(
    _ ledger: CleanupLedger, _ tables: CleanupTables, _ link: Link
  ) async throws -> CleanupLedger {
    if let unsettled = ledger.unsettled {
      let isCommitted = try await CleanupSettlement(context: context, link: link)
        .isCommitted(unsettled.step)
      var event = LedgerEvent(isCommitted ? .committed : .aborted)
      event.number = unsettled.step.number
      try LedgerFile(stored.folder).append(event)
    }
    var restoration = CleanupRestoration(
      stored: stored, context: context, tables: tables, ledger: try stored.ledger(),
      observe: observe)
    try await restoration.settle()
    return try stored.ledger()
  }

  private func undoExplained(_ error: any Error, _ ledger: CleanupLedger) -> any Error {
    let back = ledger.entries.filter(\.isUndone)
    let what = Self.words(error)
    guard !back.isEmpty else {
      if let error = error as? OpsError, error.exit == .partial { return error }
      return OpsError(
        context.session.interrupts.isRequested ? .interrupted : .refused,
        "nothing was brought back: \(what)",
        hint: "put that right, then undo again: the archive stays",
        sqlState: (error as? PostgresError)?.sqlState)
    }
    return OpsError(
      .partial,
      "stopped with \(back.count) of \(ledger.committed.count) transactions brought back: \(what)",
      hint: "cleanup undo \(plan.id) goes on", sqlState: (error as? PostgresError)?.sqlState,
      code: "undo_stopped")
  }

  // MARK: Forgetting

  /// Deletes the archive of the plan, after which nothing can be brought back from it.
  ///
  /// - Returns: The bytes that were deleted.
  /// - Throws: `OpsError` with exit status 4 when somebody is at the plan, or it is not confirmed.
  public func forget() async throws -> Report {
    guard let lock = try PlanLock.take(stored.folder) else { throw busy }
    defer { _ = lock }
    let ledger = try stored.ledger()
    let files = ledger.entries.flatMap(\.step.files)
    let bytes = files.reduce(0) { $0 + $1.bytes }
    guard !ledger.isForgotten, !files.isEmpty else {
      throw Self.refused(
        "the plan \(plan.id) has no archive", hint: "cleanup plans lists the plans")
    }
    guard ledger.isUndone || (ledger.isFinished && !ledger.isUndoing) else {
      throw Self.refused(
        "the plan \(plan.id) is not at its end",
        hint: "cleanup resume \(plan.id) or cleanup undo \(plan.id) first")
    }
    try context.checkExpectation(planned: plan.batches.count)
    try await confirmForgetting(bytes)
    let journal = CleanupJournal(stored: stored, context: context)
    try journal.recordIntent()
    var event = LedgerEvent(.forgotten)
    event.reason = context.options.reason
    try LedgerFile(stored.folder).append(event)
    let left = files.filter { !FolderListing.remove(stored.folder.location(of: $0.name)) }
    let head = try journal.recordOutcome(
      "archive deleted: \(files.count - left.count) of \(files.count) files, \(bytes) bytes",
      counts: [:], xids: [])
    guard left.isEmpty else {
      throw OpsError(
        .partial, "\(left.count) files of the archive could not be deleted",
        hint: "look at \(stored.path)")
    }
    return .record([
      "plan": .text(plan.id), "files": .int(Int64(files.count)), "bytes": .int(Int64(bytes)),
      "audit": .text(journal.audit), "head": .text(head),
    ])
  }

  private func confirmForgetting(_ bytes: Int) async throws {
    let environment = try context.environment
    guard environment.name == plan.environment else { throw elsewhere(environment.name) }
    let question = ConfirmationQuestion(
      environment: environment.name, isProtected: environment.isProtected,
      isTerminal: context.confirmer.isTerminal, rows: plan.batches.count, isDeletion: true,
      yes: context.options.yes, expect: context.options.expect, isArmed: context.arming != nil)
    let subject = ApprovalSubject(
      action: "forget \(plan.id)", count: plan.batches.count, isDeletion: true,
      notes: [
        "its archive, \(ByteCount.text(bytes)), is all from which its batches can be brought back"
      ])
    try await Approval.ask(question, subject, in: context)
  }
}
