internal import ArgumentParser
internal import OpsCore

/// Brings back what a plan took away.
struct CleanupUndo: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Bring back everything that a cleanup has deleted.",
    discussion: """
      The archive is checked first, then whether anything is in the way: ids, unique keys, columns. \
      Rows come back as they were, references only where they are still empty. It is confirmed \
      like apply, with the plan's count, and goes on where it was stopped.

      EXAMPLE
        cleanup undo 5c1e09aa41d7
      """)
  static let requirements: Requirements = [.connection, .write]
  static let group = OpsCore.CommandGroup.changes

  @OptionGroup var argument: CleanupPlanArgument<UndoablePlan>

  mutating func run(in context: Context) async throws -> Report {
    let report = try await argument.work(in: context).undo()
    let printed = report.report(for: context.output.format)
    guard !report.isVerified else { return printed }
    context.output.emit(printed)
    throw OpsError(
      .partial, "everything is back, but not every row is as it was",
      hint: "a trigger may have changed them: the result says in which tables", code: "partial")
  }
}
