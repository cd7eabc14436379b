/// What the caps of an environment say to a cleanup.
struct CleanupCaps: Sendable {
  let limits: Limits
  let batches: Int
  let dependentRows: Int
  /// Whether counting ended at the cap.
  let isCut: Bool
  /// The rows in the table of batches, counted no further than needed; nil when not counted.
  let tableAtMost: Int?

  /// What is exceeded: caps that an operator may overrule, and a count that nobody has made to its end.
  var warnings: [CleanupPlan.Warning] {
    var warnings: [CleanupPlan.Warning] = []
    if isCut, let cap = limits.dependentRows {
      warnings.append(
        .init(
          "more than \(cap) dependent rows, which is the cap: they were not counted further;"
            + " narrow the filters, or plan with --over-cap to count them all", .obstacle))
    }
    let exceeded = ChangeCaps(limits: limits).exceeded(
      batches: batches, dependentRows: isCut ? 0 : dependentRows, tableAtMost: tableAtMost)
    return warnings + exceeded.map { .init($0, .cap) }
  }

  /// All caps, with what the plan has of each.
  var lines: [String] {
    guard limits.batches != nil || limits.dependentRows != nil || limits.share != nil else {
      return ["no caps in this environment"]
    }
    var lines: [String] = []
    if let cap = limits.batches { lines.append("\(batches) of at most \(cap) batches") }
    if let cap = limits.dependentRows {
      lines.append(
        "\(isCut ? "more than \(cap)" : "\(dependentRows)") of at most \(cap) dependent rows")
    }
    if let share = limits.share {
      let percent = Int((share * 100).rounded())
      let applies = batches >= ChangeCaps.shareCounts
      lines.append(
        "at most \(percent) % of the table"
          + (applies ? "" : ", which counts from \(ChangeCaps.shareCounts) batches on"))
    }
    return lines
  }
}
