internal import Postgres

/// The words by which the journal says what became of a change.
enum ChangeOutcome {
  /// All statements have run, the images are recorded, COMMIT is next.
  static let prepared = "prepared"
  /// The change was committed.
  static let changed = "changed"
  /// Whether the change was committed cannot be known; the rows themselves tell.
  static let unknown = "unknown"

  /// Says that nothing was changed, and why.
  static func nothing(_ reason: String) -> String { nothingPrefix + reason }

  /// Whether a result says that nothing was changed.
  static func isNothing(_ result: String) -> Bool { result.hasPrefix(nothingPrefix) }

  /// Says what became of a change that ended in an error.
  static func of(_ error: any Error) -> String {
    switch error {
    case let error as OpsError where error.exit == .partial: unknown
    case let error as PostgresError where error.code == .commitUnknown: unknown
    case let error as OpsError: nothing(error.message)
    case let error as PostgresError: nothing(error.description)
    case is CancellationError: nothing("interrupted")
    default: nothing("\(error)")
    }
  }

  private static let nothingPrefix = "nothing changed: "
}
