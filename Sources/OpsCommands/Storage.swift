internal import ArgumentParser
internal import OpsCore

/// The commands about the original files of batches.
struct StorageCommand: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "storage", abstract: "List, fetch and delete the original files of batches.",
    discussion: """
      The object of a batch is the one that its storage_path names, else the one that the profile's \
      template gives to its id; what is shown says which. Nothing is deleted at once: rm puts \
      objects aside for a grace, and purge deletes what is due.

      EXAMPLE
        storage head 3f2a91c0
      """,
    subcommands: [
      StorageList.self, StorageHead.self, StorageGet.self, StorageRemove.self, StoragePurge.self,
      StorageOrphans.self,
    ])
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.services

  mutating func run(in context: Context) async throws -> Report {
    throw CleanExit.helpRequest(Self.self)
  }
}

extension Context {
  /// Finds a batch and looks for its object.
  func object(of reference: String, in storage: Storage) async throws -> (String, BatchObject) {
    let link = try await link()
    let store = BatchStore(link: link)
    let batch = try await batch(reference, link)
    let path = try await store.storagePath(of: batch)
    return (batch.id, await BatchObject.look(batch: batch.id, path: path, in: storage))
  }

  /// The object of a batch, which must be there.
  func presentObject(
    of reference: String, in storage: Storage
  ) async throws -> (String, ObjectLocation, StoredObject) {
    let (id, found) = try await object(of: reference, in: storage)
    if let location = found.location, let object = found.object { return (id, location, object) }
    let name = found.location.map { Sanitiser.visible($0.name) }
    switch found.state {
    case .unknown(let reason):
      throw OpsError(
        .failed, "the object of \(id) could not be looked up: \(Sanitiser.visible(reason))",
        hint: "storage: \(Sanitiser.visible(storage.store.place))", code: "storage")
    default:
      let source = found.location?.source == .template ? "by the template" : "by its storage_path"
      throw OpsError(
        .failed, "\(id) has no object: \(source) it is \(name ?? "none"), and that is not there",
        hint: "looked in \(Sanitiser.visible(storage.store.place))", code: "no_object")
    }
  }
}

extension StoredObject {
  /// What is known about it, under the keys that all commands use.
  var facts: [(String, DataValue)] {
    [
      ("bytes", .int(Int64(bytes))), ("modified_at", DataValue(orNull: modifiedAt)),
      ("version", DataValue(orNull: version)), ("md5", DataValue(orNull: md5)),
    ]
  }
}
