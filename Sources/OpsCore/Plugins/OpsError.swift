public import Postgres

/// How a process ends, in the words of the contract.
public struct ExitStatus: RawRepresentable, Sendable, Hashable {
  /// The number that the calling process sees.
  public let rawValue: Int32

  /// Makes a status.
  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// Done, or healthy.
  public static let success = ExitStatus(rawValue: 0)
  /// The command ran and failed.
  public static let failed = ExitStatus(rawValue: 1)
  /// No connection, or not the environment that the profile says.
  public static let cannotConnect = ExitStatus(rawValue: 2)
  /// A health check could not be evaluated.
  public static let notEvaluated = ExitStatus(rawValue: 3)
  /// Refused by a safety rule; nothing was changed.
  public static let refused = ExitStatus(rawValue: 4)
  /// Something was changed but not all of it, or it cannot be known.
  public static let partial = ExitStatus(rawValue: 5)
  /// A malformed id or number, an unknown command, option or status.
  public static let usage = ExitStatus(rawValue: 64)
  /// The configuration is wrong.
  public static let configuration = ExitStatus(rawValue: 78)
  /// Interrupted; nothing was changed.
  public static let interrupted = ExitStatus(rawValue: 130)
}

/// A failure about which everything has been said already.
public struct ToldFailure: Error, Sendable, Equatable {
  /// How the process ends.
  public let status: ExitStatus

  /// Makes a failure of the status that is left of it.
  public init(_ status: ExitStatus) {
    self.status = status
  }
}

/// Why a command did not do what was asked, and what to do next.
public struct OpsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// How the process ends.
  public var exit: ExitStatus
  /// What happened, in one line without passwords, keys or contents of rows.
  public var message: String
  /// What to do next; nil when there is nothing to say.
  public var hint: String?
  /// The server's code, when the server refused.
  public var sqlState: SQLState?
  /// A word for programs, such as `refused`.
  public var code: String

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - exit: How the process ends.
  ///   - message: What happened.
  ///   - hint: What to do next.
  ///   - sqlState: The server's code.
  ///   - code: A word for programs; by default that of the exit status.
  public init(
    _ exit: ExitStatus, _ message: String, hint: String? = nil, sqlState: SQLState? = nil,
    code: String? = nil
  ) {
    self.exit = exit
    self.message = message
    self.hint = hint
    self.sqlState = sqlState
    self.code = code ?? Self.word(exit)
  }

  /// What happened.
  public var description: String { message }

  private static func word(_ exit: ExitStatus) -> String {
    switch exit {
    case .cannotConnect: "cannot_connect"
    case .notEvaluated: "not_evaluated"
    case .refused: "refused"
    case .partial: "partial"
    case .usage: "usage"
    case .configuration: "configuration"
    case .interrupted: "interrupted"
    default: "failed"
    }
  }
}
