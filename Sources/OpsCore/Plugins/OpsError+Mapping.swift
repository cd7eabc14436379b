internal import Postgres

extension OpsError {
  /// Makes the one error that people and scripts get of anything that was thrown.
  public init(mapping error: any Error) {
    switch error {
    case let error as OpsError: self = error
    case let error as PostgresError: self.init(error)
    case is CancellationError: self.init(.interrupted, "interrupted; nothing was changed")
    case let error as SinkError: self.init(.failed, error.message, code: "output")
    default: self.init(.failed, "\(error)")
    }
  }

  private init(_ error: PostgresError) {
    let (exit, hint) = Self.meaning(of: error)
    var message = error.message
    // The server's words tell who cancelled it no better than we know.
    if error.code == .interrupted { message = "interrupted; nothing was changed" }
    if Self.isBlinded(error) {
      message = "row security hides rows from this role, so the answer would be wrong"
    }
    self.init(
      exit, message, hint: hint ?? error.hint, sqlState: error.sqlState,
      code: error.code == .server ? "server" : error.code.rawValue)
  }

  /// PostgreSQL's answer to `row_security = off` for a role that policies would blind.
  private static func isBlinded(_ error: PostgresError) -> Bool {
    error.sqlState == .insufficientPrivilege && error.message.contains("row-level security")
  }

  private static func meaning(of error: PostgresError) -> (ExitStatus, String?) {
    if isBlinded(error) {
      return (
        .failed, "connect as a role that bypasses row security; status shows what this one is"
      )
    }
    switch error.code {
    case .connectionFailed, .authenticationFailed: return (.cannotConnect, nil)
    case .connectionLost: return (.cannotConnect, "the next command connects again")
    case .interrupted: return (.interrupted, nil)
    case .commitUnknown:
      return (.partial, "whether it was committed is unknown: look before doing it again")
    case .invalidConnectionString: return (.configuration, nil)
    default: break
    }
    switch error.sqlState {
    case .some(.lockNotAvailable):
      return (.refused, "somebody holds what this needs; nothing was changed, so try again")
    case .some(.readOnlyTransaction): return (.refused, nil)
    default: return (.failed, nil)
    }
  }
}
