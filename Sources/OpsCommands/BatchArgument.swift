internal import OpsCore

extension Context {
  /// Finds the one batch that an id, a prefix or a row of the listing names.
  func batch(_ reference: String, _ link: Link) async throws -> Batch {
    let found = try await BatchStore(link: link).resolve([reference], listing: session.listing)
    note([reference], named: found.map(\.id))
    guard let batch = found.first else {
      throw OpsError(
        .failed, "no batch is named \(Sanitiser.visible(reference))", hint: "batches lists them")
    }
    return batch
  }
}
