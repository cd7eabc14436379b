internal import Postgres

/// The part of a change from the recorded intent to the recorded outcome.
struct ChangeRun: Sendable {
  /// What is known when all is done.
  struct Done: Sendable {
    var prepared: PreparedChange
    var changes: [ChangeReport.Changed]
    var remarks: [String]
    var head: String
  }

  let plan: ChangePlan
  let context: Context
  let link: Link
  let approval: Approval
  let journal: ChangeJournal
  let observe: ChangeObserver

  /// Records, changes, proves, records.
  func run() async throws -> Done {
    try journal.recordIntent()
    let prepared: PreparedChange
    do {
      try await observe(.recorded, nil)
      prepared = try await commit()
    } catch {
      let failure = await explained(error)
      // The failure matters more than a journal that cannot take it: the intent without outcome stays visible.
      _ = try? journal.recordOutcome(ChangeOutcome.of(failure), prepared: nil)
      throw failure
    }
    return try await prove(prepared)
  }

  /// Reads back and records the outcome; neither can undo what is committed.
  private func prove(_ prepared: PreparedChange) async throws -> Done {
    var remarks = prepared.remarks
    var failure: (any Error)?
    do {
      try await observe(.committed, nil)
      remarks += try await readBack(prepared)
    } catch {
      failure = error
    }
    var head = ""
    do {
      head = try journal.recordOutcome(ChangeOutcome.changed, prepared: prepared)
    } catch {
      failure = failure ?? error
    }
    if let failure { throw afterCommit(failure, prepared) }
    return Done(prepared: prepared, changes: changes(prepared), remarks: remarks, head: head)
  }

  // MARK: The transaction

  /// Returns once the server has acknowledged COMMIT, or has told afterwards that it had committed.
  private func commit() async throws -> PreparedChange {
    var prepared: PreparedChange?
    do {
      try await link.connection.transaction(.readWrite, Self.timeouts) { transaction in
        let done = try await ChangeExecution(plan: plan, observe: observe).run(in: transaction)
        try approval.checkArmed()
        try journal.recordPrepared(done)
        prepared = done
        try await observe(.prepared, transaction)
        try approval.checkArmed()
      }
    } catch let error as PostgresError where error.code == .commitUnknown {
      guard let done = prepared else { throw error }
      try await settle(done, error)
    }
    guard let prepared else {
      throw OpsError(
        .failed, "the transaction ended without a result; nothing was changed",
        hint: "run the command again")
    }
    return prepared
  }

  /// Asks the server on a new connection what became of the transaction.
  private func settle(_ prepared: PreparedChange, _ error: PostgresError) async throws {
    context.session.transactionLost()
    let settlement = ChangeSettlement(context: context, link: link)
    // A task of its own: ^C must not keep us from asking.
    switch await Task(operation: { await settlement.status(of: prepared.xid) }).value {
    case .committed:
      context.output.notice(
        "the connection was lost at COMMIT; the server says that transaction \(prepared.xid) was kept"
      )
    case .aborted:
      throw OpsError(
        .cannotConnect,
        "the connection was lost at COMMIT; the server says that transaction \(prepared.xid) was"
          + " undone: nothing was changed",
        hint: "run the command again; the next one connects anew")
    case .inProgress, .unknown:
      throw OpsError(
        .partial,
        "the connection was lost at COMMIT, and whether transaction \(prepared.xid) was kept"
          + " cannot be known now",
        hint: "audit show \(journal.audit) has the rows before and after; look at them again")
    }
  }

  // MARK: Proof

  /// Reads the batches again and says which have moved on already.
  private func readBack(_ prepared: PreparedChange) async throws -> [String] {
    let current: ResultSet
    do {
      current = try await statuses()
    } catch let error as PostgresError where error.code == .connectionLost {
      // The session may have ended just after COMMIT; looking twice changes nothing.
      current = try await statuses()
    }
    var found: [String: String] = [:]
    for row in current { found[try row.string("id")] = try row.string("status") }
    return changes(prepared).compactMap { change in
      guard let status = found[change.id] else { return "\(change.id) is gone again already" }
      guard status != change.statusAfter else { return nil }
      return "\(change.id) has moved on already: it is \(status) now"
    }
  }

  private func statuses() async throws -> ResultSet {
    try await context.link().connection.read(
      """
      SELECT id::text AS id, status::text AS status FROM intake.simplicity_batches
      WHERE id::text = ANY($1::text[])
      """, [.textArray(plan.targets.map(\.id))])
  }

  private func changes(_ prepared: PreparedChange) -> [ChangeReport.Changed] {
    let after = prepared.after.filter { $0.table == TableName.batches.description }
    let statuses = Dictionary(after.map { ($0.keyValue, $0["status"]) }) { first, _ in first }
    return plan.targets.map { target in
      ChangeReport.Changed(
        id: target.id, statusBefore: target.statusBefore,
        statusAfter: (statuses[target.id] ?? nil) ?? target.statusAfter)
    }
  }

  // MARK: Errors

  /// Turns what ended the transaction into what an operator needs to know.
  private func explained(_ error: any Error) async -> any Error {
    switch error {
    case let held as RowsHeld: return await refusal(of: held)
    case let lost as PostgresError where lost.code == .connectionLost:
      context.session.transactionLost()
      return OpsError(
        .cannotConnect,
        "the connection was lost in the transaction, before COMMIT: nothing was changed",
        hint: "run the command again; the next one connects anew", sqlState: lost.sqlState)
    default:
      return error
    }
  }

  /// Takes the second look: who holds what could not be locked.
  private func refusal(of held: RowsHeld) async -> OpsError {
    let probe = LockProbe(link.connection)
    let rows = try? await probe.heldRows(of: held.table, key: held.key, keys: held.keys)
    if let rows, !rows.isEmpty { return Changes.refusal(of: rows) }
    let holders = (try? await probe.tableHolders(of: held.table)) ?? []
    if holders.isEmpty, held.keys.isEmpty,
      let some = try? await probe.rowHolders(in: held.table), !some.isEmpty
    {
      return OpsError(
        .refused,
        "a row of \(held.table) is held; sessions that hold rows of it: "
          + some.map(\.description).joined(separator: " and ") + "; nothing was changed",
        hint: "the holder is evidence of a worker at work: wait, or look again")
    }
    return Changes.refusal(of: [HeldRow(key: held.table.description, holders: holders)])
  }

  /// Whatever fails after COMMIT does not undo it.
  private func afterCommit(_ error: any Error, _ prepared: PreparedChange) -> OpsError {
    OpsError(
      .partial,
      "transaction \(prepared.xid) was committed, but what came after failed: \(error)",
      hint: "audit show \(journal.audit) has the rows before and after; undo \(journal.audit) works"
    )
  }

  /// A lock is asked for without waiting; what waits all the same must not keep an operator for long.
  private static let timeouts = Timeouts(lock: .milliseconds(500))
}
