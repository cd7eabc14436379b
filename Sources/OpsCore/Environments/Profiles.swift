/// The environments that are configured.
public struct Profiles: Sendable {
  /// The names: `dev` and `prod`, then what the config file adds.
  public let names: [String]
  private let source: Source

  private enum Source: Sendable {
    case fixed([String: Environment])
    case resolved(ProfileSources)
  }

  /// Makes profiles of environments that are known already.
  public init(_ environments: [Environment]) {
    names = environments.map(\.name)
    source = .fixed(
      Dictionary(environments.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }))
  }

  private init(_ sources: ProfileSources) {
    names = sources.names
    source = .resolved(sources)
  }

  /// Reads the config file and looks for the variables of each environment.
  ///
  /// - Parameters:
  ///   - configPath: The config file that was asked for; without one, `DFOPS_CONFIG` and then the usual place count.
  ///   - processEnvironment: The variables of the process.
  ///   - directory: Where `.env.NAME` files are looked for.
  /// - Returns: The profiles, and what is odd but does no harm, one line each.
  /// - Throws: `OpsError` with exit status 78.
  public static func load(
    configPath: String?, processEnvironment: [String: String], directory: String
  ) throws(OpsError) -> (Profiles, warnings: [String]) {
    let config = try ConfigFile.load(
      explicit: configPath, processEnvironment: processEnvironment)
    let sources = ProfileSources(
      config: config, processEnvironment: processEnvironment, directory: directory)
    return (Profiles(sources), config.warnings + sources.warnings)
  }

  /// Returns the name of the environment when a line names none.
  ///
  /// - Parameters:
  ///   - option: What `--env` says.
  ///   - processEnvironment: The variables of the process.
  /// - Returns: The first of the option, `DFOPS_ENV`, `SUPABASE_MODE` and `dev` that says something.
  public static func defaultName(
    option: String?, processEnvironment: [String: String]
  ) -> String {
    option ?? processEnvironment.text("DFOPS_ENV") ?? processEnvironment.text("SUPABASE_MODE")
      ?? "dev"
  }

  /// Refuses a name that no environment has; whether its profile makes sense matters to those who use it.
  ///
  /// - Throws: `OpsError` with exit status 78.
  public func checkName(_ name: String) throws(OpsError) {
    switch source {
    case .fixed(let environments):
      guard environments[name] != nil else { throw unknown(name) }
    case .resolved(let sources):
      guard try sources.resolver(for: name) != nil else { throw unknown(name) }
    }
  }

  /// Returns an environment.
  ///
  /// - Throws: `OpsError` with exit status 78 when there is none of this name, or when its profile contradicts itself.
  public func environment(named name: String) throws(OpsError) -> Environment {
    switch source {
    case .fixed(let environments):
      guard let environment = environments[name] else { throw unknown(name) }
      return environment
    case .resolved(let sources):
      guard let resolver = try sources.resolver(for: name) else { throw unknown(name) }
      return try resolver.environment()
    }
  }

  private func unknown(_ name: String) -> OpsError {
    let near = Suggestion.near(name, among: names).first
    let known = "there are \(names.joined(separator: ", "))"
    return OpsError(
      .configuration, "there is no environment named \(Sanitiser.named(name))",
      hint: near.map { "did you mean \($0)? \(known)" } ?? known, code: "unknown_environment")
  }
}
