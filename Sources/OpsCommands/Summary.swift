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
  static let group = OpsCore.CommandGroup.batches

  mutating func run(in context: Context) async throws -> Report {
    let link = try await context.link()
    let summaries = try await BatchStore(link: link).summary()
    return .list(
      Table(
        columns: Self.columns, rows: summaries.map(Self.row),
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
    Column("status", "STATUS", .status),
    Column("class", "CLASS"),
    Column("batches", "BATCHES", .number),
    Column("rows_total", "ROWS", .number),
    Column("rows_inserted", "INSERTED", .number),
    Column("rows_invalid", "INVALID", .number),
    Column("oldest_age_seconds", "OLDEST", .age),
  ]

  private static func row(_ summary: StatusSummary) -> [DataValue] {
    [
      DataValue(orNull: summary.status), .text(summary.statusClass.rawValue),
      DataValue(orNull: summary.batches), DataValue(orNull: summary.rowsTotal),
      DataValue(orNull: summary.rowsInserted), DataValue(orNull: summary.rowsInvalid),
      DataValue(orNull: summary.oldestAgeSeconds),
    ]
  }
}
