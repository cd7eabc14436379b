/// The objects of the batches of a plan, which go by the outbox: some time after the rows, so that undo can keep them.
struct CleanupObjects: Sendable {
  let plan: CleanupPlan
  let context: Context
  let link: Link

  private var outbox: Outbox { context.outbox(link) }

  /// Puts the objects into the outbox before any row goes: after a crash they are where a purge finds them, and a purge
  /// keeps the object of a batch that is still there.
  func deferAll() throws {
    guard let grace = plan.storageGrace, let objects = plan.objects, !objects.isEmpty else {
      return
    }
    let storage = try context.requiredStorage()
    try outbox.defer(
      objects: objects, plan: plan.id, due: .now + .seconds(Int64(grace)),
      place: storage.store.place)
  }

  /// Takes back the objects of batches that stay, when no more of them will go.
  ///
  /// - Returns: What is to be known, as sentences.
  func settle(_ ledger: CleanupLedger) throws(OpsError) -> [String] {
    guard let objects = plan.objects, !objects.isEmpty else { return [] }
    guard ledger.hasStarted else {
      try outbox.cancel(plan: plan.id)
      return []
    }
    guard ledger.isFinished else { return [] }
    _ = try outbox.keep(batches: Set(ledger.skipped.map(\.id)), of: plan.id)
    guard let waiting = try outbox.plans().first(where: { $0.plan == plan.id }) else { return [] }
    return [
      "\(ChangePreview.counted(waiting.items.count, "object", "objects")) wait in the outbox until"
        + " \(waiting.due.iso8601); storage purge deletes what is due"
    ]
  }

  /// Takes all objects back, and looks what became of those that had left the outbox.
  ///
  /// - Returns: What is to be known, as sentences.
  func takeBack() async throws -> [String] {
    guard let objects = plan.objects, !objects.isEmpty else { return [] }
    let kept = try outbox.cancel(plan: plan.id)
    let asked = kept.count { $0.isAsked }
    var notes = ["\(ChangePreview.counted(kept.count - asked, "object", "objects")) kept"]
    if asked > 0 {
      notes.append("\(asked) were being deleted: storage head ID tells whether they are there")
    }
    let names = Set(kept.map(\.object.name))
    return notes + (try await fates(of: objects.filter { !names.contains($0.name) }))
  }

  /// A purge may have deleted an object, or left it alone, and the store knows which.
  private func fates(of objects: [PlannedObject]) async throws -> [String] {
    guard !objects.isEmpty else { return [] }
    var counts: [String: Int] = [:]
    for (object, sighting) in try await look(for: objects) {
      let fate =
        switch sighting {
        case .there(let found) where found.version == object.version:
          "had left the outbox and are there"
        case .there: "were replaced: other files have their names"
        case .gone: "are gone: what was purged does not come back"
        case .unknown, nil: "had left the outbox: storage head ID tells whether they are there"
        }
      counts[fate, default: 0] += 1
    }
    return counts.sorted { $0.key < $1.key }.map {
      "\($0.value) of \(plan.objects?.count ?? 0) \($0.key)"
    }
  }

  private func look(
    for objects: [PlannedObject]
  ) async throws -> [(PlannedObject, Sighting?)] {
    guard let storage = try? context.requiredStorage() else { return objects.map { ($0, nil) } }
    let meter = Meter("cleanup undo", unit: "names", total: objects.count)
    let found = try await context.output.reporting(meter) {
      await ObjectFinder(store: storage.store, meter: meter).look(objects.map(\.name))
    }
    return objects.map { ($0, found[$0.name]) }
  }
}
