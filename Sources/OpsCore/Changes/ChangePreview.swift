/// What an operator is shown before a change is made.
struct ChangePreview: Sendable {
  let plan: ChangePlan
  let environment: String

  /// The lines: what happens, to which batches, what else is touched, what is left alone.
  var lines: [String] {
    [headline] + targets + dependents + skipped
  }

  private var headline: String {
    let batches = Self.counted(plan.targets.count, "batch", "batches")
    return "\(environment): \(plan.action): \(batches)"
  }

  private var targets: [String] {
    let shown = plan.targets.prefix(Self.limit).map { target in
      let name = DisplayWidth.truncate(Sanitiser.visible(target.filename), to: 40)
      return "  \(target.id)  \(target.statusBefore) -> \(target.statusAfter)  \(name)"
    }
    return shown + Self.more(plan.targets.count)
  }

  private var dependents: [String] {
    plan.writes.compactMap { write in
      switch write {
      case .rows(let write) where write.isDependent:
        "  also \(Self.counted(write.rows.count, "row", "rows")) of \(write.table)"
      case .rows: nil
      case .bulk(let write):
        "  also \(write.label): \(Self.counted(write.expected, "row", "rows"))"
      }
    }
  }

  private var skipped: [String] {
    let shown = plan.skipped.prefix(Self.limit).map { "  left alone: \($0.id): \($0.reason)" }
    return shown + Self.more(plan.skipped.count)
  }

  /// More than this do not help anybody to see.
  static let limit = 20

  static func more(_ count: Int) -> [String] {
    count > limit ? ["  and \(count - limit) more"] : []
  }

  static func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(count) \(count == 1 ? one : many)"
  }
}
