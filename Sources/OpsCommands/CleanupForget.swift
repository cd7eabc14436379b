internal import ArgumentParser
internal import OpsCore

/// Deletes the archive of a plan.
struct CleanupForget: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Delete the archive of a cleanup: nothing can be undone then.",
    discussion: """
      The archive holds everything that was in the rows. It stays until it is forgotten.

      EXAMPLE
        cleanup forget 5c1e09aa41d7
      """)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.changes

  @OptionGroup var argument: CleanupPlanArgument<AnyPlan>

  mutating func run(in context: Context) async throws -> Report {
    try await argument.work(in: context).forget()
  }
}
