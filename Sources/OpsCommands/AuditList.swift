internal import ArgumentParser
internal import OpsCore

/// Lists the changes, the latest first.
struct AuditList: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the changes, the latest first.",
    discussion: """
      One row per change, whatever became of it: CHANGED is empty where that cannot be known.

      EXAMPLE
        audit list --limit 5
      """)
  static let requirements: Requirements = []
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.changes

  @Option(help: ArgumentHelp("Show at most this many.", valueName: "n"))
  var limit = 50

  mutating func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
  }

  mutating func run(in context: Context) async throws -> Report {
    let all = AuditSummary.summaries(of: try context.journal.entries())
    let shown = all.suffix(limit).reversed()
    let footer: String? =
      all.isEmpty
      ? "the journal has no changes"
      : all.count > limit ? "the latest \(limit) of \(all.count) changes" : nil
    return .list(Table(columns: Self.columns, rows: shown.map(Self.row), footer: footer))
  }

  private static let columns = [
    Column("audit", "AUDIT", .id, importance: .essential),
    Column("time", "TIME", .time),
    Column("operator", "OPERATOR", importance: .extra, maxWidth: 16),
    Column("environment", "ENV"),
    Column("command", "COMMAND", importance: .essential, maxWidth: 40),
    Column("reason", "REASON", importance: .extra, maxWidth: 24),
    Column("planned", "PLANNED", .number, importance: .extra),
    Column("changed", "CHANGED", .number),
    Column("result", "RESULT", importance: .essential, maxWidth: 40),
  ]

  private static func row(_ summary: AuditSummary) -> [DataValue] {
    [
      .text(summary.audit), .time(summary.time), .text(summary.operator),
      .text(summary.environment), .text(summary.command), DataValue(orNull: summary.reason),
      DataValue(orNull: summary.planned), DataValue(orNull: summary.changed),
      DataValue(orNull: summary.result),
    ]
  }
}
