/// The permission to change a protected environment, for a while and for a reason.
public struct Arming: Sendable, Equatable {
  /// The environment.
  public let environment: String
  /// When it ends by itself.
  public let until: Instant
  /// Why; recorded with every change.
  public let reason: String

  /// Makes an arming.
  public init(environment: String, until: Instant, reason: String) {
    self.environment = environment
    self.until = until
    self.reason = reason
  }

  /// Says whether it is in force for an environment at a time.
  public func isActive(in environment: String, at now: Instant = .now) -> Bool {
    self.environment == environment && now < until
  }
}
