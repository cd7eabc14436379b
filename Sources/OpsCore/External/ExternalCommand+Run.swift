internal import Children
internal import Glibc

extension ExternalCommand {
  /// How long output is waited for that a program has left to others when it ended.
  private static let afterlife = Duration.milliseconds(500)

  /// Runs the program to its end.
  ///
  /// Alone in its call it has our input and output. Otherwise it reads nothing, because a script or the prompt does, and
  /// what it writes to a terminal is made harmless.
  ///
  /// - Parameters:
  ///   - arguments: What follows its name.
  ///   - commands: The variables of the process.
  ///   - environment: The environment of the line.
  ///   - format: The format that the line asks for.
  ///   - isAlone: Whether the process ends with it.
  ///   - interrupts: Where the signal is known that ends this process.
  /// - Returns: The exit status of the program.
  /// - Throws: `OpsError` when it cannot be run, or a signal has ended it.
  func run(
    _ arguments: [String], _ commands: ExternalCommands, for environment: Environment,
    format: OutputFormat, isAlone: Bool, interrupts: InterruptGate
  ) async throws -> ExitStatus {
    guard isExecutable else {
      throw OpsError(
        .usage, "\(Sanitiser.visible(path)) is not executable",
        hint: "chmod +x \(Words.quoted(path))")
    }
    var owned = ProgramDescriptors()
    defer { owned.close() }
    var pumps: [(from: Int32, to: DescriptorSink)] = []
    var descriptors: [(ours: Int32, theirs: Int32)] = []
    if !isAlone {
      descriptors.append((try owned.null(), STDIN_FILENO))
      for descriptor in [STDOUT_FILENO, STDERR_FILENO] where isatty(descriptor) == 1 {
        let pipe = try owned.pipe()
        descriptors.append((pipe.write, descriptor))
        pumps.append((pipe.read, DescriptorSink(descriptor)))
      }
    }
    if let text = ExternalVariables.connectionString(of: environment) {
      descriptors.append((try owned.pipe(holding: text), ExternalVariables.connectionDescriptor))
    }
    let variables = ExternalVariables.make(
      from: commands.variables, for: environment, format: format)
    let child = try start(
      ChildStart(
        [path] + arguments, variables: variables, descriptors: descriptors,
        hasOwnGroup: !isAlone || !Self.hasTerminal))
    owned.closeWriters()
    let pumping = Task { [pumps] in
      await withTaskGroup(of: Void.self) { group in
        for pump in pumps { group.addTask { await LinePump.carry(from: pump.from, to: pump.to) } }
      }
    }
    let ending = await child.ended { interrupts.termination ?? SIGINT }
    let limit = Task {
      try await Task.sleep(for: Self.afterlife)
      pumping.cancel()
    }
    await pumping.value
    limit.cancel()
    return try status(of: ending)
  }

  /// Whether there is a terminal, whose keys are for the group that is in its foreground.
  private static var hasTerminal: Bool {
    let descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    if descriptor >= 0 { close(descriptor) }
    return descriptor >= 0
  }

  private func start(_ start: ChildStart) throws(OpsError) -> Child {
    do throws(StartFailure) {
      return try Child(start)
    } catch {
      throw OpsError(
        .failed, "\(Sanitiser.visible(path)) cannot be run: \(error.reason)",
        hint: error.code == ENOEXEC || error.code == ENOENT
          ? "its first line names an interpreter that exists, such as #!/bin/sh"
          : "ls -l \(Words.quoted(path)) shows what it is")
    }
  }

  private func status(of ending: Child.Ending) throws(OpsError) -> ExitStatus {
    switch ending {
    case .exited(let status): return ExitStatus(rawValue: status)
    case .signalled where Task.isCancelled:
      throw OpsError(.interrupted, "interrupted; what \(label) has done by then is done")
    case .signalled(let number):
      let name = unsafe strsignal(number).map { unsafe String(cString: $0).lowercased() } ?? "?"
      throw OpsError(
        .failed, "it was ended by signal \(number): \(name)",
        hint: "\(label) is a program of its own: \(Sanitiser.visible(path))")
    }
  }
}
