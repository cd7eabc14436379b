/// Asks the operator.
public protocol Confirmer: Sendable {
  /// Whether there is somebody who can answer.
  var isTerminal: Bool { get }
  /// Asks for yes or no; everything but a clear yes is no.
  func askYesNo(_ question: String) async throws -> Bool
  /// Asks for a text and returns it without its line end.
  func askText(_ question: String) async throws -> String
}

/// Nobody is there: every question is answered by no.
public struct NoTerminalConfirmer: Confirmer {
  /// Makes one.
  public init() {}
  /// False.
  public var isTerminal: Bool { false }
  /// Returns false.
  public func askYesNo(_ question: String) async throws -> Bool { false }
  /// Returns nothing.
  public func askText(_ question: String) async throws -> String { "" }
}
