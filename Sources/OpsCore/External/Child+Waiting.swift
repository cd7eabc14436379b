internal import Children
internal import Glibc

extension Child {
  /// How long a program may take to obey one signal before the next one is sent.
  private static let grace = Duration.seconds(2)

  /// Waits for its end; a cancelled task passes a signal on, and insists until it has ended.
  ///
  /// - Parameter signal: The signal, asked for when the task is cancelled.
  /// - Returns: How it has ended.
  func ended(passing signal: @escaping @Sendable () -> Int32) async -> Ending {
    await withTaskCancellationHandler {
      await OwnThread.run { self.wait() } ?? wait()
    } onCancel: {
      Task.detached { await self.insist(from: signal()) }
    }
  }

  private func insist(from first: Int32) async {
    for number in first == SIGTERM ? [first, SIGKILL] : [first, SIGTERM, SIGKILL] {
      guard send(number) else { return }
      let deadline = ContinuousClock.now + Self.grace
      while ContinuousClock.now < deadline, isRunning {
        try? await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}
