public import Postgres

/// The moments of a change between which anything may happen.
public enum ChangeStep: String, Sendable, CaseIterable {
  /// The operator has agreed; nothing is recorded yet.
  case confirmed
  /// The intent is in the journal; the transaction has not begun.
  case recorded
  /// The transaction has begun; no row is locked.
  case begun
  /// All rows are locked and as they were seen.
  case locked
  /// All statements have run.
  case applied
  /// The images and the transaction id are in the journal; COMMIT is next.
  case prepared
  /// COMMIT has been acknowledged.
  case committed
}

/// Watches a change go by; what it throws ends the change as an error at that place would.
///
/// The transaction is there from `begun` to `prepared`. Tests break things here.
public typealias ChangeObserver = @Sendable (ChangeStep, Transaction?) async throws -> Void
