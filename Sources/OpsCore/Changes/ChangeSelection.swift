/// The batches that an operator means, by id or by filters, as they are now.
public struct ChangeSelection: Sendable {
  /// The batches that nobody holds.
  public let batches: [SelectedBatch]
  /// What a filter found and a session holds, each with its holder.
  public let held: [SkippedTarget]

  /// Finds the batches.
  ///
  /// A batch that was named and cannot be taken ends the change; a held row stays in the selection, and is refused
  /// with its holder.
  ///
  /// - Parameters:
  ///   - ids: Ids, beginnings of ids, or places in the last listing.
  ///   - filters: What the batches have in common.
  ///   - context: Where to look.
  /// - Returns: The batches in the order of their ids.
  /// - Throws: `OpsError` with exit status 64 without any id or filter, 1 for an id that names no batch, 4 for one
  ///   that does not match the filters, or whose place in a listing shows another status now.
  public static func resolve(
    ids: [String], filters: FilterOptions, in context: Context
  ) async throws -> ChangeSelection {
    let link = try await context.link()
    let filter = try filter(filters, ids: ids, in: context, link)
    let found = try await find(
      ids: ids, filter, listing: context.session.listing, in: BatchStore(link: link))
    context.note(ids, named: found.map(\.id))
    guard ids.isEmpty else { return ChangeSelection(batches: found, held: []) }
    return try await leavingOutHeld(found, link)
  }

  /// Returns the filter, whose times are told, and refuses to choose everything, or by a listing that nobody has seen.
  ///
  /// - Throws: `OpsError` with exit status 64 or 4.
  static func filter(
    _ filters: FilterOptions, ids: [String], in context: Context, _ link: Link
  ) throws -> BatchFilter {
    try context.refusePlaces(in: ids)
    let filter = try filters.filter(in: link.schema)
    for notice in filter.notices { context.output.notice(notice) }
    guard !ids.isEmpty || filter.isSelective else {
      throw OpsError(
        .usage, "a change needs at least one id or filter",
        hint: "an empty pattern, or one of wildcards only, counts as none")
    }
    return filter
  }

  /// Finds the batches that ids name, which must match the filter, or that the filter finds; held ones are among them.
  ///
  /// - Throws: `OpsError` with exit status 64, 1 or 4, as ``resolve(ids:filters:in:)`` does.
  static func find(
    ids: [String], _ filter: BatchFilter, listing: Listing?, in store: BatchStore
  ) async throws -> [SelectedBatch] {
    guard !ids.isEmpty else {
      return try await store.all(filter).map { SelectedBatch($0, isNamed: false) }
    }
    let named = try await store.resolve(ids, listing: listing)
      .map { SelectedBatch($0, isNamed: true) }
    guard filter.isSelective else { return named }
    let matching = Set(try await store.all(filter).map(\.id))
    let others = named.filter { !matching.contains($0.id) }
    guard others.isEmpty else {
      throw OpsError(
        .refused,
        "\(ChangeExecution.joined(others.map { "\($0.id) does not match the filters" }));"
          + " nothing was changed",
        hint: "leave out these ids, or the filters")
    }
    return named
  }

  private static func leavingOutHeld(
    _ found: [SelectedBatch], _ link: Link
  ) async throws -> ChangeSelection {
    let held = try await LockProbe(link.connection)
      .heldRows(of: .batches, keys: found.map(\.id))
    let heldIDs = Set(held.map(\.key))
    return ChangeSelection(
      batches: found.filter { !heldIDs.contains($0.id) },
      held: held.map { SkippedTarget(id: $0.key, reason: $0.reason) })
  }
}

extension SelectedBatch {
  /// Takes over a batch that was found.
  init(_ batch: Batch, isNamed: Bool) {
    self.init(
      id: batch.id, filename: batch.filename, status: batch.status, version: batch.version,
      isNamed: isNamed)
  }
}
