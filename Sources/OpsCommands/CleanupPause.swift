internal import ArgumentParser
internal import OpsCore

/// Stops a cleanup that another terminal runs.
struct CleanupPause: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Stop a running cleanup after the transaction that it is at.",
    discussion: """
      It works from another terminal. cleanup resume goes on.

      EXAMPLE
        cleanup pause 5c1e09aa41d7
      """)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.changes

  @OptionGroup var argument: CleanupPlanArgument<RunningPlan>

  mutating func run(in context: Context) async throws -> Report {
    let work = try argument.work(in: context)
    try work.pause()
    return .record(["plan": .text(work.id), "pausing": .bool(true)])
  }
}
