internal import ArgumentParser
internal import OpsCore

/// Lists the environments.
struct EnvList: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the environments.",
    discussion: """
      Nothing is connected to: this is what the profiles and the pins say.

      EXAMPLE
        env list
      """)
  static let requirements: Requirements = []
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.environment

  mutating func run(in context: Context) async throws -> Report {
    let session = context.session
    let pins = PinStore(session.state)
    let rows = try session.profiles.names.map { name in
      let isCurrent = name == session.environmentName
      do {
        let environment = try session.profiles.environment(named: name)
        return try Self.row(environment, isCurrent: isCurrent, pin: pins.pin(of: name))
      } catch let problem as OpsError {
        context.output.notice("\(name) cannot be used: \(problem.message)")
        return [.text(name), .bool(isCurrent), .null, .null, .null, .null, .text("invalid"), .null]
      }
    }
    return .list(Table(columns: Self.columns, rows: rows))
  }

  private static let columns = [
    Column("environment", "ENVIRONMENT", .id, importance: .essential),
    Column("current", "CURRENT", .id),
    Column("protected", "PROTECTED", .id),
    Column("host", "HOST", importance: .essential, maxWidth: 40),
    Column("port", "PORT", .id, importance: .extra),
    Column("database", "DATABASE"),
    Column("dsn_source", "FROM", importance: .extra, maxWidth: 40),
    Column("pinned", "PINNED", .id, importance: .extra),
  ]

  private static func row(
    _ environment: Environment, isCurrent: Bool, pin: Identity?
  ) -> [DataValue] {
    let endpoint = environment.endpoint
    return [
      .text(environment.name), .bool(isCurrent), .bool(environment.isProtected),
      DataValue(orNull: endpoint?.host), DataValue(orNull: endpoint?.port),
      DataValue(orNull: endpoint?.database), DataValue(orNull: environment.dsnSource),
      .bool(pin != nil),
    ]
  }
}
