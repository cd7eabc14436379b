internal import ArgumentParser
internal import OpsCore

/// Shows what the profile of an environment says.
struct EnvShow: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what the profile of an environment says.",
    discussion: """
      Passwords and keys are left out. Nothing is connected to; status shows what the server says.

      EXAMPLE
        env show prod
      """)
  static let requirements: Requirements = []
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.environment

  @Argument(help: "The environment; the present one if it is left out.", completion: .environments)
  var name: String?

  mutating func run(in context: Context) async throws -> Report {
    let session = context.session
    let environment = try session.profiles.environment(named: name ?? session.environmentName)
    let pin = try PinStore(session.state).pin(of: environment.name)
    let limits = environment.limits
    return .record([
      "environment": .text(environment.name), "protected": .bool(environment.isProtected),
      "dsn": DataValue(orNull: environment.endpoint?.dsn),
      "dsn_source": DataValue(orNull: environment.dsnSource),
      "readonly_dsn": DataValue(orNull: environment.readonlyEndpoint),
      "project_ref": DataValue(orNull: environment.projectRef),
      "color": DataValue(orNull: environment.color),
      "postgrest_url": DataValue(orNull: environment.postgrest?.url),
      "postgrest_admin_url": DataValue(orNull: environment.postgrest?.adminURL),
      "postgrest_key": .bool(environment.postgrest?.apiKey != nil),
      "storage": DataValue(orNull: environment.storage?.description),
      "storage_template": DataValue(orNull: environment.storage?.template),
      "trigger": environment.trigger.map { .array($0.map(DataValue.text)) } ?? .null,
      "limits": .object([
        "batches": DataValue(orNull: limits.batches),
        "dependent_rows": DataValue(orNull: limits.dependentRows),
        "share": DataValue(orNull: limits.share),
        "unindexed_seconds": DataValue(orNull: limits.unindexedSeconds),
      ]),
      "pin": pin.map { .object($0.fields) } ?? .null,
    ])
  }
}

extension Identity {
  /// What a server is known by.
  var fields: Fields {
    [
      "project_ref": DataValue(orNull: projectRef),
      "system_identifier": DataValue(orNull: systemIdentifier),
      "database_oid": DataValue(orNull: databaseOID.map(Int.init)),
    ]
  }
}
