internal import Postgres

/// Where an environment's connection string points to, without its password.
public struct Endpoint: Sendable, Equatable {
  /// The host, or the folder of the socket.
  public let host: String?
  /// The port.
  public let port: String?
  /// The database.
  public let database: String?
  /// The whole connection string, with passwords replaced.
  public let dsn: String
}

extension Environment {
  /// Where the connection string points to; nil without one.
  public var endpoint: Endpoint? {
    dsn.map {
      Endpoint(host: $0.host, port: $0.port, database: $0.database, dsn: $0.redacted())
    }
  }

  /// The connection string for reading only, with passwords replaced; nil without one.
  public var readonlyEndpoint: String? { readonlyDSN?.redacted() }
}
