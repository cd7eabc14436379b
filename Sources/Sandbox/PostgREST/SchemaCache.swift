internal import Synchronization

/// What the double knows of the schema, as PostgREST keeps it between two reloads.
final class SchemaCache: Sendable {
  /// The schemas that the API serves; the first is the default.
  static let exposed = ["public", "intake", "ops"]

  /// What the admin server tells.
  struct Snapshot: Sendable {
    /// The tables by schema; nil when there is no cache.
    var tables: [String: Set<String>]?
    /// Whether a session hears notifications.
    var isListening = false
    var successes = 0
    var failures = 0
    var lastQuerySeconds = 0.0
  }

  private let state = Mutex(Snapshot())

  /// The present state.
  var snapshot: Snapshot { state.withLock { $0 } }

  /// Takes what a load has found.
  func loaded(_ tables: [String: Set<String>], seconds: Double) {
    state.withLock {
      $0.tables = tables
      $0.successes += 1
      $0.lastQuerySeconds = seconds
    }
  }

  /// Drops the cache after a load that failed, as PostgREST before 16 does.
  func lose() {
    state.withLock {
      $0.tables = nil
      $0.failures += 1
    }
  }

  /// Notes whether notifications are heard.
  func setListening(_ isListening: Bool) {
    state.withLock { $0.isListening = isListening }
  }
}
