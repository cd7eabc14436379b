public import Postgres

/// Something that an operator wants changed, described before anything happens.
///
/// A change never writes. It looks, refuses what it must not touch, and returns its statements as data;
/// ``Changes`` shows, confirms, records, locks, applies and proves them, and is the only one that does.
public protocol Change: Sendable {
  /// The word by which people know it, such as `reset`.
  var command: String { get }

  /// Whether rows are removed, which asks for a stronger confirmation.
  var isDeletion: Bool { get }

  /// Looks at the database and says what would be touched.
  ///
  /// - Parameter view: A read-only transaction, with the id under which the change will be recorded.
  /// - Returns: What would be touched, and by which statements.
  /// - Throws: `OpsError` when something that was named cannot be taken, `PostgresError`.
  func plan(in view: ChangeView) async throws -> ChangePlan
}

extension Change {
  /// No rows are removed, unless a change says otherwise.
  public var isDeletion: Bool { false }
}

/// What a change may look at while it plans.
public struct ChangeView: Sendable {
  /// The read-only transaction in which all of the plan is made.
  public let transaction: Transaction
  /// What the database has.
  public let schema: SchemaProfile
  /// The profile of the environment.
  public let environment: Environment
  /// The identity of the database.
  public let identity: Identity
  /// The id under which the change will be recorded in the journal.
  public let audit: String

  /// Makes a view.
  public init(
    transaction: Transaction, schema: SchemaProfile, environment: Environment, identity: Identity,
    audit: String
  ) {
    self.transaction = transaction
    self.schema = schema
    self.environment = environment
    self.identity = identity
    self.audit = audit
  }
}
