internal import Postgres

/// Remembers across processes which logins have failed, since poolers lock out who insists.
struct AuthenticationMemory: Sendable {
  /// How long a failure is remembered.
  static let span = Duration.seconds(20 * 60)

  private let document: StateDocument<[String: Int64]>

  init(_ state: StateFolder) {
    // Losing it costs one more attempt; a damaged one must not keep anybody out.
    document = StateDocument(state: state, name: "logins.json", empty: [:], isExpendable: true)
  }

  /// Returns how long a login must not be tried; nil when it may be.
  func isBlocked(_ login: Login, now: Instant = .now) -> Duration? {
    guard let stamp = try? document.read()[login.key] else { return nil }
    return Self.rest(stamp, now)
  }

  /// Remembers that a login has failed.
  func remember(_ login: Login, now: Instant = .now) throws(OpsError) {
    try document.update { failures in
      failures = failures.filter { Self.rest($0.value, now) != nil }
      failures[login.key] = now.microsecondsSinceEpoch / 1_000_000
    }
  }

  /// Forgets a failure, because the login has worked.
  func forget(_ login: Login) {
    guard let failures = try? document.read(), failures[login.key] != nil else { return }
    try? document.update { $0[login.key] = nil }
  }

  private static func rest(_ stamp: Int64, _ now: Instant) -> Duration? {
    let passed = now - Instant(secondsSinceEpoch: stamp)
    // A stamp from the future is of another clock and binds nobody.
    return passed >= .zero && passed < span ? span - passed : nil
  }
}

/// Who logs in where.
struct Login: Sendable, Equatable {
  let key: String

  /// Servers of this machine are told apart by their ports; a pooler elsewhere locks the user out on all of its ports.
  init(_ info: ConnectionInfo) {
    let place = info["service"].map { "service " + $0 } ?? info.host ?? ""
    let port = info.isLocal ? ":" + (info.port ?? "") : ""
    key = "\(info.user ?? "")@\(place)\(port)"
  }
}

extension PostgresError {
  /// Whether a password was refused; one that was never sent costs nothing.
  var isRefusedLogin: Bool {
    let marks = ["Tenant or user not found", "server_login_retry"]
    if marks.contains(where: { message.contains($0) }) { return true }
    return code == .authenticationFailed && !message.contains("no password supplied")
  }
}
