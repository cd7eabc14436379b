internal import CLibPQ

/// Cancels the statement that runs on a connection, from a second connection.
struct Canceller: Sendable {
  let info: ConnectionInfo
  /// The server process, when it is known to be ours until the statement ends.
  let backendPID: Int32?

  /// Asks the server to cancel, and returns when it has taken the request or the deadline has passed.
  ///
  /// The answer of the statement must be read afterwards: the request may come too late. Because the next statement
  /// starts only after this returns, the request cannot reach it.
  func cancel(_ channel: Channel, until deadline: ContinuousClock.Instant) {
    if channel.usesTLS, let backendPID, cancel(backendPID, until: deadline) { return }
    sendKey(of: channel, until: deadline)
  }

  /// Cancels over an encrypted connection: libpq 15 sends cancel keys in the clear, which servers may refuse.
  private func cancel(_ pid: Int32, until deadline: ContinuousClock.Instant) -> Bool {
    let dialer = Dialer(info: info, limit: max(.milliseconds(100), (deadline - .now) / 2))
    guard let second = try? dialer.dial() else { return false }
    var watch = Watch(gate: CancelGate(), limit: .zero, canceller: nil)
    do {
      try second.send("SELECT pg_cancel_backend($1)", [.int(pid)])
      var isDone = false
      while let result = unsafe try second.nextResult(&watch) {
        isDone = unsafe PQresultStatus(result) == PGRES_TUPLES_OK
        unsafe PQclear(result)
      }
      return isDone
    } catch {
      return false
    }
  }

  private func sendKey(of channel: Channel, until deadline: ContinuousClock.Instant) {
    guard let key = channel.cancelKey() else { return }
    // PQcancel connects without a deadline of its own. One that is left behind reaches a connection that has been
    // given up by then.
    _ = Abandonable.run(until: deadline) { key.send() }
  }
}
