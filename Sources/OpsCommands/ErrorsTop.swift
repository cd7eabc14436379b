internal import ArgumentParser
internal import OpsCore

/// Shows which error codes occur most.
struct ErrorsTop: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "top", abstract: "Show which error codes occur most.",
    discussion: """
      Counts the errors that were written since the time given, over all tables of row errors.

      EXAMPLE
        errors top --since 7d --limit 5
      """)
  static let requirements: Requirements = [.connection]
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.errors

  @OptionGroup var since: SinceOption

  @Option(help: ArgumentHelp("Show at most this many codes.", valueName: "n"))
  var limit = 20

  mutating func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
  }

  mutating func run(in context: Context) async throws -> Report {
    let link = try await context.link()
    let start = try since.start(at: context)
    let found = try await context.errorStore(link).distribution(
      since: start, limit: limit, skipping: context.tellSkipped)
    return .list(
      Table(columns: Self.columns, rows: found.codes.map(Self.row), footer: footer(found)))
  }

  private func footer(_ found: ErrorDistribution) -> String {
    guard found.occurrences > 0 else { return "no errors since \(since.text)" }
    let codes = found.distinctCodes
    let shown =
      codes > limit ? "\(limit) of \(codes) codes" : "\(codes) \(codes == 1 ? "code" : "codes")"
    return "\(found.occurrences) errors since \(since.text), \(shown)"
  }

  private static let columns = [
    Column("error_code", "CODE", importance: .essential, maxWidth: 32),
    Column("occurrences", "ERRORS", .number, importance: .essential),
    Column("batches", "BATCHES", .number),
    Column("share_percent", "SHARE %", .number),
    Column("last_seen", "LAST SEEN", .time, importance: .extra),
    Column("sample_message", "SAMPLE", maxWidth: 60),
  ]

  private static func row(_ count: ErrorCodeCount) -> [DataValue] {
    [
      DataValue(orNull: count.code), DataValue(orNull: count.occurrences),
      DataValue(orNull: count.batches),
      DataValue(orNull: count.sharePercent), DataValue(orNull: count.lastSeen),
      DataValue(orNull: count.sampleMessage),
    ]
  }
}
