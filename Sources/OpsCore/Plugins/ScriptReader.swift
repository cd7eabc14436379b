/// Reads the commands of a script as they come: a line each, or several where a quote or a backslash joins them.
struct ScriptReader {
  enum Next: Equatable {
    /// A command, and the number of its first line.
    case command(String, line: Int)
    /// What is none, and why; whether the rest of the script can be told from it.
    case refused(OpsError, line: Int, isLast: Bool)
    case unreadable
    case end
  }

  private let descriptor: Int32
  private var lines: LineReader

  init(descriptor: Int32) {
    self.descriptor = descriptor
    lines = LineReader(descriptor: descriptor)
  }

  /// Returns the next command.
  ///
  /// - Throws: `CancellationError` when the task is cancelled while nothing comes.
  mutating func next() async throws -> Next {
    var splitter = WordSplitter()
    var text = ""
    let first = lines.number + 1
    while true {
      // Whoever types a script, or writes it to a pipe, takes their time; ^C must not wait for them.
      if lines.needsInput { try await Readable.wait(for: descriptor) }
      let isOpen = splitter.opening != nil
      switch lines.next() {
      case .unreadable: return .unreadable
      case .end:
        guard isOpen else { return .end }
        return .refused(
          Self.problem(of: &splitter), line: first + splitter.openedLine, isLast: true)
      case .refused(let problem):
        // Where an open quote would have ended cannot be known, and what stands in it must not run.
        return .refused(Self.error(problem), line: lines.number, isLast: isOpen)
      case .line(let line):
        if isOpen {
          text += "\n"
          splitter.take("\n")
        }
        text += line
        splitter.take(line)
        guard text.utf8.count <= LineReader.longest else {
          let problem = Self.error("the line is longer than 1 MiB")
          return .refused(problem, line: first, isLast: splitter.opening != nil)
        }
        if splitter.opening == nil { return .command(text, line: first) }
      }
    }
  }

  private static func error(_ problem: String) -> OpsError {
    OpsError(.usage, problem, hint: "a script is plain text in UTF-8, one command a line")
  }

  private static func problem(of splitter: inout WordSplitter) -> OpsError {
    do {
      _ = try splitter.finish()
      return OpsError(.usage, "the script ends within a command")
    } catch {
      return error
    }
  }
}
