internal import ArgumentParser
internal import OpsCore

/// Lists the errors of one batch.
struct ErrorsList: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the errors of one batch, in the order of its rows.",
    discussion: """
      ROW counts data rows from 1; LINE is the line in a file whose first line is its header. For \
      all errors of a large batch, use errors export.

      EXAMPLE
        errors list 3f2a91c0
      """)
  static let requirements: Requirements = [.connection]
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.errors

  @Argument(
    help: "The batch: an id, the beginning of one, or %3 of the last listing.",
    completion: .faultyBatches)
  var id: String

  @Option(help: ArgumentHelp("List at most this many errors.", valueName: "n"))
  var limit = 10_000

  mutating func validate() throws {
    guard limit > 0, limit < Int.max else { throw ValidationError("--limit must be at least 1") }
  }

  mutating func run(in context: Context) async throws -> Report {
    let link = try await context.link()
    let batch = try await context.batch(id, link)
    // One more than is shown tells whether there are more.
    var errors = try await context.errorStore(link).errors(
      ofBatch: batch.id, limit: limit + 1, skipping: context.tellSkipped)
    if errors.count > limit {
      errors.removeLast()
      context.output.notice(
        "the first \(limit) errors are listed; errors export \(batch.id) has all of them")
    }
    let footer = errors.isEmpty ? "no errors are recorded for this batch" : nil
    return .list(Table(columns: Self.columns, rows: errors.map(Self.row), footer: footer))
  }

  private static let columns = [
    Column("row_number", "ROW", .number, importance: .essential),
    Column("file_line", "LINE", .number, importance: .extra),
    Column("error_code", "CODE", maxWidth: 32),
    Column("error_message", "MESSAGE", importance: .essential, maxWidth: 80),
    Column("source", "SOURCE", importance: .extra),
    Column("stage", "STAGE", importance: .extra),
    Column("created_at", "CREATED", .time, importance: .extra),
    Column("resolved_at", "RESOLVED", .time, importance: .extra),
  ]

  private static func row(_ error: RowError) -> [DataValue] {
    [
      DataValue(orNull: error.rowNumber), DataValue(orNull: error.fileLine),
      DataValue(orNull: error.code),
      DataValue(orNull: error.message), .text(error.source), DataValue(orNull: error.stage),
      DataValue(orNull: error.createdAt), DataValue(orNull: error.resolvedAt),
    ]
  }
}
