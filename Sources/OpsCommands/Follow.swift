internal import ArgumentParser
internal import OpsCore

/// Follows one batch until it ends.
struct Follow: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow", abstract: "Follow one batch until it ends.",
    discussion: """
      Shows its stages with their durations, how many rows are through, how fast, and signs of a \
      worker. The exit status is 0 when it is completed, 1 when it failed or vanished, 5 when the \
      time is over, 130 when somebody left before. A lost connection is made anew. Where the output \
      is no terminal, each change is a line.

      EXAMPLE
        follow 3f2a91c0 --timeout 10m
      """)
  static let requirements: Requirements = [.connection]
  static let group = OpsCore.CommandGroup.batches

  @Argument(
    help: "The batch: an id, the beginning of one, or %3 of the last listing.",
    completion: .followableBatches)
  var id: String

  @Option(
    help: ArgumentHelp("From one look to the next.", valueName: "duration"),
    transform: Durations.interval)
  var interval: Duration = .seconds(2)

  @Option(
    help: ArgumentHelp("How long at most.", valueName: "duration"), transform: Durations.parse)
  var timeout: Duration = .seconds(300)

  mutating func validate() throws {
    guard interval >= .milliseconds(200) else {
      throw ValidationError("--interval is at least 200ms")
    }
    guard timeout > .zero else { throw ValidationError("--timeout is longer than nothing") }
  }

  mutating func run(in context: Context) async throws -> Report {
    let link = try await context.link()
    let found = try await context.find([id], in: BatchStore(link: link))
    guard let batch = found.first else { return .none }
    if let change = batch.change { context.output.notice(change) }
    return try await FollowedBatch(
      batch.batch.id, every: interval, timeout: timeout, in: context
    ).run()
  }
}
