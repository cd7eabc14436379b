internal import Glibc
public import OpsCore

/// The program: takes its call apart, makes the session, and runs a command, a script or the shell.
public struct Program: Sendable {
  private let table: CommandTable
  private let makeProbe: Context.MakeProbe
  private let makeStore: Context.MakeStore

  /// Makes the program over its commands and the services that they may ask.
  public init(
    table: CommandTable, makeProbe: @escaping Context.MakeProbe,
    makeStore: @escaping Context.MakeStore
  ) {
    self.table = table
    self.makeProbe = makeProbe
    self.makeStore = makeStore
  }

  /// Runs the call to its end; it belongs to the main thread.
  ///
  /// - Parameter arguments: The arguments of the process, without its name.
  /// - Returns: How the process ends.
  public func run(_ arguments: [String]) -> ExitStatus {
    StandardStreams.occupy()
    // A reader that has gone is told by write(2), where it can be answered.
    signal(SIGPIPE, SIG_IGN)
    // So is a file that may not grow any more.
    signal(SIGXFSZ, SIG_IGN)
    do {
      return try start(
        try Invocation.parse(arguments, optionTakesValue: table.optionTakesValue(in:)))
    } catch {
      let mapped = OpsError(mapping: error)
      var output = Output(rendering: Screen.rendering)
      output.messageWidth = { Screen.messageWidth }
      output.error(mapped, command: "")
      return mapped.exit
    }
  }

  private func start(_ call: Invocation) throws -> ExitStatus {
    var output = Output(
      rendering: Screen.rendering, isQuiet: call.options.quiet, isLive: Screen.hasLiveLine)
    output.terminal = TerminalScreen()
    output.messageWidth = { Screen.messageWidth }
    if let format = call.options.format { output.rendering.format = format }
    var base = call.options
    base.env = nil
    switch call.mode {
    case .help: return run(["help", "--call"], dispatcher(try session(call, output), output, base))
    case .version: return run(["version"], dispatcher(try session(call, output), output, base))
    case .complete(let words):
      let session = try session(call, Output(rendering: Screen.rendering, isQuiet: true))
      let externals = ExternalCommands(processEnvironment: ProcessVariables.all)
      return ShellCandidates(table: table, session: session, externals: externals).print(words)
    case .command(let words):
      // Its options stand on its line; what they allow must not hold twice.
      base = GlobalOptions()
      base.config = call.options.config
      let isBrief = table.isBrief(words)
      // A heap for each thread and a pool of them take longer to set up than a brief command takes.
      if isBrief { OwnThread.shareHeap() }
      let thread = isBrief ? OwnThread.executor() : nil
      let ahead = ParsedAhead(words, over: table, columns: Screen.width)
      var dispatcher = dispatcher(try session(call, output), output, base)
      dispatcher.isSingleCommand = true
      dispatcher.ahead = ahead
      return run(words, dispatcher, on: thread)
    case .lines(let lines):
      var dispatcher = dispatcher(try session(call, output), output, base)
      dispatcher.isScript = true
      return Foreground.run(interrupts: dispatcher.session.interrupts) { [dispatcher] in
        await Self.run(lines, dispatcher)
      }
    case .script(let path):
      return script(path, dispatcher(try session(call, output), output, base))
    case .standardInput:
      let dispatcher = dispatcher(try session(call, output), output, base)
      guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
        return script("-", dispatcher)
      }
      return Shell(dispatcher).run()
    }
  }

  // MARK: Parts

  private func session(_ call: Invocation, _ output: Output) throws -> Session {
    do {
      return try configuredSession(call, output)
    } catch {
      guard worksWithoutConfiguration(call.mode) else { throw error }
      let none = Profiles([])
      return Session(
        profiles: none,
        state: (try? StateFolder.locate(processEnvironment: ProcessVariables.all))
          ?? StateFolder(path: "/nonexistent"),
        environmentName: "dev", isNamed: false, loadProfiles: { _ in none })
    }
  }

  private func worksWithoutConfiguration(_ mode: Invocation.Mode) -> Bool {
    switch mode {
    case .help, .version: true
    case .command(let words): table.worksWithoutConfiguration(words)
    default: false
    }
  }

  private func configuredSession(_ call: Invocation, _ output: Output) throws -> Session {
    let variables = ProcessVariables.all
    let directory = ProcessVariables.workingDirectory
    let load: @Sendable (String?) throws -> (Profiles, [String]) = { path in
      let loaded = try Profiles.load(
        configPath: path, processEnvironment: variables, directory: directory)
      return (loaded.0, loaded.warnings)
    }
    let (profiles, warnings) = try load(call.options.config)
    for warning in warnings { output.notice(warning) }
    let name = Profiles.defaultName(option: call.options.env, processEnvironment: variables)
    try profiles.checkName(name)
    return Session(
      profiles: profiles, state: try StateFolder.locate(processEnvironment: variables),
      environmentName: name, isNamed: call.options.env != nil,
      loadProfiles: { try load($0).0 })
  }

  private func dispatcher(
    _ session: Session, _ output: Output, _ base: GlobalOptions
  ) -> Dispatcher {
    let isTerminal = TerminalConfirmer().isTerminal
    var output = output
    do {
      output.pager = try Pager(ProcessVariables.all, gate: session.interrupts)
    } catch {
      output.notice("results come without a pager: \(error.message)")
    }
    var dispatcher = Dispatcher(
      table: table, session: session, output: output,
      confirmer: isTerminal ? TerminalConfirmer() : NoTerminalConfirmer(), base: base,
      makeProbe: makeProbe, makeStore: makeStore, width: { Screen.width })
    dispatcher.externals = ExternalCommands(processEnvironment: ProcessVariables.all)
    return dispatcher
  }

  // MARK: Modes

  private func run(
    _ words: [String], _ dispatcher: Dispatcher, on thread: (any TaskExecutor)? = nil
  ) -> ExitStatus {
    Foreground.run(interrupts: dispatcher.session.interrupts, on: thread) {
      let status = await dispatcher.run(words: words)
      await dispatcher.session.close()
      return status
    }
  }

  private static func run(_ lines: [String], _ dispatcher: Dispatcher) async -> ExitStatus {
    var first = ExitStatus.success
    for (index, line) in lines.enumerated() {
      let status = await dispatcher.run(line: line, prefix: "-c \(index + 1): ")
      if first == .success { first = status }
      if status == .interrupted || (status != .success && !dispatcher.base.keepGoing) { break }
      if dispatcher.session.hasQuit { break }
    }
    await dispatcher.session.close()
    return first
  }

  private func script(_ path: String, _ dispatcher: Dispatcher) -> ExitStatus {
    Foreground.run(interrupts: dispatcher.session.interrupts) {
      do {
        let status = try await ScriptRunner(dispatcher).run(file: path)
        await dispatcher.session.close()
        return status
      } catch {
        let mapped = OpsError(mapping: error)
        dispatcher.output.error(mapped, command: "")
        return mapped.exit
      }
    }
  }
}
