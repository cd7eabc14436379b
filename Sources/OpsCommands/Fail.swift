internal import ArgumentParser
internal import OpsCore

/// Marks batches as failed.
struct Fail: ManyIDsCommand, FilteringCommand {
  static let configuration = CommandConfiguration(
    commandName: "fail", abstract: "Mark batches as failed, with a reason.",
    discussion: """
      The message becomes the batch's rejection reason. Batches that have completed or failed, and \
      rows that a worker holds, are refused. A queue job that would retry the batch is named; \
      --stop-job ends it in the same transaction.

      EXAMPLES
        fail 3f2a91c0 --message "vendor file is broken, INC-42"
        fail --status staging --older-than 2d --message abandoned --expect 3
      """)
  static let requirements: Requirements = [.connection, .write]
  static let group = OpsCore.CommandGroup.changes

  @Argument(
    help: "The batches: ids, beginnings of ids, or %3 of the last listing.",
    completion: .failableBatches)
  var ids: [String] = []

  @OptionGroup var filters: FilterOptions

  @Option(help: ArgumentHelp("Why the batches failed.", valueName: "text"))
  var message: String

  @Flag(help: "End the queue job that would retry the batch, too.")
  var stopJob = false

  @Flag(help: "Go over the caps of the environment, after a second reason, on a terminal.")
  var overCap = false

  mutating func validate() throws {
    guard message.contains(where: { !$0.isWhitespace }) else {
      throw ValidationError("--message must say something")
    }
    guard !message.unicodeScalars.contains("\0") else {
      throw ValidationError("--message must not hold a NUL: no database text can")
    }
  }

  mutating func run(in context: Context) async throws -> Report {
    let selection = try await ChangeSelection.resolve(ids: ids, filters: filters, in: context)
    let change = FailChange(
      batches: selection.batches, leftOut: selection.held, message: message, stopsJobs: stopJob)
    return try await Changes().run(change, in: context, overCap: overCap)
      .report(for: context.output.format)
  }
}
