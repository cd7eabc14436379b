internal import Postgres

/// The config file: one table `[env.NAME]` per environment.
struct ConfigFile: Sendable, Equatable {
  /// The name by which it is called as a source.
  let name: String
  let profiles: [String: ConfigProfile]
  /// What is odd and does no harm.
  let warnings: [String]

  /// Reads the text of a config file.
  init(_ text: String, path: String, isOpenToOthers: Bool = false) throws(OpsError) {
    let root = try TOMLDocument.parse(text, path: path)
    var reader = ConfigReader(path: path)
    profiles = try reader.profiles(in: root)
    name = path.split(separator: "/").last.map(String.init) ?? path
    var warnings = reader.warnings
    if isOpenToOthers, ConfigSecrets.isSecret(.table(root)) {
      let shown = Sanitiser.visible(path)
      warnings.append(
        "\(shown) holds a password or a key and others may read it: chmod 600 \(shown)")
    }
    self.warnings = warnings
  }

  private init() {
    name = "config.toml"
    profiles = [:]
    warnings = []
  }

  /// Finds and reads the config file; only one that was asked for must exist.
  static func load(
    explicit: String?, processEnvironment: [String: String]
  ) throws(OpsError) -> ConfigFile {
    let asked = explicit ?? processEnvironment.text("DFOPS_CONFIG")
    guard let path = asked ?? defaultPath(processEnvironment) else { return ConfigFile() }
    let file: TextFile
    do throws(TextFile.Failure) {
      file = try TextFile(path: path)
    } catch {
      if error.isMissing, asked == nil { return ConfigFile() }
      throw OpsError(
        .configuration,
        "cannot read the config file \(Sanitiser.visible(path)): \(error.reason)",
        hint: explicit == nil && asked != nil ? "DFOPS_CONFIG names it" : nil,
        code: "config_unreadable")
    }
    return try ConfigFile(file.text, path: path, isOpenToOthers: file.isOpenToOthers)
  }

  private static func defaultPath(_ processEnvironment: [String: String]) -> String? {
    BaseFolder.path("XDG_CONFIG_HOME", or: ".config", in: processEnvironment)
      .map { $0 + "/dfops/config.toml" }
  }
}

/// Finds what must not be seen by others.
enum ConfigSecrets {
  private static let words = ["key", "password", "secret", "token", "webhook"]

  static func isSecret(_ value: ConfigValue, key: String = "") -> Bool {
    switch value {
    case .string(let text):
      return !text.isEmpty
        && (words.contains { key.lowercased().contains($0) } || holdsPassword(text))
    case .array(let values): return values.contains { isSecret($0, key: key) }
    case .table(let table): return table.contains { isSecret($0.value, key: $0.key) }
    default: return false
    }
  }

  /// Whether a text is a connection string with a password in it.
  static func holdsPassword(_ text: String) -> Bool {
    guard text.contains("=") || text.contains("://") else { return false }
    return (try? ConnectionInfo(dsn: text))?["password"] != nil
  }
}
