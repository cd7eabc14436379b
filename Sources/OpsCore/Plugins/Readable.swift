internal import Postgres

/// Waits for a descriptor that people or other programs write to, who take their time.
enum Readable {
  /// Returns when there is something to read, or nobody is left to write.
  ///
  /// The wait is on a thread of its own, because a thread of the cooperative pool would stop unrelated tasks.
  ///
  /// - Throws: `CancellationError` when the task is cancelled.
  static func wait(for descriptor: Int32) async throws {
    let wakeup = Wakeup()
    if Waiting.wait(socket: descriptor, until: .now) == .expired {
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          let isStarted = Threads.detach {
            _ = Waiting.wait(socket: descriptor, wakeups: [wakeup])
            continuation.resume()
          }
          if !isStarted { continuation.resume() }
        }
      } onCancel: {
        wakeup.raise()
      }
    }
    try Task.checkCancellation()
  }
}
