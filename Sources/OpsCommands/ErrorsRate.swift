internal import ArgumentParser
internal import OpsCore

/// Shows the error rate hour by hour.
struct ErrorsRate: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "rate", abstract: "Show the error rate hour by hour.",
    discussion: """
      Each row is one hour (UTC) in which batches were created, the latest first: how many rows they \
      have and how many of those are invalid, as the batches themselves count them. Rows of batches \
      that are still waiting or in flight count, although their errors cannot be known yet.

      EXAMPLE
        errors rate --since 6h
      """)
  static let requirements: Requirements = [.connection]
  static let group = OpsCore.CommandGroup.errors

  @OptionGroup var since: SinceOption

  mutating func run(in context: Context) async throws -> Report {
    let link = try await context.link()
    let start = try since.start(at: context)
    let schema = link.schema
    let hours = try await context.errorStore(link).rate(
      since: start, batchColumns: schema.batchColumnNames, finalStatuses: schema.finalStatuses)
    let unfinished = hours.reduce(0) { $0 + $1.unfinished }
    var footer = hours.isEmpty ? "no batches were created since \(since.text)" : nil
    if unfinished > 0 {
      footer = "\(unfinished) of these batches have not ended; their errors are not known yet"
    }
    return .list(
      Table(
        columns: Self.columns,
        rows: hours.map { Self.row($0, hasUnicode: context.output.rendering.hasUnicode) },
        footer: footer))
  }

  private static let columns = [
    Column("hour", "HOUR", .time),
    Column("batches", "BATCHES", .number),
    Column("rows_total", "ROWS", .number),
    Column("rows_invalid", "INVALID", .number),
    Column("error_rate_percent", "RATE %", .number),
    Column("bar", "", tableOnly: true),
  ]

  private static func row(_ rate: HourlyErrorRate, hasUnicode: Bool) -> [DataValue] {
    [
      DataValue(orNull: rate.hour), DataValue(orNull: rate.batches),
      DataValue(orNull: rate.rowsTotal),
      DataValue(orNull: rate.rowsInvalid), DataValue(orNull: rate.percent),
      .text(bar(rate.percent, hasUnicode: hasUnicode)),
    ]
  }

  /// Draws a share of 100 %, 20 columns wide, in eighths of a column where the terminal has them.
  static func bar(_ percent: Double?, hasUnicode: Bool) -> String {
    guard let percent, percent > 0 else { return "" }
    let eighths = max(1, Int((min(percent, 100) / 100 * 160).rounded()))
    guard hasUnicode else { return String(repeating: "#", count: max(1, eighths / 8)) }
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}
