/// What went wrong between this process and PostgreSQL.
///
/// DETAIL and CONTEXT of the server are never kept: they hold values of rows. Passwords never appear.
public struct PostgresError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of failure it is.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// No connection could be made.
    case connectionFailed
    /// The server refused the user or the password.
    case authenticationFailed
    /// A deadline passed: of the connect, or statement_timeout.
    case timedOut
    /// Somebody asked to stop (^C, a cancelled task).
    case interrupted
    /// The connection broke; nothing of the current transaction was kept.
    case connectionLost
    /// The connection broke while COMMIT was under way: the transaction may or may not be kept.
    case commitUnknown
    /// The server answered with an error.
    case server
    /// A setting that guards the transaction could not be established.
    case settingsRefused
    /// A value of a result is not what the caller asked for.
    case decoding
    /// The caller used the connection wrongly.
    case misuse
    /// The connection string is not well formed.
    case invalidConnectionString
  }

  /// What kind of failure it is.
  public var code: Code
  /// The server's code, when the server has spoken.
  public var sqlState: SQLState?
  /// One sentence, without a trailing period.
  public var message: String
  /// What the server or this module advises.
  public var hint: String?
  /// The severity (`ERROR`, `FATAL`) in English, when the server has spoken.
  public var severity: String?
  /// The schema of the object that the error is about, when known.
  public var schema: String?
  /// The table that the error is about, when known.
  public var table: String?
  /// The column that the error is about, when known.
  public var column: String?
  /// The constraint that the error is about, when known.
  public var constraint: String?

  /// Makes an error.
  public init(
    _ code: Code, _ message: String, sqlState: SQLState? = nil, hint: String? = nil,
    severity: String? = nil, schema: String? = nil, table: String? = nil, column: String? = nil,
    constraint: String? = nil
  ) {
    self.code = code
    self.message = message
    self.sqlState = sqlState
    self.hint = hint
    self.severity = severity
    self.schema = schema
    self.table = table
    self.column = column
    self.constraint = constraint
  }

  /// The message, with the server's code when there is one.
  public var description: String {
    guard let sqlState else { return message }
    return "\(message) (SQLSTATE \(sqlState))"
  }

  /// Whether the connection is of no further use.
  public var endsConnection: Bool {
    switch code {
    case .connectionFailed, .authenticationFailed, .connectionLost, .commitUnknown: true
    case .timedOut, .interrupted, .server, .settingsRefused, .decoding, .misuse,
      .invalidConnectionString:
      false
    }
  }
}
