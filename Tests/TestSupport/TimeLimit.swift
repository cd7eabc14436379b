/// Runs something that changes nothing until it was as fast as it has to be, at most three times.
///
/// Other suites share the processors: one slow try says nothing about the program, three do.
///
/// - Parameters:
///   - limit: How long it may take.
///   - body: What is timed; its last result counts.
/// - Returns: The result, and whether one of the tries kept the limit.
/// - Throws: What the body throws.
public func timed<Success>(
  within limit: Duration, _ body: () async throws -> Success
) async throws -> (result: Success, inTime: Bool) {
  var tries = 0
  while true {
    let start = ContinuousClock.now
    let result = try await body()
    tries += 1
    let inTime = ContinuousClock.now - start < limit
    if inTime || tries == 3 { return (result, inTime) }
  }
}
