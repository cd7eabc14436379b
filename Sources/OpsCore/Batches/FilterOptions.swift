public import ArgumentParser

/// The filters that every command takes which takes batches.
public struct FilterOptions: ParsableArguments, Sendable {
  @Option(
    help: ArgumentHelp(
      "Batches with this status; may be given several times.", valueName: "status"),
    completion: .statuses)
  var status: [String] = []

  @Flag(help: "Batches in flight that have stopped moving.")
  var stuck = false

  @Option(
    help: ArgumentHelp(
      "With --stuck: not moved for so long (90s, 10m, 6h). Default: 10m.", valueName: "duration"),
    transform: Self.duration)
  var stuckFor: Duration?

  @Option(
    help: ArgumentHelp(
      "Names that match; * is any text, ? any character, case does not matter.", valueName: "glob"),
    completion: .fileNames)
  var filename: [String] = []

  @Option(
    help: ArgumentHelp("Names that do not match.", valueName: "glob"), completion: .fileNames)
  var notFilename: [String] = []

  @Option(
    help: ArgumentHelp(
      "Names that match a pattern of ILIKE: % is any text, _ any character.", valueName: "pattern"))
  var filenameIlike: [String] = []

  @Option(
    help: ArgumentHelp(
      "Created at or after: a duration before now (6h, 7d), a date or a time stamp.",
      valueName: "time"),
    transform: Self.time)
  var since: TimePoint?

  @Option(help: ArgumentHelp("Created before.", valueName: "time"), transform: Self.time)
  var until: TimePoint?

  @Flag(help: "Created today, by the local zone.")
  var today = false

  @Option(
    help: ArgumentHelp("Created longer ago than this.", valueName: "duration"),
    transform: Self.duration)
  var olderThan: Duration?

  @Option(
    help: ArgumentHelp("Batches of this source.", valueName: "text"), completion: .sources)
  var source: String?

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("All but these.", valueName: "id"),
    completion: .batchIDs)
  var except: [String] = []

  @Option(help: ArgumentHelp("At most this many, the newest first.", valueName: "n"))
  var limit: Int?

  @Flag(help: "The oldest first.")
  var oldestFirst = false

  /// Makes filters that were not given.
  public init() {}

  /// Refuses what cannot be meant, before anything is connected to.
  public func validate() throws {
    if let limit, !(1...Self.largestLimit).contains(limit) {
      throw ValidationError("--limit is a number from 1 to \(Self.largestLimit)")
    }
    guard source?.unicodeScalars.contains("\0") != true else {
      throw ValidationError("--source holds a NUL, which no text in a database can")
    }
    guard stuckFor == nil || stuck else { throw ValidationError("--stuck-for needs --stuck") }
    do throws(OpsError) {
      _ = try patterns()
      for reference in except { _ = try Self.exception(reference) }
    } catch {
      throw ValidationError(error.message)
    }
  }

  /// The arguments that these filters are, as they are declared.
  public static let arguments: [CommandShape.Argument] =
    CommandShape.of(Alone.self)?.arguments?.filter {
      $0.names?.contains { $0.typed == "--help" } == false
    } ?? []

  /// A command with nothing but filters; it is never run.
  private struct Alone: ParsableCommand {
    @OptionGroup var filters: FilterOptions
  }

  /// Says whether a text is plainly a limit.
  public static func isCertainLimit(_ text: String) -> Bool {
    (1...9).contains(text.utf8.count) && text.first != "0"
      && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// How much of the catalog they look at.
  public var reach: CatalogReach {
    // An exception that names no batch is looked for in the tables around.
    if !except.isEmpty { return .whole }
    return status.isEmpty && !stuck ? .batches : .statuses
  }

  /// Whether a limit was given.
  public var hasLimit: Bool { limit != nil }

  /// Returns the filter, with times resolved once by the server's clock.
  ///
  /// - Parameter schema: What the database has.
  /// - Returns: The filter.
  /// - Throws: `OpsError` with exit status 64 for a status or a column that this database does not have, and for
  ///   times between which nothing lies.
  public func filter(in schema: SchemaProfile) throws -> BatchFilter {
    try filter(in: schema, now: schema.serverNow)
  }

  func filter(in schema: SchemaProfile, now: Instant) throws -> BatchFilter {
    var filter = BatchFilter()
    filter.statuses = try status.map { try Self.known($0, in: schema) }
    if stuck { filter.idle = .init(since: now - (stuckFor ?? Self.stuckDefault)) }
    (filter.filenames, filter.notFilenames) = try patterns()
    filter.created = try window(now)
    if let source {
      guard BatchSQL.sourceColumn(schema) != nil else {
        throw OpsError(
          .usage, "\(TableName.batches) has no column for the source of a batch",
          hint: "leave --source out")
      }
      filter.source = source
    }
    filter.except = try except.map { reference throws(OpsError) in try Self.exception(reference) }
    filter.limit = limit
    filter.oldestFirst = oldestFirst
    return filter
  }

  /// How long a batch in flight may stand still, unless something else is given.
  public static let stuckDefault = Duration.seconds(600)

  private static let largestLimit = 1_000_000_000
}

extension FilterOptions {
  private func patterns() throws(OpsError) -> (all: [FilePattern], none: [FilePattern]) {
    var all: [FilePattern] = []
    var none: [FilePattern] = []
    for glob in filename { all.append(try FilePattern(glob: glob)) }
    for pattern in filenameIlike { all.append(try FilePattern(ilike: pattern)) }
    for glob in notFilename { none.append(try FilePattern(glob: glob)) }
    return (all, none)
  }

  private func window(_ now: Instant) throws(OpsError) -> TimeWindow {
    var window = TimeWindow()
    if let since { window.start(at: since.instant(now: now)) }
    if let until { window.end(at: until.instant(now: now)) }
    if let olderThan { window.end(at: now - olderThan) }
    if today {
      let start = TimePoint.startOfDay(now: now)
      window.start(at: start)
      // 36 hours later it is tomorrow, however long today is.
      window.end(at: TimePoint.startOfDay(now: start + .seconds(129_600)))
    }
    guard !window.isEmpty else {
      throw OpsError(
        .usage, "no time lies between these bounds: \(window.description ?? "")",
        hint: "--since is the earlier one, --until the later one")
    }
    return window
  }

  private static func known(_ status: String, in schema: SchemaProfile) throws(OpsError) -> String {
    guard !schema.statuses.contains(status) else { return status }
    let known = "it has \(schema.statuses.map(Sanitiser.visible).joined(separator: ", "))"
    let near = Suggestion.near(status, among: schema.statuses).first.map(Sanitiser.visible)
    throw OpsError(
      .usage, "this database has no status \(Sanitiser.named(status))",
      hint: near.map { "did you mean \($0)? \(known)" } ?? known, code: "unknown_status")
  }

  private static func exception(_ text: String) throws(OpsError) -> BatchReference {
    let reference = try BatchReference.parse(text)
    guard case .digits = reference else {
      throw OpsError(
        .usage, "--except takes ids, not places in a listing such as \(text)",
        hint: "batch \(text) shows the id")
    }
    return reference
  }

  static func duration(_ text: String) throws -> Duration {
    guard let span = HumanTime.parseDuration(text) else {
      throw ValidationError("\(text) is no duration such as 90s, 10m, 6h, 7d or 2w")
    }
    return span
  }

  static func time(_ text: String) throws -> TimePoint {
    do {
      return try TimePoint.parse(text)
    } catch {
      throw ValidationError([error.message, error.hint].compactMap(\.self).joined(separator: ": "))
    }
  }
}
