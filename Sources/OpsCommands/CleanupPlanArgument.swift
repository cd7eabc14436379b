internal import ArgumentParser
internal import OpsCore

/// Which plans a command can be about.
protocol PlanChoice: Sendable {
  /// How their ids are completed.
  static var completion: CompletionKind { get }
}

/// Any plan.
enum AnyPlan: PlanChoice {
  static var completion: CompletionKind { .planIDs }
}

/// A plan that was not begun.
enum ApplicablePlan: PlanChoice {
  static var completion: CompletionKind { .applicablePlans }
}

/// A plan that was begun and not ended.
enum ResumablePlan: PlanChoice {
  static var completion: CompletionKind { .resumablePlans }
}

/// A plan that is being carried out.
enum RunningPlan: PlanChoice {
  static var completion: CompletionKind { .runningPlans }
}

/// A plan that has deleted something.
enum UndoablePlan: PlanChoice {
  static var completion: CompletionKind { .undoablePlans }
}

/// The plan that a command is about.
struct CleanupPlanArgument<Choice: PlanChoice>: ParsableArguments {
  @Argument(
    help: "The id of the plan, or at least its first four digits.", completion: Choice.completion)
  var plan: String

  /// Returns the work on the plan.
  func work(in context: Context) throws -> CleanupWork {
    CleanupWork(try PlanStore(context.session.state).load(plan), in: context)
  }
}
