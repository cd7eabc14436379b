internal import ArgumentParser
internal import OpsCore

/// Lists the objects of the store.
struct StorageList: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "ls", abstract: "List the objects of the store.",
    discussion: """
      In the order of their names. BATCH is the batch to which the profile's template gives the \
      name; whether there is such a batch is not looked up: storage orphans does that.

      EXAMPLE
        storage ls --prefix simplicity/3f
      """)
  static let requirements: Requirements = []
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.services

  @Option(help: ArgumentHelp("Only names that begin so.", valueName: "text"))
  var prefix = ""

  @Option(help: ArgumentHelp("List at most this many.", valueName: "n"))
  var limit = 50

  @Option(help: ArgumentHelp("Go on after the page that said so.", valueName: "cursor"))
  var after: String?

  mutating func validate() throws {
    guard (1...1000).contains(limit) else {
      throw ValidationError("--limit is a number from 1 to 1000")
    }
  }

  mutating func run(in context: Context) async throws -> Report {
    let storage = try context.requiredStorage()
    let page: ObjectPage
    do throws(StoreFailure) {
      page = try await storage.store.page(
        ObjectQuery(prefix: prefix, cursor: after, limit: limit))
    } catch {
      throw error.error("list objects", at: storage.store.place)
    }
    let more = page.cursor.map { "go on with --after \(Words.quoted($0))" }
    if let more, !context.output.format.hasFooters {
      context.output.notice("there are more: \(more)")
    }
    let rows = page.objects.map { object -> [DataValue] in
      [
        .text(object.name), .int(Int64(object.bytes)), DataValue(orNull: object.modifiedAt),
        DataValue(orNull: object.version),
        DataValue(orNull: storage.settings.batch(ofName: object.name)),
      ]
    }
    let footer =
      page.objects.isEmpty ? "no objects are found" : more.map { "\(rows.count) shown; \($0)" }
    return .list(Table(columns: Self.columns, rows: rows, footer: footer))
  }

  private static let columns = [
    Column("name", "NAME", importance: .essential, maxWidth: 60), Column("bytes", "SIZE", .bytes),
    Column("modified_at", "MODIFIED", .time, importance: .extra),
    Column("version", "VERSION", machineOnly: true),
    Column("batch", "BATCH", .id, short: .prefix(8)),
  ]
}
