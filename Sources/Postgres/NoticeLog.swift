internal import CLibPQ
internal import Synchronization

/// Keeps the last notices of a connection; libpq would print them to standard error.
final class NoticeLog: Sendable {
  private struct State {
    var notices: [Notice] = []
    var handler: (@Sendable (Notice) -> Void)?
  }

  static let capacity = 20
  private let state = Mutex(State())

  var notices: [Notice] { state.withLock(\.notices) }

  func setHandler(_ handler: (@Sendable (Notice) -> Void)?) {
    state.withLock { $0.handler = handler }
  }

  func append(_ notice: Notice) {
    let handler = state.withLock { state in
      if state.notices.count == Self.capacity { state.notices.removeFirst() }
      state.notices.append(notice)
      return state.handler
    }
    handler?(notice)
  }

  /// Takes the notices of a libpq connection, which must not outlive this log.
  func attach(to connection: OpaquePointer) {
    _ = unsafe PQsetNoticeReceiver(
      connection,
      { context, result in
        guard let context = unsafe context, let result = unsafe result else { return }
        let log = unsafe Unmanaged<NoticeLog>.fromOpaque(context).takeUnretainedValue()
        log.append(
          Notice(
            severity: unsafe ServerFields.text(result, ServerFields.severity) ?? "NOTICE",
            sqlState: unsafe ServerFields.text(result, ServerFields.sqlState)
              .map(SQLState.init(rawValue:)),
            message: unsafe ServerFields.text(result, ServerFields.message) ?? ""))
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
