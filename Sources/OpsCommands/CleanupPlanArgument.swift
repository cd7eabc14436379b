internal import ArgumentParser
internal import OpsCore

/// The plan that a command is about.
struct CleanupPlanArgument: ParsableArguments {
  @Argument(help: "The id of the plan, or at least its first four digits.", completion: .planIDs)
  var plan: String

  /// Returns the work on the plan.
  func work(in context: Context) throws -> CleanupWork {
    CleanupWork(try PlanStore(context.session.state).load(plan), in: context)
  }
}
