/// Something that can be done with a batch, and whether it can be done now.
public struct BatchAction: Sendable, Equatable {
  /// The command.
  public var action: String
  /// Whether it would be taken now.
  public var isValid: Bool
  /// Why not, or what else to know; nil when there is nothing to say.
  public var reason: String?

  /// Makes an action.
  public init(_ action: String, isValid: Bool, reason: String? = nil) {
    self.action = action
    self.isValid = isValid
    self.reason = reason
  }

  /// Returns what can be done with a batch.
  ///
  /// - Parameters:
  ///   - batch: The batch.
  ///   - details: What else is known about it.
  ///   - link: Where it lives.
  ///   - isArmed: Whether changes are allowed at this moment.
  /// - Returns: The actions in the order in which people think of them.
  public static func all(
    for batch: Batch, _ details: BatchDetails, in link: Link, isArmed: Bool
  ) -> [BatchAction] {
    let schema = link.schema
    let mayUpdate = schema.table(.batches)?.privileges.contains(.update) ?? false
    func change(_ name: String, refusal: String?) -> BatchAction {
      if let refusal { return BatchAction(name, isValid: false, reason: "it \(refusal)") }
      if let lock = details.evidence.first(where: { $0.kind == .lock }) {
        return BatchAction(name, isValid: false, reason: "it is \(lock.text)")
      }
      guard mayUpdate else {
        return BatchAction(
          name, isValid: false, reason: "this role may not change \(TableName.batches)")
      }
      let mustArm = link.environment.isProtected && !isArmed
      return BatchAction(
        name, isValid: true, reason: mustArm ? "\(link.environment.name) must be armed first" : nil)
    }
    let errors = details.errors.reduce(0) { $0 + ($1.count ?? 0) }
    return [
      change(
        "reset", refusal: ResetChange.refusal(status: batch.status, entry: schema.entryStatus)),
      change("fail", refusal: FailChange.refusal(status: batch.status)),
      BatchAction(
        "errors export", isValid: errors > 0,
        reason: errors > 0 ? nil : "no errors of its rows are recorded"),
    ]
  }
}
