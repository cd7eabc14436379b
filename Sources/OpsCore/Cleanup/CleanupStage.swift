public import Postgres

/// The moments of a cleanup between which anything may happen.
public enum CleanupStage: String, Sendable, CaseIterable {
  /// The cleanup, or the undo, is recorded as begun.
  case started
  /// A transaction has begun; no row is locked.
  case begun
  /// The batches are locked and as they were seen.
  case locked
  /// Everything is deleted and archived, or put back.
  case applied
  /// The transaction is in the ledger; COMMIT is next.
  case prepared
  /// COMMIT has been acknowledged; the ledger does not know yet.
  case committed
  /// The ledger knows of the COMMIT.
  case recorded
  /// Everything is done and not yet said.
  case proving
}

/// Watches a cleanup go by; what it throws ends the cleanup as an error at that place would.
///
/// The transaction is there from `begun` to `prepared`. Tests break things here.
public typealias CleanupObserver = @Sendable (CleanupStage, Transaction?) async throws -> Void
