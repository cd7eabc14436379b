internal import ArgumentParser
internal import OpsCore

/// Lists batches, the newest first.
struct Batches: FilteringCommand {
  static let configuration = CommandConfiguration(
    commandName: "batches", abstract: "List batches, the newest first.",
    discussion: """
      The first column numbers the rows: %3 names the third one in commands that take a batch. AGE \
      is the time since the batch last moved, by the latest of its own time stamps. Filters are \
      all to hold at once. Times are meant in the local zone unless they have one.

      EXAMPLES
        batches --status failed --since 7d
        batches --filename 'daily_*' --oldest-first --limit 10
      """)
  static let requirements: Requirements = [.connection]
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.batches
  private static let pageSize = 50

  @OptionGroup var filters: FilterOptions

  @Option(
    help: ArgumentHelp("Go on after this batch, the last one that was seen.", valueName: "id"),
    completion: .batchIDs)
  var after: String?

  @Flag(help: "List all of them instead of the first 50.")
  var all = false

  static func certainReach(of arguments: [String]) -> CatalogReach? {
    let isCertain =
      arguments.isEmpty
      || arguments.count == 2 && arguments[0] == "--limit"
        && FilterOptions.isCertainLimit(arguments[1])
    return isCertain ? .batches : nil
  }

  var reach: CatalogReach { after == nil ? filters.reach : .whole }

  mutating func validate() throws {
    guard !all || !filters.hasLimit else {
      throw ValidationError("--all and --limit exclude each other")
    }
  }

  mutating func run(in context: Context) async throws -> Report {
    let link = try await context.link()
    let store = BatchStore(link: link)
    let filter = try filters.filter(in: link.schema)
    for notice in filter.notices { context.output.notice(notice) }
    if !link.schema.hasOrderIndex {
      context.output.notice("no index gives batches in the order of created_at; all are read")
    }
    let cursor = try await cursor(store, context)
    let page = try await store.page(
      filter, after: cursor, limit: all ? nil : filter.limit ?? Self.pageSize)
    context.session.listing = Listing(
      environment: link.environment.name, batches: page.batches)
    let more =
      page.hasMore ? page.batches.last.map { "go on with --after \($0.id), or --all" } : nil
    // Where no line stands below a table, it is said beside it.
    if let more, !context.output.format.hasFooters {
      context.output.notice("there are more: \(more)")
    }
    return .list(
      Table(
        columns: BatchTable.columns,
        rows: page.batches.enumerated().map { BatchTable.row($0.element, place: $0.offset + 1) },
        footer: footer(page, more: more)))
  }

  private func cursor(_ store: BatchStore, _ context: Context) async throws -> Batch? {
    guard let after else { return nil }
    return try await context.find([after], in: store).first?.batch
  }

  private func footer(_ page: BatchPage, more: String?) -> String? {
    if page.batches.isEmpty { return after == nil ? "no batches are found" : "no more batches" }
    return more.map { "\(page.batches.count) shown; \($0)" }
  }
}
