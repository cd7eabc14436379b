/// A plan with the folder in which its ledger and its archive are.
public struct StoredPlan: Sendable {
  /// The plan.
  public let plan: CleanupPlan
  /// The SHA-256 of the plan, by which the journal names it.
  public let digest: String
  let folder: StateFolder

  /// The path of the folder.
  public var path: String { folder.path }

  /// Reads what has happened to the plan.
  ///
  /// - Throws: `OpsError` with exit status 1 when a line of the ledger is not as it was written.
  func ledger() throws(OpsError) -> CleanupLedger { try LedgerFile(folder).read() }

  /// How far it has come: the batches that are gone, and what was left alone on the way.
  ///
  /// - Throws: `OpsError` with exit status 1 when its ledger is damaged.
  public func progress() throws(OpsError) -> (deleted: Int, skipped: [SkippedTarget]) {
    let ledger = try ledger()
    return (ledger.deleted.count, ledger.skipped)
  }

  /// Whether anything of it was ever begun; a ledger that cannot be read says so.
  var hasStarted: Bool { (try? ledger().hasStarted) ?? true }

  /// Returns how far the plan has come.
  ///
  /// - Throws: `OpsError` with exit status 1 when its ledger is damaged.
  public func state(now: Instant = .now) throws(OpsError) -> PlanState {
    PlanState.of(
      createdAt: plan.createdAt, expiresAt: plan.expiresAt, ledger: try ledger(),
      isLocked: PlanLock.isHeld(folder), now: now)
  }
}
