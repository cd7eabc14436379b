internal import ArgumentParser
internal import OpsCore

/// Looks at the object of one batch.
struct StorageHead: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "head", abstract: "Look at the original file of a batch without fetching it.",
    discussion: """
      Says where the file is, who says so (the batch's storage_path or the profile's template), its \
      size, time and version. A file that is not there is a failure.

      EXAMPLE
        storage head 3f2a91c0
      """)
  static let requirements: Requirements = [.connection]
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.services

  @Argument(
    help: "The batch: an id, the beginning of one, or %3 of the last listing.",
    completion: .batchIDs)
  var id: String

  mutating func run(in context: Context) async throws -> Report {
    let storage = try context.requiredStorage()
    let (batch, location, object) = try await context.presentObject(of: id, in: storage)
    return .record(
      Fields(
        [
          ("id", .text(batch)), ("object", .text(object.name)),
          ("found_by", .text(location.source.rawValue)),
        ] + object.facts + [("place", .text(storage.store.place))]))
  }
}
