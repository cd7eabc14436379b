public import Postgres

/// The limits of a connection that serves somebody who waits at a key.
public struct Haste: Sendable, Equatable {
  /// What the server calls the connection.
  public var applicationName: String
  /// How long making the connection may take.
  public var deadline: Duration
  /// What no statement may take longer than; nothing is ever written.
  public var ceiling: Timeouts

  /// Makes limits.
  public init(applicationName: String, deadline: Duration, ceiling: Timeouts) {
    self.applicationName = applicationName
    self.deadline = deadline
    self.ceiling = ceiling
  }

  /// The limits of completion and hints; reading the catalog, once, may take a second.
  public static let completion = Haste(
    applicationName: "dfops-complete", deadline: .seconds(2),
    ceiling: Timeouts(statement: .seconds(1), lock: .milliseconds(50), idle: .seconds(5)))
}
