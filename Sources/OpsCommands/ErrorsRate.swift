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
  static let isReadOnly = true
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
    let hasUnicode = context.output.rendering.hasUnicode
    if let course = Self.course(hours, hasUnicode: hasUnicode) {
      footer = [footer, course].compactMap(\.self).joined(separator: "; ")
    }
    return .list(
      Table(
        columns: Self.columns, rows: hours.map { Self.row($0, hasUnicode: hasUnicode) },
        footer: footer))
  }

  /// The course of the rate in one line, the earliest hour first; nil when there are too few for one.
  private static func course(_ hours: [HourlyErrorRate], hasUnicode: Bool) -> String? {
    guard hours.count > 2 else { return nil }
    let rates = hours.prefix(72).reversed().map(\.percent)
    return "rate, earliest first: \(Bar.sparkline(rates, hasUnicode: hasUnicode))"
  }

  private static let columns = [
    Column("hour", "HOUR", .time, importance: .essential),
    Column("batches", "BATCHES", .number, importance: .extra),
    Column("rows_total", "ROWS", .number),
    Column("rows_invalid", "INVALID", .number),
    Column("error_rate_percent", "RATE %", .number, importance: .essential),
    Column("bar", "", .bar, importance: .extra, tableOnly: true),
  ]

  private static func row(_ rate: HourlyErrorRate, hasUnicode: Bool) -> [DataValue] {
    [
      DataValue(orNull: rate.hour), DataValue(orNull: rate.batches),
      DataValue(orNull: rate.rowsTotal),
      DataValue(orNull: rate.rowsInvalid), DataValue(orNull: rate.percent),
      .text(
        Bar.text((rate.percent ?? 0) / 100, columns: 20, hasUnicode: hasUnicode)),
    ]
  }
}
