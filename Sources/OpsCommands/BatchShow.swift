internal import ArgumentParser
internal import OpsCore

/// Shows everything about one batch.
struct BatchShow: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch", abstract: "Show everything about one batch.",
    discussion: """
      All its columns, the row errors by table, signs of a live worker, what happened when, and \
      which actions are possible now. Signs are evidence, not proof: a worker may be at work \
      without leaving any.

      EXAMPLE
        batch 3f2a91c0
      """)
  static let requirements: Requirements = [.connection]
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.batches

  @Argument(
    help: "The batch: an id, the beginning of one, or %3 of the last listing.",
    completion: .batchIDs)
  var id: String

  mutating func run(in context: Context) async throws -> Report {
    let link = try await context.link()
    let store = BatchStore(link: link)
    guard let found = try await context.find([id], in: store).first else {
      return .none
    }
    if let change = found.change { context.output.notice(change) }
    let batch = found.batch
    let details = try await store.details(of: batch)
    let object = await context.object(of: batch, details)
    let actions = BatchAction.all(
      for: batch, details, object, in: link, isArmed: context.arming != nil)
    let card = BatchCard(
      batch: batch, details: details, object: object, actions: actions,
      statusClass: link.schema.statusClass(batch.status))
    return .card(card.fields, people: card.sections)
  }
}

extension Context {
  /// Looks for the file of a batch; a store that cannot be reached does not keep the batch from being shown.
  fileprivate func object(of batch: Batch, _ details: BatchDetails) async -> BatchObject {
    do {
      return await BatchObject.look(batch: batch.id, path: details.storagePath, in: try storage)
    } catch {
      let reason = OpsError(mapping: error).message
      return BatchObject(location: nil, state: .unknown(reason), place: nil)
    }
  }
}
