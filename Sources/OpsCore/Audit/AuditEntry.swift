/// One line of the journal: what somebody is about to do, does, or has done.
public struct AuditEntry: Sendable, Equatable {
  /// How far a change had come when the entry was written.
  public enum Phase: String, Sendable, CaseIterable {
    /// It is about to be made.
    case intent
    /// Something happened on the way, or happened without being a change.
    case event
    /// What became of it is known.
    case outcome
  }

  /// The id that all entries of one change share.
  public var audit: String
  /// How far the change had come.
  public var phase: Phase
  /// When the entry was made.
  public var time: Instant
  /// The user of the operating system.
  public var `operator`: String
  /// The machine on which dfops ran.
  public var host: String
  /// The name of the environment.
  public var environment: String
  /// Which database that was.
  public var identity: Identity
  /// Why, in the operator's words; nil when nobody had to say.
  public var reason: String?
  /// The command line.
  public var command: String
  /// The batches that were chosen.
  public var ids: [String]
  /// The plan that was carried out, with the SHA-256 of its file; its batches are not repeated in ``ids``.
  public var plan: String?
  /// The number of batches of that plan; nil when ``ids`` has them.
  public var planned: Int?
  /// The rows as they were.
  public var before: [AuditImage] = []
  /// The rows as they became, in the order of ``before``.
  public var after: [AuditImage] = []
  /// How many rows were changed, by table.
  public var counts: [String: Int] = [:]
  /// The ids of the transactions.
  public var xids: [String] = []
  /// What became of it; nil while that is open.
  public var result: String?

  /// Makes an entry of now, by the user and on the machine of this process.
  public init(
    audit: String, phase: Phase, environment: String, identity: Identity, reason: String?,
    command: String, ids: [String]
  ) {
    self.audit = audit
    self.phase = phase
    time = .now
    self.operator = AuditOperator.name
    host = AuditOperator.host
    self.environment = environment
    self.identity = identity
    self.reason = reason
    self.command = command
    self.ids = ids
  }

  /// Returns a new id of twelve hexadecimal digits.
  public static func newID() -> String {
    let text = String(UInt64.random(in: 0..<(1 << 48)), radix: 16)
    return String(repeating: "0", count: 12 - text.count) + text
  }
}
