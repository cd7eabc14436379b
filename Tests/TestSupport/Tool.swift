internal import FoundationEssentials
internal import Subprocess
internal import SystemPackage

/// The released program, run as people and scripts run it: a process with arguments, variables and standard input.
public struct Tool: Sendable {
  /// What came of one call.
  public struct Run: Sendable {
    /// The exit status, or 128 plus the signal.
    public let status: Int32
    /// Standard output.
    public let stdout: String
    /// Standard error.
    public let stderr: String
  }

  /// The path of the program, which `scripts/test` builds.
  public static let path = ProcessInfo.processInfo.environment["DFOPS_BINARY"] ?? ""

  /// The variables of the calls; nothing else is inherited but PATH and HOME.
  public var variables: [String: String]
  /// The state folder of the calls.
  public let stateDirectory: String

  /// Makes a tool with a state folder of its own.
  ///
  /// - Parameter variables: What is set beside the state folder.
  /// - Throws: `ProcessError` when the program has not been built.
  public init(_ variables: [String: String] = [:]) throws {
    guard FileManager.default.isExecutableFile(atPath: Self.path) else {
      throw ProcessError("DFOPS_BINARY does not name the program; scripts/test builds it and does")
    }
    stateDirectory = "/tmp/dfops-tool-\(UInt64.random(in: .min ... .max))"
    try FileManager.default.createDirectory(
      atPath: stateDirectory, withIntermediateDirectories: false)
    var all = variables
    all["DFOPS_STATE_DIR"] = stateDirectory
    all["XDG_CONFIG_HOME"] = stateDirectory + "/config"
    all["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    all["HOME"] = stateDirectory
    self.variables = all
  }

  /// Makes a tool whose `dev` and `prod` are databases of a test server.
  public init(dev: TestDatabase? = nil, prod: TestDatabase? = nil) throws {
    var variables: [String: String] = [:]
    if let dev { variables["SUPABASE_DB_URL_DEV"] = dev.dsn() }
    if let prod { variables["SUPABASE_DB_URL_PROD"] = prod.dsn() }
    try self.init(variables)
  }

  /// Removes the state folder.
  public func removeState() {
    try? FileManager.default.removeItem(atPath: stateDirectory)
  }

  /// Runs a call to its end.
  ///
  /// - Parameters:
  ///   - arguments: The arguments.
  ///   - input: Standard input.
  ///   - bytes: The most bytes that a file may have, as on a disk that is full; nil sets no limit.
  ///   - life: After so many seconds the program is killed, as by `kill -9`; nil lets it end by itself.
  /// - Returns: What came of it.
  /// - Throws: When the program cannot be started.
  public func run(
    _ arguments: [String], input: String = "", fileLimit bytes: Int? = nil,
    killedAfter life: Double? = nil
  ) async throws -> Run {
    var words = life.map { ["timeout", "-s", "KILL", "\($0)", Self.path] } ?? [Self.path]
    if let bytes { words = ["prlimit", "--fsize=\(bytes)"] + words }
    let keys = variables.map { (Subprocess.Environment.Key(rawValue: $0.key), $0.value) }
    let result = try await Subprocess.run(
      words.count == 1 ? .path(.init(Self.path)) : .name(words[0]),
      arguments: Arguments(words.dropFirst() + arguments),
      environment: .custom(
        Dictionary(keys.compactMap { key, value in key.map { ($0, value) } }) { first, _ in first }),
      input: .string(input), output: .string(limit: 64 << 20), error: .string(limit: 64 << 20))
    let status: Int32 =
      switch result.terminationStatus {
      case .exited(let code): Int32(code)
      case .signaled(let signal): 128 + Int32(signal)
      }
    return Run(
      status: status, stdout: result.standardOutput, stderr: result.standardError)
  }

  /// Runs a call whose arguments are separated by blanks.
  public func run(_ line: String, input: String = "") async throws -> Run {
    try await run(line.split(separator: " ").map(String.init), input: input)
  }

  /// Runs a script on standard input.
  public func script(_ text: String, _ arguments: String...) async throws -> Run {
    try await run(arguments, input: text)
  }
}
