internal import ArgumentParser
internal import Postgres

/// Brings an incident about in both databases.
struct Rehearse: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring an incident about, afresh, in both databases.")

  @OptionGroup var home: Home
  @Argument(help: "Which one.") var incident: Incident

  func run() async throws {
    var held: [String] = []
    for world in World.allCases {
      let connection = try await Connection.connect(home.connection(to: world.rawValue))
      let timeouts = Timeouts(statement: .seconds(60), lock: .seconds(10))
      let drafts = try await connection.transaction(.readWrite, timeouts) { transaction in
        let stage = IncidentStage(home: home, world: world, session: transaction)
        try await stage.clear()
        let drafts = try await stage.plant(incident)
        if incident == .stuck { try await stage.leaveTraces(of: drafts) }
        if incident == .rls { try await Blinding(world: world, session: transaction).begin() }
        return drafts
      }
      if incident == .pgrst002 { try await loseCache(connection) }
      await connection.close()
      held += drafts.map { "\(world.rawValue) \($0.id)" }
      try tell(drafts, in: world)
    }
    if incident == .held {
      try home.write(held.joined(separator: "\n") + "\n", to: "held.ids")
    }
  }

  /// Takes the schema cache away from the double, and waits until it is gone.
  private func loseCache(_ connection: Connection) async throws {
    try await connection.listen(Ear.answerChannel)
    _ = try await connection.query(
      "SELECT pg_notify($1, $2)", [.text(Ear.rehearsalChannel), .text(Ear.losePayload)])
    guard try await connection.nextNotification(timeout: .seconds(10)) != nil else {
      throw SandboxError("the PostgREST double does not answer; run scripts/sandbox up")
    }
  }

  private func tell(_ drafts: [BatchDraft], in world: World) throws {
    switch incident {
    case .stuck, .errors:
      for draft in drafts { print("\(world.rawValue): batch \(draft.id) is \(draft.status)") }
    case .pgrst002: print("\(world.rawValue): PostgREST has lost its schema cache")
    case .held: break
    case .rls:
      let uri = try home.uri(world, user: Blinding.role, password: Blinding.role)
      print(Describe.export("SUPABASE_DB_URL_\(world.rawValue.uppercased())", uri))
    }
  }
}
