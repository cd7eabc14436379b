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
  ///   - object: What is known about its file.
  ///   - link: Where it lives.
  ///   - isArmed: Whether changes are allowed at this moment.
  /// - Returns: The actions in the order in which people think of them.
  public static func all(
    for batch: Batch, _ details: BatchDetails, _ object: BatchObject, in link: Link,
    isArmed: Bool
  ) -> [BatchAction] {
    let schema = link.schema
    let mayUpdate = schema.table(.batches)?.privileges.contains(.update) ?? false
    func change(_ name: String, refusal: String?, beside: String? = nil) -> BatchAction {
      if let refusal { return BatchAction(name, isValid: false, reason: "it \(refusal)") }
      if let lock = details.evidence.first(where: { $0.kind == .lock }) {
        return BatchAction(name, isValid: false, reason: "it is \(lock.text)")
      }
      guard mayUpdate else {
        return BatchAction(
          name, isValid: false, reason: "this role may not change \(TableName.batches)")
      }
      let mustArm = link.environment.isProtected && !isArmed
      let reasons = [mustArm ? "\(link.environment.name) must be armed first" : nil, beside]
        .compactMap(\.self)
      return BatchAction(
        name, isValid: true, reason: reasons.isEmpty ? nil : reasons.joined(separator: "; "))
    }
    let errors = details.errors.reduce(0) { $0 + ($1.count ?? 0) }
    return [
      change(
        "reset", refusal: ResetChange.refusal(status: batch.status, entry: schema.entryStatus),
        beside: source(details, object)),
      change("fail", refusal: FailChange.refusal(status: batch.status)),
      BatchAction(
        "errors export", isValid: errors > 0,
        reason: errors > 0 ? nil : "no errors of its rows are recorded"),
    ]
  }

  /// Whether a worker that takes the batch again would find something to read.
  private static func source(_ details: BatchDetails, _ object: BatchObject) -> String {
    let raw =
      switch details.hasRawRows {
      case true: "its raw rows are staged"
      case false: "no raw rows are staged"
      default: "whether raw rows are staged cannot be told"
      }
    switch object.state {
    case .found: return "its file is there"
    case .missing: return "its file is not there; \(raw)"
    case .unknown(let why): return "its file could not be looked up (\(why)); \(raw)"
    }
  }
}
