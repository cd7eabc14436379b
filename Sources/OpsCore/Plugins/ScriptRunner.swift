internal import Glibc

/// Runs the lines of a script, and stops at the first that fails.
public struct ScriptRunner: Sendable {
  private let dispatcher: Dispatcher

  /// Makes a runner whose lines take the options of the dispatcher.
  public init(_ dispatcher: Dispatcher) {
    self.dispatcher = dispatcher
  }

  /// Makes a runner whose lines take the options of the line that runs the script, its consent excepted.
  public init(_ context: Context) {
    var dispatcher = context.dispatcher
    var base = context.options
    base.yes = dispatcher.base.yes
    base.expect = nil
    base.reason = dispatcher.base.reason
    dispatcher.base = base
    self.dispatcher = dispatcher
  }

  /// Runs a file; `-` is standard input.
  ///
  /// - Returns: The status of the first command that failed.
  /// - Throws: `OpsError` when the file cannot be read.
  public func run(file path: String) async throws -> ExitStatus {
    guard path != "-" else { return try await run(descriptor: STDIN_FILENO, name: "stdin") }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.unreadable(path) }
    defer { close(descriptor) }
    return try await run(descriptor: descriptor, name: path)
  }

  /// Runs what a descriptor has, line by line as the lines come.
  public func run(descriptor: Int32, name: String) async throws -> ExitStatus {
    var reader = LineReader(descriptor: descriptor)
    var first = ExitStatus.success
    while true {
      let prefix = "\(Sanitiser.visible(name)):\(reader.number + 1): "
      let status: ExitStatus
      // Whoever types a script, or writes it to a pipe, takes their time; ^C must not wait for them.
      if reader.needsInput { try await Readable.wait(for: descriptor) }
      switch reader.next() {
      case .end: return first
      case .unreadable: throw Self.unreadable(name)
      case .line(let line): status = await dispatcher.run(line: line, prefix: prefix)
      case .refused(let problem):
        var output = dispatcher.output
        output.prefix = prefix
        output.error(
          OpsError(
            .usage, problem, hint: "a script is plain text in UTF-8, one command a line"),
          command: "")
        status = .usage
      }
      if status != .success, first == .success { first = status }
      if status == .interrupted || (status != .success && !dispatcher.base.keepGoing) {
        return first
      }
      // Nobody reads any more, so nothing that follows can be of use.
      if dispatcher.session.hasQuit || dispatcher.output.resultFailure != nil { return first }
    }
  }

  private static func unreadable(_ path: String) -> OpsError {
    let reason = unsafe strerror(errno).map { unsafe String(cString: $0).lowercased() }
    return OpsError(
      .failed, "cannot read \(Sanitiser.visible(path)): \(reason ?? "error \(errno)")",
      hint: "name a file that you may read, or - for standard input")
  }
}
