internal import Postgres

/// Runs what blocks on a thread of its own, because a thread of the cooperative pool would stop unrelated tasks.
public enum OwnThread {
  /// Starts a thread for a task and its children; nil when the system has none left.
  public static func executor() -> (any TaskExecutor)? { TaskThread() }

  /// Lets all threads from now on share one heap.
  public static func shareHeap() { Threads.shareHeap() }

  /// Runs work that blocks, and waits for its end.
  ///
  /// - Returns: What the work gives; nil when the system has no thread left for it.
  public static func run<Value: Sendable>(
    _ work: @escaping @Sendable () -> Value
  ) async -> Value? {
    await withCheckedContinuation { continuation in
      let isStarted = Threads.detach { continuation.resume(returning: work()) }
      if !isStarted { continuation.resume(returning: nil) }
    }
  }
}
