internal import LineEditor
internal import OpsCore

/// The candidates for the completion scripts of other shells, one a line; it belongs to the main thread.
struct ShellCandidates {
  /// How long a key may seem dead; the start of the process comes on top.
  private static let limit = Duration.milliseconds(150)

  let table: CommandTable
  let session: Session
  let externals: ExternalCommands

  /// Prints the candidates that the words of the call ask for.
  ///
  /// - Returns: Success, also without candidates: a key that is pressed shows no errors. Another status where the shell
  ///   is to find files itself; see ``CompletionCall``.
  func print(_ words: [String]) -> ExitStatus {
    guard let request = ShellRequest(words) else { return .usage }
    switch request {
    case .candidates(let kind, let beginning):
      let found = settled { source in
        source.offers(kind, beginning: beginning, environment: nil).map(\.candidate.text)
      }
      write(found.filter { $0.hasPrefix(beginning) && Sanitiser.visible($0) == $0 })
      return .success
    case .line(let line): return answer(to: line)
    }
  }

  private func answer(to line: ShellLine) -> ExitStatus {
    switch line.wish(in: table) {
    case .value(.files, _): return write(line.pathLines, CompletionCall.files)
    case .value(.folders, _): return write(line.pathLines, CompletionCall.folders)
    default: break
    }
    let found = settled { source in
      Completer(table: table, source: source).candidates(for: line.typed)
    }
    write((found + line.ownCandidates).compactMap(line.text))
    return .success
  }

  private func write(_ path: [String]?, _ status: ExitStatus) -> ExitStatus {
    guard let path else { return .success }
    write(path)
    return status
  }

  private func write(_ lines: [String]) {
    try? DescriptorSink.standardOutput.write(lines.map { $0 + "\n" }.joined())
  }

  /// Returns what is found when all is known, or the time is over.
  private func settled<Found>(_ find: (SessionCandidates) -> Found) -> Found {
    let companion = Companion(session, externals)
    defer { companion.close() }
    let deadline = ContinuousClock.now + Self.limit
    var found = find(companion.candidates)
    // An answer may lead to another question: first the batches at hand, then those that begin so.
    while companion.values.isBusy, companion.values.wait(until: deadline) {
      found = find(companion.candidates)
    }
    return found
  }
}
