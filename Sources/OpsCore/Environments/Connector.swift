internal import Postgres

/// Connects to environments, and to nothing that only looks like one.
public struct Connector: Sendable {
  private let profiles: Profiles
  private let confirmer: any Confirmer
  private let output: Output
  private let pins: PinStore
  private let dialer: ServerDialer

  /// Makes a connector.
  ///
  /// - Parameters:
  ///   - profiles: All environments, since one must not be mistaken for another.
  ///   - state: Where pins and failed logins are remembered.
  ///   - confirmer: Who agrees to what a protected environment is pinned to.
  ///   - output: Where notices go.
  ///   - retryAuth: Whether a login is tried that has failed a short while ago.
  ///   - haste: The limits of connections for somebody who waits at a key; nil for those of commands.
  public init(
    profiles: Profiles, state: StateFolder, confirmer: any Confirmer, output: Output,
    retryAuth: Bool, haste: Haste? = nil
  ) {
    self.profiles = profiles
    self.confirmer = confirmer
    self.output = output
    pins = PinStore(state)
    dialer = ServerDialer(logins: AuthenticationMemory(state), retryAuth: retryAuth, haste: haste)
  }

  /// Connects to an environment, checks its identity and reads its catalog.
  ///
  /// - Parameters:
  ///   - environment: The environment.
  ///   - reach: How much of the catalog is read.
  /// - Returns: The link, whose connection the caller closes.
  /// - Throws: `OpsError` with exit status 2 when it cannot be connected to or is another database than it should be, 4
  ///   when the operator does not agree to its first use, 78 when it has no connection string or the state folder is of
  ///   no use.
  public func connect(
    _ environment: Environment, reach: CatalogReach = .whole
  ) async throws -> Link {
    let opened = try await dialer.open(environment)
    // What is remembered is read while the server answers.
    async let remembered = try? surroundings(of: environment)
    var found = try await dialer.read(opened, reach)
    do {
      found.card.identity = try await settle(environment, found, await remembered)
      let schema = try await SchemaProfile.make(
        of: found.catalog, reach, asked: found.answered, found.connection)
      return Link(
        connection: found.connection, environment: environment, identity: found.identity,
        schema: schema, card: found.card)
    } catch {
      await found.connection.close()
      throw error
    }
  }

  /// Returns the card alone, which can be had while somebody keeps everybody from the tables.
  ///
  /// - Throws: `OpsError` as ``connect(_:reach:)`` does.
  public func card(of environment: Environment) async throws -> ConnectionCard {
    var dialer = dialer
    dialer.readsCatalog = false
    var found = try await dialer.read(try await dialer.open(environment), .batches)
    await found.connection.close()
    found.card.identity = try await settle(environment, found, nil)
    return found.card
  }

  /// Asks the server what it is known by, without comparing that to the pin.
  ///
  /// - Parameter environment: The environment.
  /// - Returns: The identity, all of it.
  /// - Throws: `OpsError` with exit status 2 when it cannot be read, or is known as another environment's.
  public func identify(_ environment: Environment) async throws -> Identity {
    let found = try await dialer.read(try await dialer.open(environment), .batches)
    await found.connection.close()
    if let refusal = try check(environment, found, surroundings(of: environment)).foreign {
      throw refusal
    }
    guard found.identity.isProven else {
      throw OpsError(
        .cannotConnect, "the identity of \(environment.name) cannot be read by \(found.card.role)",
        hint: "grant it EXECUTE on pg_control_system(), or connect as another role",
        code: "identity_unverifiable")
    }
    return found.identity
  }

  /// Does what the check of the identity says.
  private func settle(
    _ environment: Environment, _ found: ServerDialer.Found, _ remembered: Surroundings?
  ) async throws -> ConnectionCard.IdentityState {
    if let remembered, check(environment, found, remembered).verdict == .pinned { return .pinned }
    // Whatever else follows from what was read so early, others may have changed it meanwhile.
    switch try check(environment, found, surroundings(of: environment)).verdict {
    case .pinned: return .pinned
    case .refuse(let refusal): throw refusal
    case .unverifiable:
      if environment.isProtected {
        output.notice(
          "the identity of \(environment.name) cannot be read: nothing may be changed there")
      }
      return .unverifiable
    case .ask:
      try await agree(environment, found)
      try pins.pin(found.identity, for: environment)
    case .pin:
      do throws(OpsError) {
        try pins.pin(found.identity, for: environment)
      } catch {
        // Where nothing is protected, looking must be possible without a place to write.
        guard !environment.isProtected else { throw error }
        output.notice("\(environment.name) is not remembered: \(error.message)")
      }
    }
    return .new
  }

  private func agree(_ environment: Environment, _ found: ServerDialer.Found) async throws {
    let card = found.card
    let question = Sanitiser.visible(
      "\(environment.name) is used for the first time: \(card.database) at "
        + "\(card.host):\(card.port) as \(card.user), \(found.identity). Is that "
        + "\(environment.name), from now on?")
    guard try await confirmer.askYesNo(question) else {
      throw OpsError(
        .refused, "not confirmed; \(environment.name) is not used",
        hint: "env show \(environment.name) tells where its connection string comes from",
        code: "identity")
    }
  }

  /// What is known of an environment, and of those that it must not be mistaken for.
  private struct Surroundings: Sendable {
    let pin: Identity?
    let others: [IdentityCheck.Other]
  }

  private func surroundings(of environment: Environment) throws(OpsError) -> Surroundings {
    let pins = try pins.all()
    let names = Set(profiles.names).union(pins.keys).subtracting([environment.name]).sorted()
    let others = names.compactMap { name -> IdentityCheck.Other? in
      // A profile that contradicts itself is told about when it is used; its pin counts all the same.
      let other = try? profiles.environment(named: name)
      guard other != nil || profiles.names.contains(name) else { return nil }
      return IdentityCheck.Other(
        name: name, isProtected: other?.isProtected ?? false, pin: pins[name],
        projectRef: other?.projectRef
          ?? ProjectRef.shown(host: other?.dsn?.host, user: other?.dsn?.user),
        address: other?.dsn.map(ServerAddress.init))
    }
    return Surroundings(pin: pins[environment.name], others: others)
  }

  private func check(
    _ environment: Environment, _ found: ServerDialer.Found, _ surroundings: Surroundings
  ) -> IdentityCheck {
    IdentityCheck(
      environment: environment, isLocal: environment.dsn?.isLocal ?? false,
      address: environment.dsn.map(ServerAddress.init), observed: found.identity,
      pin: surroundings.pin, others: surroundings.others, isTerminal: confirmer.isTerminal)
  }
}
