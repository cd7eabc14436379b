/// Decides whether a database is the one that an environment stands for.
struct IdentityCheck: Sendable {
  /// Another environment, as far as it can be mistaken for this one.
  struct Other: Sendable {
    let name: String
    let isProtected: Bool
    /// What it is known by; nil before its first use.
    let pin: Identity?
    /// The project that its profile names or its connection string shows.
    let projectRef: String?
    /// Where its connection string leads; nil without one.
    let address: ServerAddress?
  }

  /// What is to be done.
  enum Verdict: Sendable, Equatable {
    /// It is the database that was pinned.
    case pinned
    /// It is pinned without a question.
    case pin
    /// It is pinned if the operator agrees.
    case ask
    /// It cannot be told; reading is harmless.
    case unverifiable
    /// It is another database, or another environment's.
    case refuse(OpsError)
  }

  let environment: Environment
  /// Whether the connection stays on this machine.
  let isLocal: Bool
  /// Where the connection string leads.
  let address: ServerAddress?
  let observed: Identity
  /// What the environment is known by; nil before its first use.
  let pin: Identity?
  let others: [Other]
  let isTerminal: Bool

  var verdict: Verdict {
    if let refusal = foreign { return .refuse(refusal) }
    if let pin {
      if pin == observed { return .pinned }
      if observed.isProven || observed.contradicts(pin) { return .refuse(mismatch(pin)) }
      return .unverifiable
    }
    if let refusal = mistaken { return .refuse(refusal) }
    guard observed.isProven else { return .unverifiable }
    guard environment.isProtected else { return .pin }
    if isTerminal { return .ask }
    return environment.projectRef != nil || isLocal ? .pin : .refuse(unknown)
  }

  /// The error when the database is known as another environment's.
  var foreign: OpsError? {
    guard
      let other = others.first(where: { $0.pin.map(observed.isSameDatabase) == true })
    else { return nil }
    return refusal(
      "\(environment.name) leads to the database of \(other.name): \(observed)",
      hint: "check the connection string of \(environment.name); if it is \(other.name) that has "
        + "moved: env trust \(other.name)")
  }

  /// The error when, at first use, the database is that of a protected environment without a pin, by what is configured.
  ///
  /// Once pinned under the wrong name, it would be refused under the right one.
  private var mistaken: OpsError? {
    guard !environment.isProtected else { return nil }
    let unpinned = others.filter { $0.isProtected && $0.pin == nil }
    let isSame: (Other) -> Bool = { other in
      observed.projectRef.map { $0 == other.projectRef } ?? false
        || address.map { $0 == other.address } ?? false
    }
    guard let other = unpinned.first(where: isSame) else { return nil }
    return refusal(
      "\(environment.name) leads to the database of \(other.name), which is protected",
      hint: "check the connection string of \(environment.name)")
  }

  private func mismatch(_ pin: Identity) -> OpsError {
    refusal(
      "\(environment.name) is another database than before; pinned: \(pin); found: \(observed)",
      hint: "if that is meant, as after a move or a restore: env trust \(environment.name)")
  }

  private var unknown: OpsError {
    refusal(
      "\(environment.name) is protected and was never used before; nobody is here to agree to "
        + "\(observed)",
      hint: "run status -e \(environment.name) on a terminal once, or name its project_ref in the "
        + "config file")
  }

  private func refusal(_ message: String, hint: String) -> OpsError {
    OpsError(.cannotConnect, message, hint: hint, code: "identity")
  }
}

extension IdentityCheck {
  /// Compares the project that a connection string shows with the one that the profile names, before anything is sent.
  ///
  /// - Throws: `OpsError` with exit status 2.
  static func checkProject(
    of environment: Environment, shown: String?
  ) throws(OpsError) {
    guard let wanted = environment.projectRef, let shown, shown != wanted else { return }
    throw OpsError(
      .cannotConnect,
      "the profile of \(environment.name) names the project \(Sanitiser.visible(wanted)), its "
        + "connection string leads to \(Sanitiser.visible(shown))",
      hint: environment.dsnSource.map { "the connection string is from \(Sanitiser.visible($0))" },
      code: "identity")
  }
}
