/// What a line turned out to mean, so that it can be written down as one that means the same for ever.
public struct LineTrace: Sendable, Equatable {
  /// The ids that short references named, such as `%3` or `3f2a`.
  public var ids: [String: String] = [:]
  /// How many batches or objects the change was about; nil when nothing was to be changed.
  public var planned: Int?

  /// Makes the trace of a line that has not run.
  public init() {}

  /// Takes note of the batches that references named.
  ///
  /// - Parameters:
  ///   - references: The references as they were typed.
  ///   - batches: The ids of the batches that were found for them.
  ///   - listing: The listing whose places they may name.
  mutating func note(_ references: [String], named batches: [String], _ listing: Listing?) {
    for reference in references {
      switch try? BatchReference.parse(reference) {
      case .place(let place):
        guard let rows = listing?.rows, rows.indices.contains(place - 1) else { continue }
        ids[reference] = rows[place - 1].id
      case .digits(let digits):
        let id = batches.first { $0.replacing("-", with: "").hasPrefix(digits) }
        if let id, id != reference { ids[reference] = id }
      case nil: continue
      }
    }
  }
}

extension Context {
  /// Finds batches by the references that somebody typed, and takes note of what these named.
  ///
  /// - Throws: `OpsError` with exit status 64 for a malformed reference, 1 for one that names no batch or several.
  public func find(_ references: [String], in store: BatchStore) async throws -> [FoundBatch] {
    let found = try await store.find(references, listing: session.listing)
    note(references, named: found.map(\.batch.id))
    return found
  }

  /// Takes note of what references named.
  public func note(_ references: [String], named batches: [String]) {
    session.trace { $0.note(references, named: batches, session.listing) }
  }

  /// Refuses places of a listing in a script: nobody has seen that listing.
  ///
  /// - Throws: `OpsError` with exit status 4.
  func refusePlaces(in references: [String]) throws(OpsError) {
    guard dispatcher.isScript, let place = references.first(where: { $0.hasPrefix("%") }) else {
      return
    }
    throw OpsError(
      .refused,
      "\(Sanitiser.visible(place)) names a row that somebody has seen, which a script has not; "
        + "nothing was changed",
      hint: "give the id, or filters with --expect N; history --script writes ids")
  }
}
