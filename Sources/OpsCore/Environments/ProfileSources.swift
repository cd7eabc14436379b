/// Everything that profiles are made of, read once.
struct ProfileSources: Sendable {
  let names: [String]
  /// What is odd and does no harm.
  let warnings: [String]
  private let config: ConfigFile
  private let processEnvironment: [String: String]
  private let directory: String
  private let files: [String: EnvFile]
  private let services: ServiceFile

  init(config: ConfigFile, processEnvironment: [String: String], directory: String) {
    self.config = config
    self.processEnvironment = processEnvironment
    self.directory = directory
    let builtIn = ["dev", "prod"]
    names = builtIn + config.profiles.keys.filter { !builtIn.contains($0) }.sorted()
    var files: [String: EnvFile] = [:]
    var warnings: [String] = []
    for name in names {
      let file = EnvFile(for: name, in: directory)
      files[name] = file
      warnings += file.warnings
    }
    self.files = files
    self.warnings = warnings
    services = ServiceFile.load(processEnvironment)
  }

  /// Returns what makes the environment of a name; nil when nothing anywhere speaks of it.
  func resolver(for name: String) throws(OpsError) -> ProfileResolver? {
    guard EnvironmentName.isValid(name) else { return nil }
    let file = files[name] ?? EnvFile(for: name, in: directory)
    let process = Variables.process(processEnvironment, for: name)
    guard names.contains(name) || file.exists || process.hasDSN else { return nil }
    // Variables know no small letters, so a slip of the keyboard would be another environment on the same database.
    let isSlip = !names.contains(name) && names.contains { $0.lowercased() == name.lowercased() }
    guard !isSlip || file.exists else { return nil }
    let levels = [process, .file(try file.values(), for: name)]
    return ProfileResolver(
      name: name, levels: levels, config: config.profiles[name], configName: config.name,
      services: services)
  }
}

/// The file `.env.NAME` of the working directory.
struct EnvFile: Sendable {
  private let name: String
  private let content: Result<DotEnv, TextFile.Failure>
  private let isOpenToOthers: Bool

  init(for environment: String, in directory: String) {
    name = ".env." + environment
    do throws(TextFile.Failure) {
      let file = try TextFile(path: directory + "/" + name)
      content = .success(DotEnv(file.text))
      isOpenToOthers = file.isOpenToOthers
    } catch {
      content = .failure(error)
      isOpenToOthers = false
    }
  }

  var exists: Bool {
    switch content {
    case .success: true
    case .failure(let failure): !failure.isMissing
    }
  }

  var warnings: [String] {
    guard case .success(let dotEnv) = content else { return [] }
    var warnings = dotEnv.badLines.map { "\(name):\($0): is not KEY=VALUE and does nothing" }
    let isSecret = dotEnv.values.contains { name, value in
      ConfigSecrets.isSecret(.string(value), key: name)
    }
    if isOpenToOthers, isSecret {
      warnings.append("\(name) holds a password or a key and others may read it: chmod 600 \(name)")
    }
    return warnings
  }

  /// Returns the variables; none without a file.
  ///
  /// - Throws: `OpsError` with exit status 78 when the file is there and cannot be read.
  func values() throws(OpsError) -> [String: String] {
    switch content {
    case .success(let dotEnv): return dotEnv.values
    case .failure(let failure):
      guard !failure.isMissing else { return [:] }
      throw OpsError(
        .configuration, "cannot read \(name): \(failure.reason)",
        hint: "see to it that you may read this file, or run dfops in another folder",
        code: "config_unreadable")
    }
  }
}
