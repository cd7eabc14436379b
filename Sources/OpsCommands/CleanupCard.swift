internal import OpsCore

/// A plan as programs and people see it.
struct CleanupCard {
  let plan: CleanupPlan
  /// How far it has come; nil when there was nothing to plan.
  let state: PlanState?
  /// How many batches are gone already.
  let deleted: Int
  /// What was left alone on the way.
  let leftAlone: [SkippedTarget]
  /// The columns of the screen; nil when it is none.
  let width: Int?

  init(
    _ plan: CleanupPlan, state: PlanState?, _ output: Output, deleted: Int = 0,
    leftAlone: [SkippedTarget] = []
  ) {
    self.plan = plan
    self.state = state
    self.deleted = deleted
    self.leftAlone = leftAlone
    width = output.rendering.width
  }

  var report: Report { .card(fields, people: sections) }

  /// The keys that scripts rely on, then what else is known.
  var fields: Fields {
    [
      "plan": DataValue(orNull: state == nil ? nil : plan.id),
      "environment": .text(plan.environment),
      "filters": .array(plan.filters.map(DataValue.text)),
      "batches": DataValue(orNull: plan.batches.count),
      "rows": .object(rows),
      "set_null": .object(references),
      "stays": .object(softReferences),
      "objects": DataValue(orNull: plan.objects?.count),
      "object_bytes": DataValue(orNull: plan.objects?.reduce(0) { $0 + $1.bytes }),
      "grace_seconds": DataValue(orNull: plan.storageGrace),
      "skipped": .array(
        (plan.skipped + leftAlone).map {
          .object(["id": .text($0.id), "reason": .text($0.reason)])
        }),
      "warnings": .array(plan.warnings.map { .text($0.text) }),
      "created_at": .time(plan.createdAt),
      "expires_at": .time(plan.expiresAt),
      "state": DataValue(orNull: state?.rawValue),
      "deleted": DataValue(orNull: deleted),
      "obstacles": texts(.obstacle),
      "over_cap": texts(.cap),
      "triggers": texts(.trigger),
      "publications": texts(.publication),
      "dependent_rows": DataValue(orNull: plan.uncounted.isEmpty ? plan.dependentRows : nil),
      "estimate": .object([
        "seconds": .double(plan.estimate.seconds),
        "longest_lock_ms": DataValue(orNull: plan.estimate.longestLockMilliseconds),
        "wal_bytes": DataValue(orNull: plan.estimate.walBytes),
        "archive_bytes": DataValue(orNull: plan.estimate.archiveBytes),
        "undo_seconds": .double(plan.estimate.undoSeconds),
      ]),
    ]
  }

  /// The rows by table, the batches first; null where they could not be counted.
  private var rows: Fields {
    let counts = plan.rows
    let dependents = plan.graph.dependents.map(\.table)
      .sorted { $0.description < $1.description }
    return Fields(
      ([TableName.batches] + dependents).map { table in
        (table.description, known(table.description, counts[table] ?? 0))
      })
  }

  private var references: Fields { sorted(plan.emptied) }

  private var softReferences: Fields {
    let inGraph = Set(
      plan.graph.dependents.map(\.table.description) + plan.graph.references.map(\.name))
    var counts = plan.stays
    for name in plan.uncounted where !inGraph.contains(name) { counts[name] = 0 }
    return sorted(counts)
  }

  private func sorted(_ counts: [String: Int]) -> Fields {
    Fields(counts.sorted { $0.key < $1.key }.map { ($0.key, known($0.key, $0.value)) })
  }

  private func known(_ name: String, _ count: Int) -> DataValue {
    plan.uncounted.contains(name) ? .null : DataValue(orNull: count)
  }

  private func texts(_ kind: CleanupPlan.Warning.Kind) -> DataValue {
    .array(plan.warnings(kind).map(DataValue.text))
  }

  // MARK: People

  /// What decides comes first, what to type next comes last.
  private var sections: [ReportSection] {
    guard state != nil else { return nothing }
    let screen = CleanupScreen(plan: plan, width: width)
    return [ReportSection("", .lines(screen.headline(state)))] + progress
      + [
        table("Rows that go", "TABLE", rows, screen.ways),
        table("References that are emptied", "REFERENCE", references),
        table("Soft references that stay behind", "REFERENCE", softReferences),
      ].compactMap(\.self) + screen.sections(state)
  }

  /// How far it has come, once it was begun.
  private var progress: [ReportSection] {
    guard deleted > 0 || !leftAlone.isEmpty else { return [] }
    let shown = leftAlone.prefix(10).map { "  left alone: \($0.id): \($0.reason)" }
    let more = leftAlone.count - shown.count
    return [
      ReportSection(
        "So far",
        .lines(
          ["\(deleted) of \(plan.batches.count) batches deleted, \(leftAlone.count) left alone"]
            + shown + (more > 0 ? ["  and \(more) more"] : [])))
    ]
  }

  private var nothing: [ReportSection] {
    let screen = CleanupScreen(plan: plan, width: width)
    return [
      ReportSection("", .lines(["\(plan.environment): nothing to delete, so there is no plan"]))
    ] + screen.skipped
  }

  private func table(
    _ title: String, _ name: String, _ counts: Fields, _ ways: [String: String] = [:]
  ) -> ReportSection? {
    guard !counts.pairs.isEmpty else { return nil }
    // Names are of no use when cut: on a narrow screen they stand one below the other.
    var columns = [
      Column("name", name, importance: .essential),
      Column("rows", "ROWS", .number, importance: .essential),
    ]
    if !ways.isEmpty { columns.append(Column("through", "THROUGH")) }
    return ReportSection(
      title,
      .table(
        Table(
          columns: columns,
          rows: counts.pairs.map { pair in
            let count = pair.value == .null ? DataValue.text("not known") : pair.value
            return [.text(pair.name), count] + (ways.isEmpty ? [] : [.text(ways[pair.name] ?? "")])
          })))
  }
}
