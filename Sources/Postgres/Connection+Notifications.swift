extension Connection {
  /// Subscribes to a channel; behind a pooler in transaction mode nothing will ever arrive.
  public func listen(_ channel: String) async throws(PostgresError) {
    _ = try await query("LISTEN " + Quoting.identifier(channel))
  }

  /// Waits for the next notification; nil when the time is over.
  ///
  /// Other statements of this connection wait meanwhile. ``cancel()`` and a cancelled task end the wait.
  public func nextNotification(
    timeout: Duration
  ) async throws(PostgresError) -> DatabaseNotification? {
    try await cancellable { await self.wire.nextNotification(timeout: timeout) }
  }

  /// Returns the notifications as they come; ends when the connection is lost or the task is cancelled.
  public func notifications() -> AsyncStream<DatabaseNotification> {
    AsyncStream { continuation in
      let task = Task {
        while !Task.isCancelled, self.isAlive {
          do throws(PostgresError) {
            if let notification = try await self.nextNotification(timeout: .seconds(60)) {
              continuation.yield(notification)
            }
          } catch {
            break
          }
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}

extension Wire {
  func nextNotification(timeout: Duration) -> Result<DatabaseNotification?, PostgresError> {
    Result { () throws(PostgresError) in
      let deadline = ContinuousClock.now + timeout
      return try perform(in: nil) { channel, watch in
        while true {
          guard channel.readAvailable() else { throw channel.lost() }
          if let notification = channel.nextNotification() { return notification }
          let outcome = Waiting.wait(
            socket: channel.socket, wakeups: [watch.gate.wakeup], until: deadline)
          if outcome == .woken { throw PostgresError(.interrupted, "stopped waiting") }
          if outcome == .expired { return nil }
        }
      }
    }
  }
}
