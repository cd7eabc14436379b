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

  /// Takes all objects back.
  ///
  /// - Returns: What is to be known, as sentences.
  func takeBack() throws(OpsError) -> [String] {
    guard let objects = plan.objects, !objects.isEmpty else { return [] }
    let kept = try outbox.cancel(plan: plan.id)
    let asked = kept.count { $0.isAsked }
    let gone = objects.count - kept.count
    var notes = ["\(ChangePreview.counted(kept.count - asked, "object", "objects")) kept"]
    if asked > 0 {
      notes.append("\(asked) were being deleted: storage head ID tells whether they are there")
    }
    if gone > 0 {
      notes.append(
        "\(gone) of \(objects.count) are not in the outbox any more: what was purged does not come back"
      )
    }
    return notes
  }
}
