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

  @OptionGroup var argument: CleanupPlanArgument<ApplicablePlan>

  @OptionGroup var shrink: CleanupShrinkOption

  @Flag(help: "Go over the caps of the environment, after a second reason, on a terminal.")
  var overCap = false

  mutating func run(in context: Context) async throws -> Report {
    let report = try await argument.work(in: context)
      .apply(allowShrink: shrink.allowShrink, overCap: overCap)
    return try CleanupShrinkOption.deliver(report, in: context)
  }
}
