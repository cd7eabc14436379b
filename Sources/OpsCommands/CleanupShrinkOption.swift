internal import ArgumentParser
internal import OpsCore

/// How much may have changed since the plan, and what is said when something was left alone.
struct CleanupShrinkOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How many batches may have changed since the plan. Default: 1 %, or 5.", valueName: "n"))
  var allowShrink: Int?

  func validate() throws {
    guard allowShrink ?? 0 >= 0 else {
      throw ValidationError("--allow-shrink is a number of batches, 0 or more")
    }
  }

  /// Prints a result in which something is missing, and then says so.
  static func deliver(_ report: CleanupReport, in context: Context) throws -> Report {
    let printed = report.report(for: context.output.format)
    guard !report.skipped.isEmpty else { return printed }
    context.output.emit(printed)
    guard report.deleted > 0 else {
      throw OpsError(
        .refused, "all \(report.planned) batches were left alone; nothing was changed",
        hint: "make a new plan when what stands in the way is gone", code: "nothing_left")
    }
    throw OpsError(
      .partial,
      "\(report.deleted) of \(report.planned) batches deleted, \(report.skipped.count) left alone",
      hint: "cleanup plan ID… looks at the others as they are now", code: "partial")
  }
}
