internal import ArgumentParser
internal import OpsCore

/// Looks at what a cleanup would delete, and keeps it as a plan.
struct CleanupPlanning: ManyIDsCommand, FilteringCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Look at what would be deleted, and keep it as a plan.",
    discussion: """
      The mandatory dry run. It reads in one READ ONLY transaction, so it can change nothing: how \
      many batches, the rows of every table that their foreign keys take along, references that are \
      emptied, names that stay behind, triggers, what is left out and why, caps, and the cost.

      In-flight batches are never taken; completed ones only by id or with --status completed. An \
      id needs at least 8 hex digits in a protected environment. What stands in the way of the \
      delete is listed, and cleanup apply refuses as long as it does.

      --with-storage looks for the original files, too: they are deleted when the grace after their \
      rows is over, and until then cleanup undo is complete.

      EXAMPLES
        cleanup plan --filename 'test_*' --older-than 7d
        cleanup plan 3f2a91c0 5b1190ee --expect 2
      """)
  static let requirements: Requirements = [.connection]
  static let group = OpsCore.CommandGroup.changes

  @Argument(
    help: "The batches: ids, beginnings of ids, or %3 of the last listing.",
    completion: .deletableBatches)
  var ids: [String] = []

  @OptionGroup var filters: FilterOptions

  @Flag(help: "Count dependent rows past their cap, for an apply that goes over it.")
  var overCap = false

  @Flag(help: "Delete the original files of the batches, too, when the grace is over.")
  var withStorage = false

  @Option(
    help: ArgumentHelp(
      "With --with-storage: how long the files stay after their rows. Default: 24h.",
      valueName: "duration"),
    transform: Durations.parse)
  var grace: Duration?

  mutating func validate() throws {
    guard grace == nil || withStorage else { throw ValidationError("--grace needs --with-storage") }
  }

  mutating func run(in context: Context) async throws -> Report {
    let plan = try await CleanupPlanner(
      in: context, overCap: overCap,
      storageGrace: withStorage ? grace ?? ObjectRemoval.defaultGrace : nil
    ).plan(ids: ids, filters: filters)
    guard !plan.batches.isEmpty else {
      return CleanupCard(plan, state: nil, context.output).report
    }
    try PlanStore(context.session.state).save(plan)
    return CleanupCard(plan, state: .planned, context.output).report
  }
}
