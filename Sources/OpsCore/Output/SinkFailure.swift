internal import Synchronization

/// Remembers the first failure of a sink over all copies of an output.
final class SinkFailure: Sendable {
  private let first = Mutex<SinkError?>(nil)

  var error: SinkError? {
    get { first.withLock { $0 } }
    set { first.withLock { $0 = $0 ?? newValue } }
  }
}
