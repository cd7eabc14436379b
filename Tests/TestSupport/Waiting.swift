internal import FoundationEssentials

/// A condition did not come true in time.
public struct WaitTimeout: Error, CustomStringConvertible {
  /// What was waited for, and how long.
  public let description: String
}

/// How much later each look comes, from `DFOPS_TEST_LATE` in milliseconds: on a machine that is busy, what was there for a
/// moment only is gone by then, and a test that counts on it fails.
private let lateness = Duration.milliseconds(
  ProcessInfo.processInfo.environment["DFOPS_TEST_LATE"].flatMap { Int($0) } ?? 0)

/// Waits until the condition holds: the one place in the tests that waits.
///
/// - Parameters:
///   - what: Ends the sentence "timed out waiting until …".
///   - timeout: How long to wait at most.
///   - condition: Looks at something observable; what it throws ends the wait.
/// - Throws: `WaitTimeout`, or what the condition throws.
public func waitUntil(
  _ what: String, timeout: Duration = .seconds(10), _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + timeout
  try await Task.sleep(for: lateness)
  while try await !condition() {
    guard .now < deadline else {
      throw WaitTimeout(description: "timed out after \(timeout) waiting until \(what)")
    }
    try await Task.sleep(for: .milliseconds(10))
  }
}
