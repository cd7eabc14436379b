internal import Postgres

/// Deletes the objects of batches: now, or when a grace is over.
///
/// Nothing is asked of the store before the intent is in the journal and the objects are in the outbox, so that whatever
/// ends the process leaves behind what was to be done.
public struct ObjectRemoval: Sendable {
  /// How long objects stay unless something else is asked for.
  public static let defaultGrace = Duration.seconds(86_400)

  private let ids: [String]
  private let filters: FilterOptions
  private let grace: Duration
  private let isNow: Bool
  private let overCap: Bool

  /// Makes a removal.
  ///
  /// - Parameters:
  ///   - ids: Ids, beginnings of ids, or places in the last listing.
  ///   - filters: What the batches have in common.
  ///   - grace: How long the objects stay.
  ///   - isNow: Whether they go at once, after a second question.
  ///   - overCap: Whether an operator at a terminal may go over the caps.
  public init(
    ids: [String], filters: FilterOptions, grace: Duration, isNow: Bool, overCap: Bool
  ) {
    self.ids = ids
    self.filters = filters
    self.grace = grace
    self.isNow = isNow
    self.overCap = overCap
  }

  /// Plans, shows, asks, records, and defers or deletes.
  ///
  /// - Returns: What was done.
  /// - Throws: `OpsError` with exit status 4 when refused.
  public func run(in context: Context) async throws -> ObjectReport {
    let storage = try context.requiredStorage()
    let link = try await context.link()
    try DeletionRule.checkDigits(ids, in: link.environment)
    let selection = try await ChangeSelection.resolve(ids: ids, filters: filters, in: context)
    let rule = DeletionRule(namesCompleted: filters.namesCompleted)
    let (batches, skipped) = try selection.batches.taking {
      rule.refusal($0)?.words(status: $0.status)
    }
    try await refuseHeld(batches, link)
    var findings = try await ObjectLookup(storage, link)
      .objects(of: batches.map(\.id), for: "storage rm", context.output)
    findings.skipped += (skipped + selection.held).map {
      SkippedObject(id: $0.id, object: nil, reason: $0.reason)
    }
    return try await ObjectRemovalRun(
      command: "storage rm", findings: findings, grace: isNow ? nil : grace, overCap: overCap,
      storage: storage, context: context, link: link
    ).run()
  }

  private func refuseHeld(_ batches: [SelectedBatch], _ link: Link) async throws {
    let held = try await LockProbe(link.connection)
      .heldRows(of: .batches, keys: batches.map(\.id))
    guard held.isEmpty else { throw Changes.refusal(of: held) }
  }
}

extension FilterOptions {
  /// Whether completed batches were asked for by their status.
  var namesCompleted: Bool { status.contains("completed") }
}
