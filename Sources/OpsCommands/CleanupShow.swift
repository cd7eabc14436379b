internal import ArgumentParser
internal import OpsCore

/// Shows a plan again.
struct CleanupShow: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a plan again, with how far it has come.",
    discussion: """
      What was seen when the plan was made; nothing is looked at anew.

      EXAMPLE
        cleanup show 5c1e
      """)
  static let requirements: Requirements = []
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.changes

  @OptionGroup var argument: CleanupPlanArgument<AnyPlan>

  mutating func run(in context: Context) async throws -> Report {
    let stored = try PlanStore(context.session.state).load(argument.plan)
    let progress = try stored.progress()
    return CleanupCard(
      stored.plan, state: try stored.state(), context.output, deleted: progress.deleted,
      leftAlone: progress.skipped
    ).report
  }
}
