/// What is known about a connection once it is made.
public struct ConnectionFacts: Sendable, Hashable {
  /// The host or the directory of the socket.
  public let host: String
  /// The numeric address; empty for a socket.
  public let address: String
  /// The port.
  public let port: String
  /// The database.
  public let database: String
  /// The user who logged in; a pooler may use another name behind it.
  public let user: String
  /// The TLS version, such as `TLSv1.3`; nil when the connection is not encrypted.
  public let tls: String?
  /// The server's version, such as `15.18`.
  public let serverVersion: String
  /// The process id that the other side told at connect; a pooler tells an invented one.
  public let clientPID: Int32
  /// The application name that the other side reported; Supavisor reports its own.
  public let applicationNameReported: String?
}
