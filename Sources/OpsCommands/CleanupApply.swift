internal import ArgumentParser
internal import OpsCore

/// Carries a plan out.
struct CleanupApply: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Delete exactly what a plan has frozen, archived and proven.",
    discussion: """
      Every batch of the plan is looked at again first: when more are gone, changed or have other \
      rows than --allow-shrink allows, nothing is deleted at all. Then it goes in small \
      transactions, each archived on disk before its COMMIT. ^C stops after the transaction that \
      runs, a second ^C cancels it; cleanup resume goes on, cleanup undo brings everything back.

      EXAMPLES
        cleanup apply 5c1e09aa41d7
        cleanup apply 5c1e09aa41d7 --expect 1284 --allow-shrink 0
      """)
  static let requirements: Requirements = [.connection, .write, .destructive]
  static let group = OpsCore.CommandGroup.changes

  @OptionGroup var argument: CleanupPlanArgument

  @Option(
    help: ArgumentHelp(
      "How many batches may have changed since the plan. Default: 1 %, or 5.", valueName: "n"))
  var allowShrink: Int?

  @Flag(help: "Go over the caps of the environment, after a second reason, on a terminal.")
  var overCap = false

  func validate() throws {
    try CleanupShrink.validate(allowShrink)
  }

  mutating func run(in context: Context) async throws -> Report {
    let report = try await argument.work(in: context)
      .apply(allowShrink: allowShrink, overCap: overCap)
    return try CleanupShrink.deliver(report, in: context)
  }
}

/// What apply and resume have in common.
enum CleanupShrink {
  static func validate(_ allowShrink: Int?) throws {
    guard allowShrink ?? 0 >= 0 else {
      throw ValidationError("--allow-shrink is a number of batches, 0 or more")
    }
  }

  /// Prints a result in which something is missing, and then says so.
  static func deliver(_ report: CleanupReport, in context: Context) throws -> Report {
    let printed = report.report(for: context.output.format)
    guard !report.skipped.isEmpty else { return printed }
    context.output.emit(printed)
    throw OpsError(
      .partial,
      "\(report.deleted) of \(report.planned) batches deleted, \(report.skipped.count) left alone",
      hint: "cleanup plan ID… looks at the others as they are now", code: "partial")
  }
}
