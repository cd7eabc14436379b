/// What a planner has seen, before it becomes a plan.
struct CleanupDraft: Sendable {
  var taken: [SelectedBatch]
  var skipped: [SkippedTarget]
  /// What hangs on the batches; nil when there are none.
  var findings: CleanupFindings?
  var soft = SoftReferences()
  var evidence = CleanupEvidence()
  /// The objects of the batches; nil when they are not to go.
  var objects: ObjectLookup.Findings?
  /// How many seconds the objects stay after their rows.
  var storageGrace: Int?
  /// The rows in the table of batches, counted no further than needed; nil when not counted.
  var tableAtMost: Int?

  init(taken: [SelectedBatch], skipped: [SkippedTarget]) {
    self.taken = taken
    self.skipped = skipped
  }

  /// Makes the plan.
  func plan(
    _ link: Link, command: String, filters: [String], createdAt: Instant
  ) -> CleanupPlan {
    let batches = frozen
    let caps = CleanupCaps(
      limits: link.environment.limits, batches: batches.count,
      dependentRows: batches.reduce(0) { $0 + $1.weight }, isCut: findings?.counts.isCut ?? false,
      tableAtMost: tableAtMost)
    var plan = CleanupPlan(
      id: AuditEntry.newID(), environment: link.environment.name, identity: link.identity,
      createdAt: createdAt, expiresAt: createdAt + CleanupPlanner.lifetime, command: command,
      filters: filters, graph: findings?.graph ?? .empty, batches: batches, skipped: skipped,
      stays: soft.counts, warnings: [],
      estimate: .init(
        seconds: 0, longestLockMilliseconds: 0, walBytes: 0, archiveBytes: 0, undoSeconds: 0))
    plan.objects = unseen.isEmpty ? objects?.objects : nil
    plan.storageGrace = storageGrace
    guard let findings else { return plan }
    plan.warnings = findings.warnings + caps.warnings + evidence.warnings + completed + repeated
    plan.warnings += softUnknown + (unseen.isEmpty ? keptObjects : [unseenObjects])
    plan.estimate = .init(findings, batches: batches)
    plan.uncounted = uncounted(findings)
    plan.repeated = findings.counts.repeated
    plan.caps = caps.lines
    return plan
  }

  private var frozen: [FrozenBatch] {
    let rows = findings?.counts.rows ?? []
    let references = findings?.counts.references ?? []
    return taken.map { batch in
      FrozenBatch(
        id: batch.id, filename: batch.filename, status: batch.status, version: batch.version,
        rows: rows.map { $0?[batch.id] ?? 0 }, references: references.map { $0?[batch.id] ?? 0 })
    }
  }

  private func uncounted(_ findings: CleanupFindings) -> [String] {
    let tables = zip(findings.graph.dependents, findings.counts.rows)
      .filter { $0.1 == nil }.map(\.0.table.description)
    let references = zip(findings.graph.references, findings.counts.references)
      .filter { $0.1 == nil }.map(\.0.name)
    return tables + references + soft.unknown.map(\.name)
  }

  private var completed: [CleanupPlan.Warning] {
    let count = taken.count { $0.status == "completed" }
    guard count > 0 else { return [] }
    return [
      .init(
        "\(CleanupWords.counted(count, "batch is", "batches are")) completed: what became of the"
          + " rows stays, and the file can be taken in again")
    ]
  }

  private var repeated: [CleanupPlan.Warning] {
    (findings?.counts.repeated ?? [:]).sorted { $0.key < $1.key }.map { name, count in
      .init(
        "\(count) times a row of \(name) hangs on more than one of these batches: when one batch"
          + " goes in an earlier transaction than the other, the other is left alone as changed")
    }
  }

  /// Objects of which nobody knows whether they are there.
  private var unseen: [SkippedObject] { (objects?.skipped ?? []).filter(\.isUnknown) }

  private var unseenObjects: CleanupPlan.Warning {
    let reasons = Set(unseen.map(\.reason)).sorted().prefix(3).joined(separator: "; ")
    return .init(
      "\(CleanupWords.counted(unseen.count, "object", "objects")) could not be looked up"
        + " (\(reasons)): plan again when the store answers, or without --with-storage", .obstacle)
  }

  private var keptObjects: [CleanupPlan.Warning] {
    let kept = objects?.skipped ?? []
    let more = kept.count - CleanupEvidence.shown
    return kept.prefix(CleanupEvidence.shown).map {
      .init("no object of \($0.id) is deleted: \($0.reason)")
    } + (more > 0 ? [.init("nor is one of \(more) more batches")] : [])
  }

  private var softUnknown: [CleanupPlan.Warning] {
    soft.unknown.map { .init("what names these batches in \($0.name) is not known: \($0.reason)") }
      + soft.counts.filter { $0.value >= SoftReferences.bound }.map(\.key).sorted().map {
        .init("\($0) was counted no further than \(SoftReferences.bound)")
      }
  }
}
