/// What a cleanup, or the undo of one, has done.
public struct CleanupReport: Sendable {
  /// The id of the plan.
  public var plan: String
  /// The number of batches of the plan.
  public var planned: Int
  /// The number of batches that are gone.
  public var deleted: Int
  /// What was left alone, and why.
  public var skipped: [SkippedTarget]
  /// The rows deleted, by table.
  public var rows: [String: Int]
  /// The references emptied, by name.
  public var references: [String: Int]
  /// The folder of the archive.
  public var path: String
  /// The size of the archive in bytes.
  public var bytes: Int
  /// The SHA-256 of the archive's manifest, which has that of every file.
  public var sha256: String?
  /// The number of transactions.
  public var chunks: Int
  /// How long the longest transaction was open, in milliseconds.
  public var longest: Int
  /// How long it took, in milliseconds.
  public var elapsed: Int
  /// The entry of the journal; nil when nothing was begun.
  public var audit: String?
  /// The journal's new head.
  public var head: String?
  /// What else is to be known.
  public var notes: [String]

  /// The result as it is printed.
  public func report(for format: OutputFormat) -> Report {
    guard format == .table else { return .record(fields) }
    return .text(lines.joined(separator: "\n"))
  }

  var fields: Fields {
    [
      "plan": .text(plan), "planned": .int(Int64(planned)), "deleted": .int(Int64(deleted)),
      "skipped": .array(skipped.map { .object(["id": .text($0.id), "reason": .text($0.reason)]) }),
      "rows": Self.counts(rows), "references": Self.counts(references),
      "archive": .object([
        "path": .text(path), "bytes": .int(Int64(bytes)), "sha256": DataValue(orNull: sha256),
      ]),
      "chunks": .int(Int64(chunks)), "longest_transaction_ms": .int(Int64(longest)),
      "elapsed_ms": .int(Int64(elapsed)), "audit": DataValue(orNull: audit),
      "head": DataValue(orNull: head), "notes": .array(notes.map(DataValue.text)),
    ]
  }

  private var lines: [String] {
    var lines = [
      "cleanup \(plan): \(planned) planned = \(deleted) deleted + \(skipped.count) skipped"
    ]
    for (table, count) in rows.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(Sanitiser.visible(table)): \(ChangePreview.counted(count, "row", "rows"))")
    }
    for (name, count) in references.sorted(by: { $0.key < $1.key }) {
      lines.append(
        "  \(Sanitiser.visible(name)): \(ChangePreview.counted(count, "reference", "references")) set NULL"
      )
    }
    lines += skipped.prefix(ChangePreview.limit).map { "  left alone: \($0.id): \($0.reason)" }
    lines += ChangePreview.more(skipped.count)
    lines.append("  archive: \(Sanitiser.visible(path)), \(ByteCount.text(bytes))")
    lines.append(
      "  \(ChangePreview.counted(chunks, "transaction", "transactions")), the longest \(longest) ms, \(elapsed) ms in all"
    )
    lines += notes.map { "  \(Sanitiser.visible($0))" }
    if let audit, let head { lines.append("audit \(audit), head \(head)") }
    return lines
  }

  static func counts(_ counts: [String: Int]) -> DataValue {
    .object(Fields(counts.sorted { $0.key < $1.key }.map { ($0.key, .int(Int64($0.value))) }))
  }
}
