/// The five-character code by which PostgreSQL names a condition.
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The five characters, as the server sent them.
  public let rawValue: String

  /// Wraps a code.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// The first two characters, which name the class of the condition.
  public var classCode: String { String(rawValue.prefix(2)) }

  /// The five characters.
  public var description: String { rawValue }

  /// Matches a code against a pattern: equal codes, or any code of the class when the pattern is a class (`08000`).
  ///
  /// A pattern that ends in `000` stands for its whole class, as in the PostgreSQL manual.
  public static func ~= (pattern: SQLState, value: SQLState) -> Bool {
    if pattern == value { return true }
    return pattern.rawValue.hasSuffix("000") && pattern.classCode == value.classCode
  }
}

extension SQLState {
  /// A connection could not be made or was lost (the class 08).
  public static let connectionException = SQLState(rawValue: "08000")
  /// The text is not valid for the type.
  public static let invalidTextRepresentation = SQLState(rawValue: "22P02")
  /// A NOT NULL constraint is violated.
  public static let notNullViolation = SQLState(rawValue: "23502")
  /// A foreign key is violated.
  public static let foreignKeyViolation = SQLState(rawValue: "23503")
  /// A unique constraint is violated.
  public static let uniqueViolation = SQLState(rawValue: "23505")
  /// A CHECK constraint is violated.
  public static let checkViolation = SQLState(rawValue: "23514")
  /// The transaction is READ ONLY.
  public static let readOnlyTransaction = SQLState(rawValue: "25006")
  /// The transaction has failed already.
  public static let inFailedTransaction = SQLState(rawValue: "25P02")
  /// The transaction stood idle for too long and the server ended the session.
  public static let idleInTransactionTimeout = SQLState(rawValue: "25P03")
  /// The server does not admit this user.
  public static let invalidAuthorization = SQLState(rawValue: "28000")
  /// The password is wrong.
  public static let invalidPassword = SQLState(rawValue: "28P01")
  /// The database does not exist.
  public static let invalidCatalogName = SQLState(rawValue: "3D000")
  /// A serializable or repeatable read transaction lost against another.
  public static let serialization = SQLState(rawValue: "40001")
  /// The server broke a deadlock.
  public static let deadlock = SQLState(rawValue: "40P01")
  /// The statement is not well formed.
  public static let syntaxError = SQLState(rawValue: "42601")
  /// The role lacks a privilege, or row security would hide rows.
  public static let insufficientPrivilege = SQLState(rawValue: "42501")
  /// The column does not exist.
  public static let undefinedColumn = SQLState(rawValue: "42703")
  /// The table does not exist.
  public static let undefinedTable = SQLState(rawValue: "42P01")
  /// The function does not exist.
  public static let undefinedFunction = SQLState(rawValue: "42883")
  /// The server has no connection left.
  public static let tooManyConnections = SQLState(rawValue: "53300")
  /// Somebody else holds the lock.
  public static let lockNotAvailable = SQLState(rawValue: "55P03")
  /// The statement was cancelled, or ran longer than statement_timeout.
  public static let queryCanceled = SQLState(rawValue: "57014")
  /// An administrator ended the session.
  public static let adminShutdown = SQLState(rawValue: "57P01")
  /// Another server process crashed and all sessions were ended.
  public static let crashShutdown = SQLState(rawValue: "57P02")
  /// The server is starting up or shutting down.
  public static let cannotConnectNow = SQLState(rawValue: "57P03")
}
