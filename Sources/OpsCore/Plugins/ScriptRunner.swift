internal import Glibc

/// Runs the lines of a script, and stops at the first that fails.
public struct ScriptRunner: Sendable {
  private var dispatcher: Dispatcher

  /// Makes a runner whose lines take the options of the dispatcher.
  public init(_ dispatcher: Dispatcher) {
    self.dispatcher = dispatcher
    self.dispatcher.isScript = true
  }

  /// Makes a runner whose lines take the options of the line that runs the script, its consent excepted.
  public init(_ context: Context) {
    var dispatcher = context.dispatcher
    var base = context.options
    base.yes = dispatcher.base.yes
    base.expect = nil
    base.reason = dispatcher.base.reason
    dispatcher.base = base
    dispatcher.isScript = true
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
    var reader = ScriptReader(descriptor: descriptor)
    var first = ExitStatus.success
    while true {
      var (status, isLast) = (ExitStatus.success, false)
      switch try await reader.next() {
      case .end: return first
      case .unreadable: throw Self.unreadable(name)
      case .command(let text, let line):
        status = await dispatcher.run(line: text, prefix: Self.prefix(name, line))
      case .refused(let problem, let line, let ends):
        var output = dispatcher.output
        output.prefix = Self.prefix(name, line)
        output.error(problem, command: "")
        (status, isLast) = (.usage, ends)
      }
      if status != .success, first == .success { first = status }
      if status == .interrupted || (status != .success && !dispatcher.base.keepGoing) {
        return first
      }
      // Nobody reads any more, so nothing that follows can be of use.
      if isLast || dispatcher.session.hasQuit || dispatcher.output.resultFailure != nil {
        return first
      }
    }
  }

  /// What stands before the messages of a line.
  private static func prefix(_ name: String, _ line: Int) -> String {
    "\(Sanitiser.visible(name)):\(line): "
  }

  private static func unreadable(_ path: String) -> OpsError {
    let reason = unsafe strerror(errno).map { unsafe String(cString: $0).lowercased() }
    return OpsError(
      .failed, "cannot read \(Sanitiser.visible(path)): \(reason ?? "error \(errno)")",
      hint: "name a file that you may read, or - for standard input")
  }
}
