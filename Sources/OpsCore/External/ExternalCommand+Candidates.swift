internal import Children
internal import Glibc

extension ExternalCommand {
  /// A word that a program offers, with what it says about it.
  public struct Candidate: Sendable, Equatable {
    /// The word.
    public let text: String
    /// What it is; empty when the program does not say.
    public let description: String
  }

  /// The first word of a call that asks for candidates.
  static let completionWord = "__complete"
  private static let mostBytes = 1 << 16

  /// Asks the program what may follow; one that is slow, fails or prints rubbish offers nothing.
  ///
  /// - Parameters:
  ///   - words: The words behind its name, the unfinished one last.
  ///   - commands: The variables of the process.
  ///   - environment: The environment of the line.
  ///   - limit: How long it may take before it is ended.
  /// - Returns: The candidates, harmless for a terminal.
  public func candidates(
    for words: [String], _ commands: ExternalCommands, in environment: Environment,
    within limit: Duration = .milliseconds(200)
  ) async -> [Candidate] {
    var owned = ProgramDescriptors()
    defer { owned.close() }
    var variables = ExternalVariables.make(
      from: commands.variables, for: environment, format: .table)
    variables["DFOPS_DSN_FD"] = nil
    guard isExecutable, let null = try? owned.null(writing: true), let pipe = try? owned.pipe(),
      let child = try? Child(
        ChildStart(
          [path, Self.completionWord] + words, variables: variables,
          descriptors: [(null, STDIN_FILENO), (pipe.write, STDOUT_FILENO), (null, STDERR_FILENO)],
          hasOwnGroup: true))
    else { return [] }
    owned.closeWriters()
    let end = Task {
      try? await Task.sleep(for: limit)
      child.send(SIGKILL)
    }
    let bytes = await Self.read(pipe.read, until: .now + limit)
    child.send(SIGKILL)
    _ = await child.ended { SIGKILL }
    end.cancel()
    return bytes.map { Self.candidates(in: String(decoding: $0, as: UTF8.self)) } ?? []
  }

  /// Reads to the end; nil when that does not come in time, or there is too much.
  private static func read(
    _ descriptor: Int32, until deadline: ContinuousClock.Instant
  ) async -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while (try? await Readable.wait(for: descriptor)) != nil, ContinuousClock.now < deadline {
      let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return count == 0 ? bytes : nil }
      bytes += chunk.prefix(count)
      guard bytes.count <= mostBytes else { return nil }
    }
    return nil
  }

  static func candidates(in text: String) -> [Candidate] {
    text.unicodeScalars.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      let word = String(parts[0])
      guard !word.isEmpty, Sanitiser.visible(word) == word else { return nil }
      let description = parts.count > 1 ? Sanitiser.visible(String(parts[1])) : ""
      return Candidate(text: word, description: description)
    }
  }
}
