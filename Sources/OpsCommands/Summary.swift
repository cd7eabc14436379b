internal import ArgumentParser
internal import OpsCore

/// Counts batches and rows by status.
struct Summary: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "Count batches and rows by status.",
    discussion: """
      OLDEST is the time since the batch that has stood still longest last moved. INVALID says \
      little about quality where batches wait, are in flight, or were rejected as a whole: their \
      rows count, their errors do not. errors rate leaves that to be seen hour by hour.

      EXAMPLE
        summary
      """)
  static let requirements: Requirements = [.connection]
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.batches

  static func certainReach(of arguments: [String]) -> CatalogReach? {
    arguments.isEmpty ? .statuses : nil
  }

  var reach: CatalogReach { .statuses }

  mutating func run(in context: Context) async throws -> Report {
    let link = try await context.link()
    let summaries = try await BatchStore(link: link).summary()
    return .list(
      Table(
        columns: Self.columns,
        rows: Self.rows(summaries, hasUnicode: context.output.rendering.hasUnicode),
        footer: Self.footer(summaries, all: link.schema.statuses)))
  }

  private static func footer(_ summaries: [StatusSummary], all: [String]) -> String {
    let batches = summaries.reduce(0) { $0 + $1.batches }
    let present = Set(summaries.compactMap(\.status))
    let absent = all.filter { !present.contains($0) }
    let total = batches == 1 ? "1 batch" : "\(batches) batches"
    return absent.isEmpty ? total : "\(total); none is \(absent.joined(separator: ", "))"
  }

  private static let columns = [
    Column("status", "STATUS", .status, importance: .essential),
    Column("class", "CLASS", .id, importance: .extra),
    Column("batches", "BATCHES", .number, importance: .essential),
    Column("share", "SHARE", .bar, importance: .extra, tableOnly: true),
    Column("rows_total", "ROWS", .number),
    Column("rows_inserted", "INSERTED", .number),
    Column("rows_invalid", "INVALID", .number),
    Column("oldest_age_seconds", "OLDEST", .age),
  ]

  private static func rows(_ summaries: [StatusSummary], hasUnicode: Bool) -> [[DataValue]] {
    let all = max(1, summaries.reduce(0) { $0 + $1.batches })
    return summaries.map { summary in
      let share = Double(summary.batches) / Double(all)
      return [
        DataValue(orNull: summary.status), .text(summary.statusClass.rawValue),
        DataValue(orNull: summary.batches),
        .text(Bar.text(share, columns: 12, hasUnicode: hasUnicode)),
        DataValue(orNull: summary.rowsTotal), DataValue(orNull: summary.rowsInserted),
        DataValue(orNull: summary.rowsInvalid), DataValue(orNull: summary.oldestAgeSeconds),
      ]
    }
  }
}
