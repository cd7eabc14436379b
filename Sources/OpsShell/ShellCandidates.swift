internal import LineEditor
internal import OpsCore

/// The candidates for the completion scripts of other shells, one a line; it belongs to the main thread.
struct ShellCandidates {
  /// How long a key may seem dead; the start of the process comes on top.
  private static let limit = Duration.milliseconds(150)

  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  /// Prints the candidates that the words of the call ask for.
  ///
  /// - Returns: Success, also without candidates: a key that is pressed shows no errors.
  func print(_ words: [String]) -> ExitStatus {
    guard let request = ShellRequest(words) else { return .usage }
    let companion = Companion(session)
    defer { companion.close() }
    let deadline = ContinuousClock.now + Self.limit
    var found: [Offer] = []
    // An answer may lead to another question: first the batches at hand, then those that begin so.
    repeat {
      found = companion.candidates.offers(
        request.kind, beginning: request.beginning, environment: request.environment)
    } while companion.values.isBusy && companion.values.wait(until: deadline)
    let lines = found.map(\.candidate).compactMap(request.line)
    try? DescriptorSink.standardOutput.write(lines.map { $0 + "\n" }.joined())
    return .success
  }
}
