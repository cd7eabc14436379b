internal import Postgres

/// The variables that an external command gets: where it is, and no secret of ours.
enum ExternalVariables {
  /// The descriptor from which it reads the connection string of those who only read.
  static let connectionDescriptor: Int32 = 3

  /// Whose names, with any suffix, hold secrets that belong to dfops.
  private static let secretNames = [
    "DATABASE_URL", "SUPABASE_DB_URL", "DRAGONFLY_API_KEY", "SLACK_WEBHOOK_URL",
    "DISCORD_WEBHOOK_URL", "PGPASSWORD",
  ]

  /// Returns the variables.
  ///
  /// - Parameters:
  ///   - inherited: What the process was started with.
  ///   - environment: The environment of the line.
  ///   - format: The format that the line asks for.
  /// - Returns: What is inherited without secrets, and what the contract promises.
  static func make(
    from inherited: [String: String], for environment: Environment, format: OutputFormat
  ) -> [String: String] {
    var variables = inherited.filter { !isSecret($0.key, $0.value) && !isOurs($0.key) }
    variables["DFOPS_ENVIRONMENT"] = environment.name
    variables["DFOPS_FORMAT"] = format.rawValue
    variables["DFOPS_HOST"] = environment.dsn?.host
    variables["DFOPS_PORT"] = environment.dsn?.port
    variables["DFOPS_DATABASE"] = environment.dsn?.database
    variables["DFOPS_PROJECT_REF"] = environment.projectRef
    if environment.readonlyDSN != nil { variables["DFOPS_DSN_FD"] = "\(connectionDescriptor)" }
    return variables
  }

  /// The connection string of those who only read, in keyword form; nil when the profile has none.
  static func connectionString(of environment: Environment) -> String? {
    environment.readonlyDSN.map { info in
      info.keywords.map { keyword in
        var value = ""
        for character in info[keyword] ?? "" {
          if character == "'" || character == "\\" { value.append("\\") }
          value.append(character)
        }
        return "\(keyword)='\(value)'"
      }.joined(separator: " ")
    }
  }

  /// What is set for the command must not come from an outer one.
  private static func isOurs(_ name: String) -> Bool {
    [
      "DFOPS_ENVIRONMENT", "DFOPS_FORMAT", "DFOPS_HOST", "DFOPS_PORT", "DFOPS_DATABASE",
      "DFOPS_PROJECT_REF", "DFOPS_DSN_FD",
    ].contains(name)
  }

  static func isSecret(_ name: String, _ value: String) -> Bool {
    secretNames.contains { name == $0 || name.hasPrefix($0 + "_") }
      || name.hasPrefix("SUPABASE_") && (name.contains("KEY") || name.contains("TOKEN"))
      || Secrets.hasPasswordInURI(value)
  }
}
