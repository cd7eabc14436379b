/// What a status means for an operator.
public enum StatusClass: String, Sendable, Hashable, CaseIterable {
  /// Waits for a worker.
  case waiting
  /// A worker has it, or had it when it died.
  case inFlight = "in_flight"
  /// Nothing more will happen by itself.
  case final

  /// Returns the class of a status; what nobody has heard of counts as in flight, so that it is looked after.
  public static func of(_ status: String) -> StatusClass {
    switch status {
    case "completed", "failed": .final
    case "pending", "uploaded", "validated": .waiting
    default: .inFlight
    }
  }
}

extension StatusClass {
  /// The statuses that are known by name to be final or waiting.
  static let named = ["completed", "failed", "pending", "uploaded", "validated"]
}
