internal import LineEditor
internal import OpsCore

/// The candidates for the completion scripts of other shells, one a line.
struct ShellCandidates: Sendable {
  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  /// Prints the candidates that the words of the call ask for.
  ///
  /// - Returns: Success, also without candidates: a key that is pressed shows no errors.
  func print(_ words: [String]) async -> ExitStatus {
    guard let kind = words.first.flatMap(LiveCandidates.init(rawValue:)) else { return .usage }
    let found = await SessionCandidates(session).candidates(
      kind, beginning: words.count > 1 ? words[1] : "", environment: nil)
    let lines = found.map(\.text).filter { Sanitiser.visible($0) == $0 }
    try? DescriptorSink.standardOutput.write(lines.map { $0 + "\n" }.joined())
    await session.close()
    return .success
  }
}
