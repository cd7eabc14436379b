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
  /// - Returns: The exit status of the program.
  /// - Throws: `OpsError` when it cannot be run, or a signal has ended it.
  func run(
    _ arguments: [String], _ commands: ExternalCommands, for environment: Environment,
    format: OutputFormat, isAlone: Bool
  ) async throws -> ExitStatus {
    guard isExecutable else {
      throw OpsError(
        .usage, "\(Sanitiser.visible(path)) is not executable",
        hint: "chmod +x \(Words.quoted(path))")
    }
    var owned = Descriptors()
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
    let child = try ChildProgram(
      ChildProgram.Start(
        path: path, arguments: arguments, variables: variables, descriptors: descriptors,
        hasOwnGroup: !isAlone))
    owned.closeWriters()
    let pumping = Task { [pumps] in
      await withTaskGroup(of: Void.self) { group in
        for pump in pumps { group.addTask { await LinePump.carry(from: pump.from, to: pump.to) } }
      }
    }
    let ending = await child.wait()
    let limit = Task {
      try await Task.sleep(for: Self.afterlife)
      pumping.cancel()
    }
    await pumping.value
    limit.cancel()
    return try status(of: ending)
  }

  private func status(of ending: ChildProgram.Ending) throws(OpsError) -> ExitStatus {
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

/// The descriptors that are made for one program.
private struct Descriptors {
  private var readers: [Int32] = []
  private var writers: [Int32] = []

  mutating func null() throws(OpsError) -> Int32 {
    let descriptor = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure() }
    readers.append(descriptor)
    return descriptor
  }

  mutating func pipe() throws(OpsError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe Glibc.pipe(&ends) == 0 else { throw Self.failure() }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    readers.append(ends[0])
    writers.append(ends[1])
    return (ends[0], ends[1])
  }

  /// Makes a pipe that holds a text, which must fit into it, and then ends.
  mutating func pipe(holding text: String) throws(OpsError) -> Int32 {
    let (reader, writer) = try pipe()
    let bytes = Array((text + "\n").utf8)
    _ = fcntl(writer, F_SETFL, O_NONBLOCK)
    guard unsafe write(writer, bytes, bytes.count) == bytes.count else {
      throw OpsError(.failed, "the connection string does not fit into a pipe")
    }
    return reader
  }

  mutating func closeWriters() {
    for descriptor in writers { Glibc.close(descriptor) }
    writers = []
  }

  mutating func close() {
    closeWriters()
    for descriptor in readers { Glibc.close(descriptor) }
    readers = []
  }

  private static func failure() -> OpsError {
    OpsError(.failed, "the system gives no more files: \(systemReason(errno))")
  }
}
