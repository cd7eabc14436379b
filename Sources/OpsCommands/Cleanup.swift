internal import ArgumentParser
internal import OpsCore

/// The commands that delete batches.
struct Cleanup: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "cleanup",
    abstract: "Delete batches with everything that hangs on them: plan first, then apply.",
    discussion: """
      A plan looks at everything that would go, and changes nothing. Only a plan can be applied, \
      only once, and only within 15 minutes; it takes exactly the batches that were looked at, as \
      far as they are still as they were. What goes is archived first.

      EXAMPLE
        cleanup plan --status failed --older-than 30d
      """,
    subcommands: [
      CleanupPlanning.self, CleanupPlans.self, CleanupShow.self, CleanupApply.self,
      CleanupResume.self, CleanupPause.self, CleanupUndo.self, CleanupForget.self,
    ])
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.changes

  mutating func run(in context: Context) async throws -> Report {
    throw CleanExit.helpRequest(Self.self)
  }
}
