internal import ArgumentParser
internal import Postgres

/// Runs lines: finds the command, meets what it requires, prints what it found, turns every error into a status.
public struct Dispatcher: Sendable {
  /// The commands.
  public let table: CommandTable
  /// What lasts from one line to the next.
  public let session: Session
  /// Who answers questions.
  public var confirmer: any Confirmer
  /// Makes the probe of an environment's PostgREST.
  public let makeProbe: Context.MakeProbe
  /// Makes the store of an environment's original files.
  public let makeStore: Context.MakeStore
  /// The options of the call, or of the line that runs a script.
  public var base: GlobalOptions
  /// Where results and messages go.
  public var output: Output
  /// Whether the process ends with the first command.
  public var isSingleCommand = false
  /// The line that is parsed already, or soon.
  public var ahead: ParsedAhead?
  /// Whether lines come from a script, which cannot know what a listing shows.
  public var isScript = false
  /// Finds the programs that are commands, too.
  public var externals = ExternalCommands.none
  /// The columns of the screen at this moment; nil when it is not a terminal.
  private let width: @Sendable () -> Int?

  /// Makes a dispatcher.
  public init(
    table: CommandTable, session: Session, output: Output, confirmer: any Confirmer,
    base: GlobalOptions = GlobalOptions(), makeProbe: @escaping Context.MakeProbe = { _ in nil },
    makeStore: @escaping Context.MakeStore = { _ in nil },
    width: @escaping @Sendable () -> Int? = { nil }
  ) {
    self.table = table
    self.session = session
    self.output = output
    self.confirmer = confirmer
    self.base = base
    self.makeProbe = makeProbe
    self.makeStore = makeStore
    self.width = width
  }

  /// Runs one line.
  ///
  /// - Parameters:
  ///   - line: The line as it was typed.
  ///   - prefix: What stands before every message, such as `stdin:12: `.
  /// - Returns: How the command ended; success for an empty line.
  public func run(line: String, prefix: String = "") async -> ExitStatus {
    var output = self.output
    output.prefix = prefix
    do {
      let words = try Words.split(line)
      let watch = output.stopwatch
      let status = await run(words: words, prefix: prefix)
      if session.isOn(.timing), !words.isEmpty {
        output.notice(HumanTime.timing(watch.elapsed))
      }
      return status
    } catch {
      return Self.fail(error, command: "", output: output)
    }
  }

  /// Runs the words of one line.
  public func run(words typed: [String], prefix: String = "") async -> ExitStatus {
    var output = output(for: base, prefix: prefix)
    var label = ""
    do {
      let words = try session.aliases.expanded(typed, over: table)
      let (line, rest) = try GlobalOptions.extract(
        from: words, takesValue: table.optionTakesValue(in: words))
      guard !rest.isEmpty else {
        guard line == GlobalOptions() else {
          throw OpsError(.usage, "options without a command", hint: "help lists the commands")
        }
        return .success
      }
      let options = base.overlaid(by: line)
      output = self.output(for: options, prefix: prefix)
      label = table.label(of: rest)
      let target = try await target(for: line)
      if let external = try target.external(rest[0], output) {
        label = rest[0]
        return try await external.run(
          Array(rest.dropFirst()), externals, for: try target.environment(of: options),
          format: output.format, isAlone: isSingleCommand, interrupts: session.interrupts)
      }
      return try await target.run(rest, line: line, options: options, words: words, output: output)
    } catch {
      return Self.fail(error, command: label, output: output)
    }
  }

  /// This dispatcher, or one over the config file that the line names.
  private func target(for line: GlobalOptions) async throws -> Dispatcher {
    guard let config = line.config, config != base.config else { return self }
    var other = base
    other.config = config
    var target = Dispatcher(
      table: table, session: try session.reconfigured(config), output: output,
      confirmer: confirmer, base: other, makeProbe: makeProbe, makeStore: makeStore,
      width: width)
    target.externals = externals
    target.isScript = isScript
    return target
  }

  /// The program that a word names; a command of ours wins, which is said once when there are both.
  private func external(_ name: String, _ output: Output) throws(OpsError) -> ExternalCommand? {
    guard table.find(name) != nil else {
      if let found = externals.find(name) { return found }
      throw table.unknown(name, beside: session.aliases.names + externals.names())
    }
    if session.isFirstUse(of: name), let shadowed = externals.find(name) {
      output.notice(
        "\(shadowed.path) is not run: \(name) is a command of dfops itself, which comes first")
    }
    return nil
  }

  private func environment(of options: GlobalOptions) throws(OpsError) -> Environment {
    try session.profiles.environment(named: options.env ?? session.environmentName)
  }

  private func run(
    _ rest: [String], line: GlobalOptions, options: GlobalOptions, words: [String], output: Output
  ) async throws -> ExitStatus {
    let environmentName = options.env ?? session.environmentName
    let context: Context
    let requirements: Requirements
    do {
      var command: any OpsCommand
      switch try await parse(rest, options, output) {
      case .command(let parsed): command = parsed
      case .screen(let text):
        await output.present(.text(text))
        return try delivered(output, changes: nil)
      }
      try Self.checkCounted(line, by: type(of: command))
      context = Context(
        dispatcher: self, options: options, output: output,
        commandLine: words.map(Words.quoted).joined(separator: " "),
        lineArming: arming(of: line, in: environmentName),
        // Who stays reads everything at once: a second round trip to a distant server would take longer.
        reach: isSingleCommand ? command.reach : .whole)
      requirements = type(of: command).requirements
      let report = try await output.waiting {
        try await meet(requirements, context)
        return try await command.run(in: context)
      }
      await output.present(report)
      try Self.checkExpectation(options.expect, report, of: type(of: command))
    } catch let error as PostgresError where error.code == .connectionLost {
      session.transactionLost()
      throw error
    } catch let error as PostgresError where error.sqlState == .lockNotAvailable {
      guard let link = session.openLink(to: environmentName) else { throw error }
      throw await LockProbe(link.connection).explained(error)
    }
    return try delivered(output, changes: requirements.contains(.write) ? context : nil)
  }

  /// Parses a line, and connects meanwhile when it is certain that it can be parsed and will need that.
  private func parse(
    _ words: [String], _ options: GlobalOptions, _ output: Output
  ) async throws -> CommandTable.Parsed {
    if isSingleCommand, let reach = table.certainReach(of: words) {
      let context = Context(
        dispatcher: self, options: options, output: output, commandLine: "", reach: reach)
      _ = try await output.waiting { try await context.link() }
    }
    if let ahead, ahead.words == words { return try await ahead.parsed.value }
    return try table.parse(words, columns: output.rendering.width)
  }

  /// Runs a command for another one, and returns what it has found instead of printing it.
  ///
  /// - Parameters:
  ///   - words: The command with its arguments.
  ///   - context: The context of the other command.
  ///   - output: Where notices go.
  /// - Returns: What the command has found.
  /// - Throws: What the command throws.
  func look(_ words: [String], in context: Context, output: Output) async throws -> Report {
    guard case .command(var command) = try table.parse(words, columns: nil) else { return .none }
    let inner = Context(
      dispatcher: self, options: context.options, output: output,
      commandLine: words.map(Words.quoted).joined(separator: " "))
    do {
      try await meet(type(of: command).requirements, inner)
      return try await command.run(in: inner)
    } catch let error as PostgresError where error.code == .connectionLost {
      session.transactionLost()
      throw error
    }
  }

  /// Meets what a command declares that it needs.
  private func meet(_ requirements: Requirements, _ context: Context) async throws {
    guard requirements.contains(.connection) else { return }
    let link = try await context.link()
    guard requirements.contains(.write) else { return }
    try link.requireProvenIdentity()
    guard !link.card.isReplica else {
      throw OpsError(
        .cannotConnect, "this server is a replica, which cannot be changed",
        hint: "connect to the primary")
    }
  }

  /// The permission that a reason on the line itself gives, when the environment was named by somebody.
  private func arming(of line: GlobalOptions, in environment: String) -> Arming? {
    guard let reason = line.reason, reason.contains(where: { !$0.isWhitespace }) else {
      return nil
    }
    let isNamed = line.env ?? base.env != nil || session.isEnvironmentNamed
    guard isNamed else { return nil }
    return Arming(environment: environment, until: .now + .seconds(3600), reason: reason)
  }

  /// Refuses a number of batches on the line of a command that is about none.
  private static func checkCounted(
    _ line: GlobalOptions, by command: any OpsCommand.Type
  ) throws(OpsError) {
    let isCounted = command.requirements.contains(.connection) || command.group == .changes
    guard line.expect != nil, !isCounted else { return }
    throw OpsError(
      .usage, "--expect counts batches, and \(command._commandName) is about none",
      hint: "leave it out")
  }

  /// Refuses when a listing of batches has another number of rows than the caller expected.
  private static func checkExpectation(
    _ expect: Int?, _ report: Report, of command: any OpsCommand.Type
  ) throws(OpsError) {
    guard let expect, command.group == .batches, case .list(let table) = report,
      table.columns.contains(where: { $0.key == "id" }), table.rows.count != expect
    else { return }
    throw OpsError(
      .refused, "expected \(Counted(expect, of: "batches")), found \(table.rows.count)",
      hint:
        "look at what is there now, then use --expect \(table.rows.count) if that is what you mean")
  }

  // MARK: Output

  private func output(for options: GlobalOptions, prefix: String) -> Output {
    var output = self.output
    output.prefix = prefix
    output.isQuiet = output.isQuiet || options.quiet
    let format = options.format ?? OutputFormat(rawValue: session.value(of: .format))
    output.rendering.format = format ?? .table
    output.rendering.width = width()
    switch options.color ?? GlobalOptions.Color(rawValue: session.value(of: .color)) {
    case .always: output.rendering.hasColor = true
    case .never: output.rendering.hasColor = false
    case .auto, nil: break
    }
    switch session.value(of: .borders) {
    case "plain": output.rendering.hasUnicode = false
    case "unicode": output.rendering.hasUnicode = true
    default: break
    }
    if options.noPager || !session.isOn(.pager) { output.pager = nil }
    return output
  }

  /// Fails when the result could not be written; a reader that has gone away is nobody's fault.
  private func delivered(_ output: Output, changes context: Context?) throws -> ExitStatus {
    guard let failure = output.resultFailure, failure != .readerGone else { return .success }
    guard let context else { throw failure }
    let change = try? context.journal.entries().last { $0.command == context.commandLine }
    throw OpsError(
      .partial,
      "the command was done\(change.map { " as audit \($0.audit)" } ?? ""), but \(failure.message)",
      hint: change.map { "audit show \($0.audit) tells what was changed" }
        ?? "audit list shows what was changed")
  }

  private static func fail(_ error: any Error, command: String, output: Output) -> ExitStatus {
    if let told = error as? ToldFailure { return told.status }
    let mapped = OpsError(mapping: error)
    output.error(mapped, command: command)
    return mapped.exit
  }
}
