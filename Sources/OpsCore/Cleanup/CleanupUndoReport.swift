/// What the undo of a cleanup has brought back.
public struct CleanupUndoReport: Sendable {
  /// The id of the plan.
  public var plan: String
  /// The number of batches that are back.
  public var restored: Int
  /// The rows that are back, by table.
  public var rows: [String: Int]
  /// The references that are back, by name.
  public var references: [String: Int]
  /// Where what is back is not what was deleted, as sentences.
  public var differences: [String]
  /// What else is to be known.
  public var notes: [String]
  /// The entry of the journal.
  public var audit: String
  /// The journal's new head.
  public var head: String

  /// Whether every row is as it was.
  public var isVerified: Bool { differences.isEmpty }

  /// The result as it is printed.
  public func report(for format: OutputFormat) -> Report {
    guard format == .table else {
      return .record([
        "plan": .text(plan), "restored": .int(Int64(restored)), "rows": CleanupReport.counts(rows),
        "references": CleanupReport.counts(references), "verified": .bool(isVerified),
        "audit": .text(audit), "head": .text(head),
        "differences": .array(differences.map(DataValue.text)),
        "notes": .array(notes.map(DataValue.text)),
      ])
    }
    var lines = [
      "cleanup \(plan): \(ChangePreview.counted(restored, "batch", "batches")) back"
        + (isVerified ? ", every row as it was" : "")
    ]
    for (table, count) in rows.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(Sanitiser.visible(table)): \(ChangePreview.counted(count, "row", "rows"))")
    }
    for (name, count) in references.sorted(by: { $0.key < $1.key }) {
      lines.append(
        "  \(Sanitiser.visible(name)): \(ChangePreview.counted(count, "reference", "references"))")
    }
    lines += (differences + notes).map { "  \(Sanitiser.visible($0))" }
    lines.append("audit \(audit), head \(head)")
    return .text(lines.joined(separator: "\n"))
  }
}
