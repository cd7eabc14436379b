/// How far a plan has come.
public enum PlanState: String, Sendable, CaseIterable {
  /// It can be applied.
  case planned
  /// Somebody is at it.
  case applying
  /// It was told to stop, and can be resumed.
  case paused
  /// All of it was done.
  case applied
  /// It ended before its end, and can be resumed.
  case interrupted
  /// Everything is back.
  case undone
  /// It was not started in time.
  case expired

  /// Tells the state from what the ledger has.
  ///
  /// - Parameters:
  ///   - createdAt: When the plan was made; a clock that was moved back behind it cannot tell whether it has expired.
  ///   - expiresAt: Until when the plan could be started.
  ///   - ledger: What has happened.
  ///   - isLocked: Whether a process is at it.
  ///   - now: The present.
  /// - Returns: The state.
  static func of(
    createdAt: Instant, expiresAt: Instant, ledger: CleanupLedger, isLocked: Bool, now: Instant
  ) -> PlanState {
    guard ledger.hasStarted else {
      if isLocked { return .applying }
      return createdAt <= now && now < expiresAt ? .planned : .expired
    }
    if ledger.isUndone { return .undone }
    if isLocked { return .applying }
    if ledger.isUndoing { return .interrupted }
    if ledger.isFinished { return .applied }
    return ledger.isPaused ? .paused : .interrupted
  }
}
