internal import LineEditor
internal import OpsCore

/// Tells the candidates that only the session or the database knows.
protocol CandidateSource: Sendable {
  /// Returns candidates, best first; none when they cannot be had at once.
  ///
  /// - Parameters:
  ///   - kind: What is wanted.
  ///   - beginning: What is typed of it; candidates that begin otherwise may be among the answer.
  ///   - environment: The environment that the line names; nil for the one of the session.
  /// - Returns: The candidates.
  func candidates(
    _ kind: LiveCandidates, beginning: String, environment: String?
  ) async -> [Candidate]
}
