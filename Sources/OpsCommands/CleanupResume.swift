internal import ArgumentParser
internal import OpsCore

/// Goes on with a plan that was begun.
struct CleanupResume: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Go on with a cleanup that was stopped, killed or cut off.",
    discussion: """
      What became of the last transaction is asked of the server and of the batches themselves. \
      It is confirmed like apply, with the plan's count.

      EXAMPLE
        cleanup resume 5c1e09aa41d7
      """)
  static let requirements: Requirements = [.connection, .write, .destructive]
  static let group = OpsCore.CommandGroup.changes

  @OptionGroup var argument: CleanupPlanArgument<ResumablePlan>

  @OptionGroup var shrink: CleanupShrinkOption

  mutating func run(in context: Context) async throws -> Report {
    let stored = try PlanStore(context.session.state).load(argument.plan)
    let isDone = try stored.state() == .applied
    let report = try await argument.work(in: context).resume(allowShrink: shrink.allowShrink)
    guard !isDone else { return report.report(for: context.output.format) }
    return try CleanupShrinkOption.deliver(report, in: context)
  }
}
