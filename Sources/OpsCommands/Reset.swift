internal import ArgumentParser
internal import OpsCore

/// Sends batches back to the entry state.
struct Reset: ManyIDsCommand, FilteringCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset",
    abstract: "Send batches back to the entry state, so that they can be taken again.",
    discussion: """
      The entry state is uploaded where this database allows it, else pending. Reason, stamps and \
      counters that block a retry are cleared, and open row errors are resolved. Completed batches \
      and rows that a worker holds are refused. The result says who will take the batch, or that \
      nobody has been seen who does.

      EXAMPLES
        reset 3f2a91c0
        reset --stuck --stuck-for 30m --expect 3
      """)
  static let requirements: Requirements = [.connection, .write]
  static let group = OpsCore.CommandGroup.changes

  @Argument(
    help: "The batches: ids, beginnings of ids, or %3 of the last listing.",
    completion: .resettableBatches)
  var ids: [String] = []

  @OptionGroup var filters: FilterOptions

  @Flag(help: "Go over the caps of the environment, after a second reason, on a terminal.")
  var overCap = false

  mutating func run(in context: Context) async throws -> Report {
    let selection = try await ChangeSelection.resolve(ids: ids, filters: filters, in: context)
    let change = ResetChange(batches: selection.batches, leftOut: selection.held)
    return try await Changes().run(change, in: context, overCap: overCap)
      .report(for: context.output.format)
  }
}
