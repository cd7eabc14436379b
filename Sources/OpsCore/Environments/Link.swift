public import Postgres

/// A connection to an environment whose identity was checked.
public struct Link: Sendable {
  /// The connection.
  public let connection: Connection
  /// The environment as its profile said when the connection was made.
  public let environment: Environment
  /// What the database is known by.
  public let identity: Identity
  /// What the database has.
  public let schema: SchemaProfile
  /// Where the connection leads.
  public let card: ConnectionCard

  /// Makes a link.
  public init(
    connection: Connection, environment: Environment, identity: Identity, schema: SchemaProfile,
    card: ConnectionCard
  ) {
    self.connection = connection
    self.environment = environment
    self.identity = identity
    self.schema = schema
    self.card = card
  }

  /// Returns the same link with so much of the catalog read anew.
  func reading(_ reach: CatalogReach) async throws -> Link {
    Link(
      connection: connection, environment: environment, identity: identity,
      schema: try await SchemaProfile.load(connection, reach: reach), card: card)
  }

  /// Whether row security hides batches from the role.
  public var isRowSecurityActive: Bool {
    schema.table(.batches)?.rowSecurity.isActive ?? false
  }

  /// Asks whether the role is above row security.
  public func bypassesRowSecurity() async throws(PostgresError) -> Bool {
    try await connection.read(EnvironmentSQL.bypass).first?.bool("bypass") ?? false
  }

  /// Refuses changes in a protected environment whose identity cannot be read.
  ///
  /// - Throws: `OpsError` with exit status 2.
  public func requireProvenIdentity() throws(OpsError) {
    guard environment.isProtected, card.identity == .unverifiable else { return }
    throw OpsError(
      .cannotConnect,
      "the identity of \(environment.name) cannot be read, so nothing may be changed there",
      hint: "grant \(card.role) EXECUTE on pg_control_system(), or connect as another role",
      code: "identity_unverifiable")
  }
}
