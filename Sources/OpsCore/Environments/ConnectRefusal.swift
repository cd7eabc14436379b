internal import Postgres

/// Says in one line why an environment cannot be connected to, and what to do next.
struct ConnectRefusal: Sendable {
  let environment: Environment
  let info: ConnectionInfo

  /// Makes the error that people get of one that libpq or the server gave.
  func error(_ cause: PostgresError) -> OpsError {
    switch cause.code {
    case .interrupted: return OpsError(.interrupted, "interrupted while connecting to \(place)")
    case .invalidConnectionString: return OpsError(mapping: cause)
    default: break
    }
    return OpsError(
      .cannotConnect, "cannot connect to \(place): \(reason(cause))", hint: hint(cause),
      sqlState: cause.sqlState, code: cause.isRefusedLogin ? "authentication" : "cannot_connect")
  }

  /// Makes the error of one that the server gave when the login was over: whoever answers is not missing.
  ///
  /// - Parameters:
  ///   - cause: What the server said.
  ///   - blockade: What keeps everybody from a table; nil when that is not known, or not the reason.
  /// - Returns: The error.
  func error(afterLogin cause: PostgresError, _ blockade: TableBlockade?) -> OpsError {
    guard cause.code == .server, cause.sqlState != nil else { return error(cause) }
    let there = "connected to \(Sanitiser.visible(environment.name)), but"
    if let blockade {
      return OpsError(
        .refused, "\(there) \(blockade)", hint: blockade.hint, sqlState: cause.sqlState)
    }
    if cause.sqlState == .lockNotAvailable {
      return OpsError(
        .refused, "\(there) somebody held a lock that reading its catalog needs",
        hint: "nobody is seen who holds it now, so try again", sqlState: cause.sqlState)
    }
    let mapped = OpsError(mapping: cause)
    return OpsError(
      mapped.exit, "\(there) its catalog cannot be read: \(reason(cause))", hint: mapped.hint,
      sqlState: cause.sqlState, code: mapped.code)
  }

  /// The error instead of another attempt.
  func blocked(for rest: Duration) -> OpsError {
    let minutes = (rest.components.seconds + 59) / 60
    return OpsError(
      .cannotConnect,
      "not connecting to \(place): this login was refused a short while ago, and whoever insists "
        + "is locked out",
      hint: "wait \(minutes) min, or correct the password\(origin) and add --retry-auth",
      code: "authentication")
  }

  private var place: String {
    let host = info.host ?? info["service"].map { "service \($0)" } ?? "the local server"
    let port = info.port.map { ":\($0)" } ?? ""
    let database = info.database.map { "/\($0)" } ?? ""
    return Sanitiser.visible("\(environment.name) (\(host)\(port)\(database))")
  }

  private var origin: String {
    environment.dsnSource.map { " in \(Sanitiser.visible($0))" } ?? ""
  }

  /// The cause without what stands in our own sentence already.
  private func reason(_ cause: PostgresError) -> String {
    switch cause.sqlState {
    case .some(.cannotConnectNow): return "the server is starting up or shutting down"
    case .some(.tooManyConnections): return "the server has no connection left"
    default: break
    }
    var text = cause.message[...]
    if let mark = text.firstRange(of: " failed: ") { text = text[mark.upperBound...] }
    for word in ["FATAL:", "ERROR:"] where text.hasPrefix(word) {
      text = text.dropFirst(word.count).drop { $0 == " " }
    }
    return Sanitiser.visible(String(text.prefix(300)))
  }

  private func hint(_ cause: PostgresError) -> String? {
    if cause.isRefusedLogin {
      return "check user and password\(origin); it is not tried again for 20 minutes, except with "
        + "--retry-auth"
    }
    if cause.code == .authenticationFailed {
      return "put the password into the connection string\(origin), or into ~/.pgpass"
    }
    switch cause.sqlState {
    case .some(.cannotConnectNow): return "try again in a moment"
    case .some(.tooManyConnections): return "try again when others have closed theirs"
    case .some(.invalidCatalogName): return "check the database name\(origin)"
    default: break
    }
    return hint(message: cause.message) ?? cause.hint ?? "check host and port\(origin)"
  }

  private func hint(message: String) -> String? {
    if message.contains("does not support SSL") {
      return "away from this machine dfops connects over TLS only; the server must offer it"
    }
    if message.contains("certificate") || message.contains("root.crt") {
      return "check sslmode and sslrootcert\(origin)"
    }
    if message.contains("hot standby") {
      return "this is a replica; to read from it, add target_session_attrs=any\(origin)"
    }
    if message.contains("max clients reached") { return "the pooler is full; try again" }
    if message.contains("definition of service") {
      return "check ~/.pg_service.conf, or PGSERVICEFILE"
    }
    let host = info.host ?? ""
    if message.contains("could not translate") || message.contains("Network is unreachable"),
      host.hasPrefix("db."), host.hasSuffix(".supabase.co")
    {
      return "this host has an IPv6 address only; use the pooler's host where there is no IPv6"
    }
    return nil
  }
}
