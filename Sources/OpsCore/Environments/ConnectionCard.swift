/// Where a connection leads, made at each connect before anything else.
public struct ConnectionCard: Sendable, Equatable {
  /// Whether a pooler stands between, and how it lends its sessions.
  public enum Pooling: String, Sendable, Equatable {
    /// The server itself.
    case no
    /// A session for as long as the connection lasts.
    case session
    /// A session for as long as a transaction lasts.
    case transaction
    /// A pooler that does not say, or nothing that tells.
    case unknown
  }

  /// What is known of the database's identity.
  public enum IdentityState: String, Sendable, Equatable {
    /// It is the one that was pinned.
    case pinned
    /// It was seen for the first time.
    case new
    /// It cannot be read.
    case unverifiable
  }

  /// The host, or the folder of the socket.
  public var host: String
  /// The port.
  public var port: String
  /// The database.
  public var database: String
  /// The user who logged in.
  public var user: String
  /// Where the connection string was found.
  public var dsnSource: String
  /// The TLS version; nil without TLS.
  public var tls: String?
  /// The server's version.
  public var serverVersion: String
  /// Whether the server follows another one.
  public var isReplica: Bool
  /// Whether a pooler stands between.
  public var pooled: Pooling
  /// The role that statements run as.
  public var role: String
  /// The number that the server was born with; nil when it cannot be read.
  public var systemIdentifier: String?
  /// The database's number within the server.
  public var databaseOID: UInt32?
  /// The timeline of the last checkpoint; nil when it cannot be read.
  public var timeline: UInt32?
  /// What is known of the identity.
  public var identity: IdentityState
  /// By how many seconds the server's clock is ahead of this machine's; nil when unknown.
  public var clockSkewSeconds: Int?
}
