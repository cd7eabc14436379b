internal import ArgumentParser
internal import OpsCore

/// Shows everything that is recorded about one change.
struct AuditShow: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show everything that is recorded about one change.",
    discussion: """
      The entries of the change, with the rows before and after it.

      EXAMPLE
        audit show 5c1e09aa
      """)
  static let requirements: Requirements = []
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.changes

  @Argument(help: "The audit id of the change.", completion: .auditIDs)
  var audit: String

  mutating func run(in context: Context) async throws -> Report {
    let entries = try context.journal.entries(of: audit)
    guard let first = entries.first else {
      throw OpsError(
        .failed, "no change has the audit id \(Sanitiser.visible(audit))",
        hint: "audit list shows the changes that this journal knows")
    }
    guard let summary = AuditSummary.summaries(of: entries).first else { return .none }
    return .record([
      "audit": .text(summary.audit), "time": .time(summary.time),
      "operator": .text(summary.operator), "host": .text(first.host),
      "environment": .text(summary.environment), "command": .text(summary.command),
      "reason": DataValue(orNull: summary.reason), "planned": DataValue(orNull: summary.planned),
      "changed": DataValue(orNull: summary.changed), "result": DataValue(orNull: summary.result),
      "ids": .array(first.ids.map(DataValue.text)),
      "xids": .array(Self.distinct(entries.flatMap(\.xids)).map(DataValue.text)),
      "rows": .array(Self.images(entries)),
    ])
  }

  private static func distinct(_ values: [String]) -> [String] {
    values.enumerated().filter { values.firstIndex(of: $0.element) == $0.offset }.map(\.element)
  }

  /// Pairs the images of each row; only columns that differ are shown.
  private static func images(_ entries: [AuditEntry]) -> [DataValue] {
    entries.flatMap { entry in
      entry.before.enumerated().map { index, before in
        let after = entry.after.indices.contains(index) ? entry.after[index] : nil
        return image(before, after)
      }
    }
  }

  private static func image(_ before: AuditImage, _ after: AuditImage?) -> DataValue {
    var changes: [(String, DataValue)] = []
    for (column, value) in before.columns.sorted(by: { $0.key < $1.key }) {
      let new = after?.columns[column] ?? nil
      guard after == nil || new != value else { continue }
      changes.append(
        (column, .object(["before": DataValue(orNull: value), "after": DataValue(orNull: new)])))
    }
    return .object([
      "table": .text(before.table),
      "key": DataValue(orNull: before.columns[before.key] ?? nil),
      "columns": .object(Fields(changes)),
    ])
  }
}
