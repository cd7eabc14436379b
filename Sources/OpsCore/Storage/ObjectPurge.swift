/// Deletes what is in the outbox: looks again at everything, asks, and writes down each fate before it goes on.
struct ObjectPurge: Sendable {
  /// What happened.
  struct Outcome: Sendable {
    var deleted = 0
    var skipped: [SkippedObject] = []
    /// What should have gone and has not, or nobody knows, by the word for it.
    var unsettled: [String: Int] = [:]
    /// How many objects met each fate.
    var counts: [String: Int] = [:]
    /// What ended it before its end.
    var problem: OpsError?
  }

  let outbox: Outbox
  let storage: Storage
  let context: Context
  let link: Link
  var patience = Patience()
  /// Counts the objects whose fate is known.
  var meter: Meter?
  /// So many are claimed, looked at and settled together.
  static let round = 2000

  /// Deletes the objects of plans.
  ///
  /// - Parameters:
  ///   - plans: What is due.
  ///   - check: Throws when nothing more may be deleted, as when arming has ended.
  /// - Returns: What happened; what was not come to stays in the outbox.
  func run(_ plans: [OutboxPlan], check: () throws -> Void) async -> Outcome {
    var outcome = Outcome()
    var pace = Pace()
    for plan in plans {
      guard plan.place == storage.store.place else {
        let reason = "it lies in another store than the profile's: \(plan.place)"
        add(plan.items.map { ($0.object, .unknown(reason)) }, to: &outcome)
        continue
      }
      for start in stride(from: 0, to: plan.items.count, by: Self.round) {
        let items = plan.items[start..<min(start + Self.round, plan.items.count)]
        do {
          guard outcome.problem == nil, !Task.isCancelled else { throw Stopped() }
          try check()
          add(try await delete(items.map(\.object), of: plan, &pace), to: &outcome)
        } catch {
          if !(error is Stopped) { outcome.problem = OpsError(mapping: error) }
          add(items.map { ($0.object, .open) }, to: &outcome)
          continue
        }
      }
    }
    return outcome
  }

  /// Nothing more is begun.
  private struct Stopped: Error {}

  /// Deletes one round, whose fates are in the outbox when this returns.
  private func delete(
    _ objects: [PlannedObject], of plan: OutboxPlan, _ pace: inout Pace
  ) async throws -> [(PlannedObject, ObjectFate)] {
    let claimed = try outbox.claim(objects.map(\.name), of: plan.plan).map(\.object)
    var fates = try await kept(claimed, plan)
    let free = claimed.filter { fates[$0.name] == nil }
    meter?.add(objects.count - free.count)
    let deletion = ObjectDeletion(store: storage.store, patience: patience, meter: meter)
    fates.merge(await deletion.run(free, pace: &pace)) { first, _ in first }
    try outbox.settle(fates, of: plan.plan)
    return objects.map { ($0, fates[$0.name] ?? .kept("its plan was taken back")) }
  }

  /// Finds what must stay, because a batch that is there refers to it.
  ///
  /// The batch whose object was asked for by name is no reason to keep it; any other one is, and so is a batch whose row
  /// was to go and has not, or has come back.
  private func kept(
    _ objects: [PlannedObject], _ plan: OutboxPlan
  ) async throws -> [String: ObjectFate] {
    let references = ObjectReferences(settings: storage.settings, link: link)
    let found = try await references.batches(referringTo: objects.map(\.name))
    var fates: [String: ObjectFate] = [:]
    for object in objects {
      var batches = found[object.name] ?? []
      if !plan.rowsGo { batches.remove(object.batch) }
      if let batch = batches.min() { fates[object.name] = .kept("batch \(batch) refers to it") }
    }
    return fates
  }

  private func add(_ fates: [(PlannedObject, ObjectFate)], to outcome: inout Outcome) {
    for (object, fate) in fates {
      outcome.counts[fate.word, default: 0] += 1
      if fate == .deleted {
        outcome.deleted += 1
        continue
      }
      outcome.skipped.append(
        SkippedObject(id: object.batch, object: object.name, reason: fate.reason))
      if fate != .gone { outcome.unsettled[fate.word, default: 0] += 1 }
    }
  }
}
