/// What a prompt says about the session.
public struct PromptState: Sendable, Equatable {
  /// How the session stands to its server.
  public enum Connection: Sendable, Equatable {
    /// Nothing has been asked of the server yet.
    case untried
    /// The last command had a connection.
    case connected
    /// The connection broke in a transaction.
    case lost
    /// No connection could be made.
    case missing
  }

  /// The environment.
  public var environment: String
  /// Whether it is protected.
  public var isProtected: Bool
  /// The colour that its profile names; nil for none.
  public var color: String?
  /// How the session stands to its server.
  public var connection: Connection
  /// The permission to change, while it is in force.
  public var arming: Arming?

  /// Makes a state.
  public init(
    environment: String, isProtected: Bool, color: String? = nil,
    connection: Connection = .untried, arming: Arming? = nil
  ) {
    self.environment = environment
    self.isProtected = isProtected
    self.color = color
    self.connection = connection
    self.arming = arming
  }
}
