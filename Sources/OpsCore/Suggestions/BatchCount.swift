internal import Postgres

/// How many batches a line would take, for somebody who still types it.
public struct BatchCount: Sendable, Equatable {
  /// Batches of one status.
  struct Group: Sendable, Equatable {
    var status: String
    var batches: Int
    /// The seconds since the oldest of them was created.
    var oldestSeconds: Int?
  }

  /// Counting ends here.
  static let most = 10_000

  /// How many are taken.
  public var taken: Int
  /// Whether there are more than were counted.
  public var hasMore: Bool
  /// The seconds since the oldest that is taken was created; nil when that is not known.
  public var oldestSeconds: Int?
  /// How many are left alone, in the words of the note; the most first.
  var skipped: [(words: String, batches: Int)]

  /// Sums up what a command does with the batches of each status.
  ///
  /// - Parameters:
  ///   - groups: The batches that the filters let through, by status.
  ///   - scope: What the command does.
  ///   - entry: The status to which batches are sent back.
  ///   - namesCompleted: Whether completed batches were asked for by their status.
  init(_ groups: [Group], for scope: BatchScope, entry: String, namesCompleted: Bool) {
    taken = 0
    skipped = []
    hasMore = groups.reduce(0) { $0 + $1.batches } > Self.most
    var left: [String: Int] = [:]
    for group in groups {
      if scope.takes(status: group.status, entry: entry, isNamed: namesCompleted) {
        taken += group.batches
        oldestSeconds = [oldestSeconds, group.oldestSeconds].compactMap(\.self).max()
      } else {
        let isRunning = StatusClass.of(group.status) == .inFlight
        left[isRunning ? "running" : Sanitiser.visible(group.status), default: 0] += group.batches
      }
    }
    skipped = left.map { ($0.key, $0.value) }.sorted {
      ($1.batches, $0.words) < ($0.batches, $1.words)
    }
  }

  /// Counts the batches that a command would take, by the code that chooses them when it runs.
  ///
  /// - Parameters:
  ///   - filters: The filters as they are typed.
  ///   - scope: What the command does.
  ///   - link: Where the batches are.
  /// - Returns: The count; nil for filters that choose nothing.
  /// - Throws: When the filters cannot be meant, or the server cannot answer in time.
  public static func count(
    _ filters: TypedFilters, for scope: BatchScope, over link: Link
  ) async throws -> BatchCount? {
    let options = try filters.options()
    let filter = try options.filter(in: link.schema)
    guard filter.isSelective || scope == .all else { return nil }
    let groups = try await link.connection.transaction(.readOnly, BatchStore.atKey) { transaction in
      try await BatchStore(link: link, in: transaction).groups(filter)
    }
    return BatchCount(
      groups, for: scope, entry: link.schema.entryStatus, namesCompleted: options.namesCompleted)
  }

  /// The count as a note behind the line.
  public var words: String {
    guard !hasMore else { return "→ \(Self.grouped(Self.most))+ batches" }
    var parts = ["→ \(Self.grouped(taken)) \(taken == 1 ? "batch" : "batches")"]
    if taken > 0, let oldestSeconds { parts.append("oldest \(Self.span(oldestSeconds))") }
    parts += skipped.prefix(3).map { "\(Self.grouped($0.batches)) \($0.words) skipped" }
    return parts.joined(separator: ", ")
  }

  /// A number with its digits in groups of three.
  private static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  /// A span in its largest unit.
  private static func span(_ seconds: Int) -> String {
    let units = [(86_400, "d"), (3600, "h"), (60, "min")]
    guard let unit = units.first(where: { seconds >= $0.0 }) else { return "\(max(0, seconds)) s" }
    return "\(seconds / unit.0) \(unit.1)"
  }

  /// Compares what is shown.
  public static func == (left: BatchCount, right: BatchCount) -> Bool {
    left.words == right.words
  }
}

extension BatchStore {
  /// Counts what a filter lets through by status, as far as anybody wants to know while typing.
  func groups(_ filter: BatchFilter) async throws -> [BatchCount.Group] {
    let excepted = try await exceptions(filter)
    let conditions = filter.conditions(in: schema, excepting: excepted)
    let order: BatchOrder = filter.oldestFirst ? .oldestFirst : .newestFirst
    // Without a limit any batches will do, in whatever order they are found.
    let sorted = filter.limit == nil ? "" : " ORDER BY \(order.sql)"
    let limit = min(filter.limit ?? .max, BatchCount.most + 1)
    let rows = try await read(
      """
      SELECT c.status::text AS status, count(*) AS batches,
        \(BatchSQL.age(of: "min(c.created_at)")) AS age_seconds
      FROM (SELECT b.status, b.created_at FROM \(BatchSQL.table) AS b\(conditions.sql)\(sorted)
        LIMIT \(limit)) AS c GROUP BY c.status
      """, conditions.parameters)
    return try rows.map { row in
      BatchCount.Group(
        status: try row.optionalString("status") ?? "", batches: try row.int("batches"),
        oldestSeconds: try row.optionalInt("age_seconds"))
    }
  }
}
