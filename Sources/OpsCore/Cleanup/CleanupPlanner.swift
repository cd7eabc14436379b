internal import Postgres

/// Makes the plan of a cleanup: looks at everything in one moment, and can write nothing.
///
/// All numbers come from one READ ONLY transaction at REPEATABLE READ with row security switched off, so that they
/// agree with one another, hidden rows are an error, and not even a trigger could change anything.
public struct CleanupPlanner: Sendable {
  private let context: Context
  private let overCap: Bool
  private let storageGrace: Duration?
  /// A count may take long; it keeps nobody waiting.
  private static let timeouts = Timeouts(statement: .seconds(300))
  /// How long a plan can be started.
  static let lifetime = Duration.seconds(900)

  /// Makes a planner.
  ///
  /// - Parameters:
  ///   - context: Where to look, and for whom.
  ///   - overCap: Whether dependent rows are counted past their cap, for an operator who will go over it.
  ///   - storageGrace: How long the objects of the batches stay after their rows; nil when they are not to go.
  public init(in context: Context, overCap: Bool = false, storageGrace: Duration? = nil) {
    self.context = context
    self.overCap = overCap
    self.storageGrace = storageGrace
  }

  /// Looks, and freezes what was seen; nothing is saved.
  ///
  /// - Parameters:
  ///   - ids: Ids, beginnings of ids, or places in the last listing.
  ///   - filters: What the batches have in common.
  /// - Returns: The plan; without batches when nothing was found that can be taken.
  /// - Throws: `OpsError` with exit status 64 without any id or filter, 1 for an id that names no batch, 4 for one that
  ///   cannot be taken and for another number than the caller expected, 2 on a replica; `PostgresError`.
  public func plan(ids: [String], filters: FilterOptions) async throws -> CleanupPlan {
    // A profile without a store is said before anything is counted.
    let storage = try storageGrace.map { _ in try context.requiredStorage() }
    let link = try await context.link()
    try Self.refuseReplica(link.card)
    try DeletionRule.checkDigits(ids, in: link.environment)
    let filter = try ChangeSelection.filter(filters, ids: ids, in: context, link)
    let rule = DeletionRule(namesCompleted: filters.namesCompleted)
    let listing = context.session.listing
    var draft = try await link.connection.transaction(.repeatableReadReadOnly, Self.timeouts) {
      transaction in
      _ = try await transaction.query(BatchSQL.plain)
      let found = try await ChangeSelection.find(
        ids: ids, filter, listing: listing, in: BatchStore(link: link, in: transaction))
      let (taken, skipped) = try rule.part(found)
      let draft = CleanupDraft(taken: taken, skipped: skipped)
      guard !taken.isEmpty else { return draft }
      return try await look(draft, link, in: transaction)
    }
    context.note(ids, named: (draft.taken.map(\.id) + draft.skipped.map(\.id)))
    // The snapshot is let go before anybody is asked who holds what, and before a store is asked, which may be slow.
    draft.evidence.held = try await LockProbe(link.connection)
      .evidence(ofBatches: draft.taken.map(\.id))
    if let storage {
      draft.objects = try await ObjectLookup(storage, link)
        .objects(of: draft.taken.map(\.id), for: "cleanup plan", context.output)
      draft.storageGrace = storageGrace.map { Int($0.components.seconds) }
    }
    try context.checkExpectation(planned: draft.taken.count)
    return draft.plan(
      link, command: context.commandLine, filters: filters.words(ids: ids, resolved: filter),
      createdAt: .now)
  }

  /// A replica lags behind what would be deleted, and nothing can be deleted on it.
  static func refuseReplica(_ card: ConnectionCard) throws(OpsError) {
    guard card.isReplica else { return }
    throw OpsError(
      .cannotConnect, "this server is a replica, which cannot be changed and may lag behind",
      hint: "connect to the primary")
  }

  private func look(
    _ draft: CleanupDraft, _ link: Link, in transaction: Transaction
  ) async throws -> CleanupDraft {
    var draft = draft
    let ids = draft.taken.map(\.id)
    let limits = link.environment.limits
    let graph = CleanupGraph(try await Dependency.all(in: transaction))
    let tables = try await CleanupTable.load(graph.tables, in: transaction)
    let bound = overCap ? nil : limits.dependentRows.map { $0 < Int.max ? $0 + 1 : $0 }
    let counts = try await CleanupCounts.load(graph, ids: ids, bound: bound, in: transaction) {
      tables[$0]?.isReadable ?? false
    }
    draft.findings = CleanupFindings(
      graph: graph, tables: tables, counts: counts, batches: ids.count, limits: limits,
      role: link.card.role)
    draft.soft = try await SoftReferences.load(ids: ids, in: transaction)
    draft.evidence = try await CleanupEvidence.load(ids: ids, in: transaction)
    if let share = limits.share, ids.count >= ChangeCaps.shareCounts {
      let needed = ChangeCaps.tableNeeded(for: ids.count, share: share)
      draft.tableAtMost = try await transaction.query(ChangeSQL.boundedCount, [.int(needed)])
        .first?.int("n")
    }
    return draft
  }
}
