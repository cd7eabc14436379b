extension ChangeReport {
  /// The result as it is printed: sentences for people, the shape of a change for programs.
  ///
  /// - Parameter format: How results are printed.
  /// - Returns: The same facts in any format.
  public func report(for format: OutputFormat) -> Report {
    switch format {
    case .table: .text(lines.joined(separator: "\n"))
    case .vertical, .json, .ndjson: .record(fields)
    case .csv, .markdown: .list(table)
    }
  }

  /// The keys that scripts rely on, then what else is known.
  var fields: Fields {
    [
      "command": .text(command),
      "environment": .text(environment),
      "planned": .int(Int64(planned)),
      "changed": .int(Int64(changes.count)),
      "skipped": .array(
        skipped.map { .object(["id": .text($0.id), "reason": .text($0.reason)]) }),
      "changes": .array(
        changes.map { change in
          .object([
            "id": .text(change.id), "status_before": .text(change.statusBefore),
            "status_after": .text(change.statusAfter),
          ])
        }),
      "audit": audit.map(DataValue.text) ?? .null,
      "head": head.map(DataValue.text) ?? .null,
      "dependents": .object(
        Fields(dependents.sorted { $0.key < $1.key }.map { ($0.key, .int(Int64($0.value))) })),
      "notes": .array(notes.map(DataValue.text)),
    ]
  }

  private var table: Table {
    Table(
      columns: [
        Column("id", "ID", .id, importance: .essential, short: .prefix(8)),
        Column("status_before", "BEFORE", .status),
        Column("status_after", "AFTER", .status, importance: .essential),
        Column("audit", "AUDIT", .id, importance: .extra),
      ],
      rows: changes.map { change in
        [
          .text(change.id), .text(change.statusBefore), .text(change.statusAfter),
          audit.map(DataValue.text) ?? .null,
        ]
      })
  }

  /// The sentences; what was seen before a question is not repeated for more batches than fit a screen.
  var lines: [String] {
    guard audit != nil else {
      return ["\(action): no batch to change in \(environment)"] + skippedLines
    }
    let batches = ChangePreview.counted(changes.count, "batch", "batches")
    var lines = ["\(action): \(batches) changed in \(environment)"]
    for change in changes.prefix(ChangePreview.limit) {
      let before = Sanitiser.visible(change.statusBefore)
      lines.append("  \(change.id)  \(before) -> \(Sanitiser.visible(change.statusAfter))")
    }
    lines += ChangePreview.more(changes.count)
    for (label, count) in dependents.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(label): \(ChangePreview.counted(count, "row", "rows"))")
    }
    lines += skippedLines + notes.map { "  \(Sanitiser.visible($0))" }
    if let audit, let head { lines.append("audit \(audit), head \(head)") }
    return lines
  }

  private var skippedLines: [String] {
    skipped.prefix(ChangePreview.limit).map { "  left alone: \($0.id): \($0.reason)" }
      + ChangePreview.more(skipped.count)
  }
}
