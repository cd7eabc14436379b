internal import Postgres

/// Makes connections, once per login that fails, and finds out where they lead.
struct ServerDialer: Sendable {
  /// A connection and what its server says of itself.
  struct Found: Sendable {
    let connection: Connection
    let identity: Identity
    var card: ConnectionCard
    /// The catalog, read in the same round trip; what it says counts once the identity is the right one.
    let catalog: [ResultSet]
    /// When the server answered, by the clock of this machine.
    let answered: Instant
  }

  let logins: AuthenticationMemory
  let retryAuth: Bool
  var haste: Haste?
  /// Whether the catalog is read; without it the card can be had while somebody keeps the tables.
  var readsCatalog = true

  /// A connection of which nothing is known yet.
  struct Opened: Sendable {
    let connection: Connection
    let environment: Environment
    let info: ConnectionInfo
  }

  /// Connects.
  func open(_ environment: Environment) async throws(OpsError) -> Opened {
    guard var info = environment.dsn else { throw Self.missing(environment) }
    if !info.isLocal { info.requireTLS() }
    if let haste { info["application_name"] = haste.applicationName }
    try IdentityCheck.checkProject(
      of: environment, shown: ProjectRef.shown(host: info.host, user: info.user))
    let connection = try await open(info, environment)
    return Opened(connection: connection, environment: environment, info: info)
  }

  /// Reads the card and so much of the catalog; the connection is closed when that fails.
  func read(_ opened: Opened, _ reach: CatalogReach) async throws -> Found {
    let connection = opened.connection
    do {
      return try await read(connection, opened.environment, reach)
    } catch {
      guard let cause = error as? PostgresError else {
        await connection.close()
        throw error
      }
      var blockade: TableBlockade?
      if haste == nil, cause.sqlState == .lockNotAvailable {
        // The catalog of a table that somebody is changing has to be waited for; the server is there all the same.
        blockade = try? await LockProbe(connection).blockade()
      }
      await connection.close()
      throw ConnectRefusal(environment: opened.environment, info: opened.info)
        .error(afterLogin: cause, blockade)
    }
  }

  private func open(
    _ info: ConnectionInfo, _ environment: Environment
  ) async throws(OpsError) -> Connection {
    let refusal = ConnectRefusal(environment: environment, info: info)
    let login = Login(info)
    if !retryAuth, let rest = logins.isBlocked(login) { throw refusal.blocked(for: rest) }
    do throws(PostgresError) {
      let connection = try await Connection.connect(
        info, deadline: haste?.deadline ?? .seconds(5), ceiling: haste?.ceiling)
      logins.forget(login)
      return connection
    } catch {
      var refused = refusal.error(error)
      if error.isRefusedLogin {
        do throws(OpsError) {
          try logins.remember(login)
        } catch {
          refused.hint = "do not try again before it is corrected: \(error.message)"
        }
      }
      throw refused
    }
  }

  private func read(
    _ connection: Connection, _ environment: Environment, _ reach: CatalogReach
  ) async throws -> Found {
    let facts = connection.facts
    let asked = Instant.now
    let (row, catalog) = try await card(connection, reach)
    let answered = Instant.now
    let identity = Identity(
      projectRef: ProjectRef.shown(host: facts.host, user: facts.user),
      systemIdentifier: try row.optionalString("system_identifier"),
      databaseOID: try row.optionalString("database_oid").flatMap { UInt32($0) })
    try IdentityCheck.checkProject(of: environment, shown: identity.projectRef)
    let version = try row.string("server_version")
    let clock = Instant(postgres: try row.string("clock"))
    let card = ConnectionCard(
      host: facts.host, port: facts.port, database: facts.database, user: facts.user,
      dsnSource: environment.dsnSource ?? "", tls: facts.tls,
      serverVersion: version.split(separator: " ").first.map(String.init) ?? version,
      isReplica: try row.bool("is_replica"),
      pooled: PoolerDetection.judge(
        clientPID: facts.clientPID, backendPID: Int32(try row.int("backend_pid")),
        host: facts.host, port: facts.port, applicationName: facts.applicationNameReported),
      role: try row.string("role"),
      systemIdentifier: identity.systemIdentifier, databaseOID: identity.databaseOID,
      timeline: try row.optionalInt("timeline").flatMap { UInt32(exactly: $0) },
      identity: .unverifiable,
      clockSkewSeconds: clock.map { Self.skew(server: $0, asked: asked, answered: answered) })
    return Found(
      connection: connection, identity: identity, card: card, catalog: catalog,
      answered: asked + (answered - asked) / 2)
  }

  /// A role that row security blinds must get here, too: the card is what tells it.
  private func card(
    _ connection: Connection, _ reach: CatalogReach
  ) async throws(PostgresError) -> (Row, catalog: [ResultSet]) {
    var refusal: PostgresError?
    for statement in EnvironmentSQL.cards {
      do throws(PostgresError) {
        let answers = try await connection.read(
          [(statement, [])] + (readsCatalog ? SchemaProfile.questions(reach) : []),
          rowSecurityOff: false)
        if let row = answers[0].first { return (row, Array(answers.dropFirst())) }
      } catch {
        guard error.sqlState == .insufficientPrivilege else { throw error }
        refusal = error
      }
    }
    throw refusal ?? PostgresError(.decoding, "the server says nothing of itself")
  }

  /// Returns by how many seconds the server's clock is ahead; the time on the way counts for half.
  static func skew(server: Instant, asked: Instant, answered: Instant) -> Int {
    let here =
      asked.microsecondsSinceEpoch
      + (answered.microsecondsSinceEpoch - asked.microsecondsSinceEpoch) / 2
    return Int((Double(server.microsecondsSinceEpoch - here) / 1_000_000).rounded())
  }

  private static func missing(_ environment: Environment) -> OpsError {
    let name = environment.name
    return OpsError(
      .configuration, "nothing says where the database of \(name) is",
      hint: "set SUPABASE_DB_URL\(EnvironmentName.suffix(name)), DATABASE_URL in .env.\(name), or "
        + "dsn under [env.\(name)] in the config file", code: "missing_dsn")
  }
}
