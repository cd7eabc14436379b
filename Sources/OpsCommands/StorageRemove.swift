internal import ArgumentParser
internal import OpsCore

/// Deletes the objects of batches when a grace is over.
struct StorageRemove: ManyIDsCommand, FilteringCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Delete the original files of batches, after a grace.",
    discussion: """
      Shows every object with its size, asks, and puts them into the outbox; storage purge deletes \
      what is due. Batches stay as they are. Batches in flight are left alone, completed ones are \
      taken by id or with --status completed only, and an object to which another batch refers \
      stays. --now deletes at once, after a second question; nothing can take that back.

      EXAMPLES
        storage rm 3f2a91c0
        storage rm --status failed --older-than 30d --expect 12
      """)
  static let requirements: Requirements = [.connection, .write, .destructive]
  static let group = OpsCore.CommandGroup.services

  @Argument(
    help: "The batches: ids, beginnings of ids, or %3 of the last listing.",
    completion: .deletableBatches)
  var ids: [String] = []

  @OptionGroup var filters: FilterOptions

  @Flag(help: "Delete at once.")
  var now = false

  @Option(
    help: ArgumentHelp("Delete when this has passed. Default: 24h.", valueName: "duration"),
    transform: Durations.parse)
  var grace: Duration?

  @Option(
    help: ArgumentHelp(
      "Instead of batches: the files without a batch that storage orphans has written to this list.",
      valueName: "file"), completion: .file(extensions: ["ndjson"]))
  var orphans: String?

  @Flag(help: "Go over the caps of the environment, after a second reason, on a terminal.")
  var overCap = false

  mutating func validate() throws {
    guard orphans == nil || ids.isEmpty else {
      throw ValidationError("--orphans and ids exclude each other")
    }
    guard !now || grace == nil else {
      throw ValidationError("--now and --grace exclude each other")
    }
  }

  mutating func run(in context: Context) async throws -> Report {
    let grace = grace ?? ObjectRemoval.defaultGrace
    if let orphans {
      let link = try await context.link()
      guard !(try filters.filter(in: link.schema).isSelective) else {
        throw OpsError(
          .usage, "--orphans and filters exclude each other",
          hint: "the list of --orphans says which files go: leave the filters out")
      }
      let removal = OrphanRemoval(path: orphans, grace: grace, isNow: now)
      return try context.delivered(try await removal.run(in: context))
    }
    let removal = ObjectRemoval(
      ids: ids, filters: filters, grace: grace, isNow: now, overCap: overCap)
    return try context.delivered(try await removal.run(in: context))
  }
}

extension Context {
  /// Prints what was done, and fails when not all of it was.
  func delivered(_ report: ObjectReport) throws -> Report {
    let printed = report.report(for: output.format)
    guard let failure = report.failure else { return printed }
    output.emit(printed)
    throw failure
  }
}
