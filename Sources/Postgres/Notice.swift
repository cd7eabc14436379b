/// A remark of the server that is not an error.
public struct Notice: Sendable, Hashable {
  /// The severity in English, such as `WARNING`.
  public let severity: String
  /// The server's code.
  public let sqlState: SQLState?
  /// The remark.
  public let message: String
}

/// A message that another session sent with NOTIFY.
public struct DatabaseNotification: Sendable, Hashable {
  /// The channel.
  public let channel: String
  /// The text; empty when there was none.
  public let payload: String
  /// The process id of the server process that sent it.
  public let senderPID: Int32
}
