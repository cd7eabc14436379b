/// What decides how a change is confirmed.
public struct ConfirmationQuestion: Sendable, Equatable {
  /// The name of the environment.
  public var environment: String
  /// Whether the environment is protected.
  public var isProtected: Bool
  /// Whether somebody is there to answer.
  public var isTerminal: Bool
  /// The number of batches in the dry run.
  public var rows: Int
  /// Whether rows are removed.
  public var isDeletion: Bool
  /// Whether `--yes` was given.
  public var yes: Bool
  /// The count of `--expect`, which has been found to be the right one; nil when not given.
  public var expect: Int?
  /// Whether the environment is armed.
  public var isArmed: Bool

  /// Makes a question.
  public init(
    environment: String, isProtected: Bool, isTerminal: Bool, rows: Int, isDeletion: Bool,
    yes: Bool, expect: Int?, isArmed: Bool
  ) {
    self.environment = environment
    self.isProtected = isProtected
    self.isTerminal = isTerminal
    self.rows = rows
    self.isDeletion = isDeletion
    self.yes = yes
    self.expect = expect
    self.isArmed = isArmed
  }
}

/// The confirmation table of the contract: friction grows with environment and blast radius, and fails closed.
public enum ConfirmationRule {
  /// What happens before a change is made.
  public enum Decision: Sendable, Equatable {
    /// It is made.
    case act
    /// Somebody is asked for yes or no.
    case askYesNo
    /// Somebody has to type a text.
    case typeText(String)
    /// It is not made.
    case refuse(message: String, hint: String)
  }

  /// The number of rows up to which a plain yes will do.
  static let fewRows = 10

  /// Decides.
  public static func decide(_ question: ConfirmationQuestion) -> Decision {
    question.isTerminal ? atTerminal(question) : withoutTerminal(question)
  }

  private static func atTerminal(_ question: ConfirmationQuestion) -> Decision {
    let hasConsent = question.yes || question.expect != nil
    if hasConsent, !question.isProtected { return .act }
    if question.isDeletion || question.rows > fewRows {
      let count = "\(question.rows)"
      return .typeText(question.isProtected ? "\(question.environment) \(count)" : count)
    }
    return question.rows > 1 || question.isProtected ? .askYesNo : .act
  }

  private static func withoutTerminal(_ question: ConfirmationQuestion) -> Decision {
    guard question.isProtected else {
      guard !question.yes, question.expect == nil else { return .act }
      return .refuse(
        message: "nobody is there to confirm it; nothing was changed",
        hint: "use --expect \(question.rows), or --yes")
    }
    guard question.expect != nil else {
      let ignored = question.yes ? ": --yes does not work in a protected environment" : ""
      return .refuse(
        message: "nobody is there to confirm it\(ignored); nothing was changed",
        hint: "use --expect \(question.rows)")
    }
    guard question.isArmed else {
      return .refuse(
        message: "\(question.environment) is not armed; nothing was changed",
        hint: "add -e \(question.environment) --reason TEXT to the command, or arm before it")
    }
    return .act
  }
}
