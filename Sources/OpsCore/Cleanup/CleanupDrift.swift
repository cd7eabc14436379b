internal import Postgres

/// What has become of frozen batches since they were looked at.
struct CleanupDrift: Sendable, Equatable {
  /// Why a batch cannot be taken as it was frozen.
  enum Reason: String, Sendable, CaseIterable {
    /// It does not exist any more.
    case gone
    /// A worker has it now.
    case inFlight = "in_flight"
    /// Its status, or anything else in its row, is another.
    case changed
    /// Other rows hang on it than before.
    case rowsChanged = "rows_changed"
    /// Somebody holds it.
    case busy
    /// The server did not let all of its rows be deleted.
    case kept
  }

  /// One batch that is not as it was.
  struct Change: Sendable, Equatable {
    var id: String
    var reason: Reason
    /// What differs, in words.
    var detail: String

    /// The batch as one that is left alone.
    var skipped: SkippedTarget { SkippedTarget(id: id, reason: reason.rawValue) }
    /// The change for people.
    var line: String { "\(id) \(reason.rawValue): \(detail)" }
  }

  /// A batch as it is now.
  struct Present: Sendable, Equatable {
    var status: String
    var version: String
  }

  /// Compares what was frozen with what is there.
  ///
  /// - Parameters:
  ///   - frozen: A batch of the plan.
  ///   - present: The batch as it is now; nil when it is gone.
  ///   - counts: The rows that hang on it now, in the order of tables, then references.
  ///   - graph: What hangs on batches.
  ///   - isInFlight: Whether a worker has batches of a status.
  /// - Returns: What differs; nil when nothing does.
  static func compare(
    _ frozen: FrozenBatch, present: Present?, counts: [Int], in graph: CleanupGraph,
    isInFlight: (String) -> Bool
  ) -> Change? {
    guard let present else {
      return Change(id: frozen.id, reason: .gone, detail: "it was \(frozen.status)")
    }
    guard present.status == frozen.status else {
      let reason: Reason = isInFlight(present.status) ? .inFlight : .changed
      return Change(
        id: frozen.id, reason: reason, detail: "\(frozen.status) -> \(present.status)")
    }
    guard present.version == frozen.version else {
      return Change(
        id: frozen.id, reason: .changed, detail: "written by somebody, still \(frozen.status)")
    }
    let names = graph.dependents.map(\.table.description) + graph.references.map(\.name)
    let expected = frozen.rows + frozen.references
    let differing = names.indices.filter { expected[$0] != counts[$0] }
    guard !differing.isEmpty else { return nil }
    let detail = differing.map { "\(names[$0]) \(expected[$0]) -> \(counts[$0])" }
    return Change(id: frozen.id, reason: .rowsChanged, detail: detail.joined(separator: ", "))
  }

  /// The most batches that may have changed without stopping a cleanup: one in a hundred, or five.
  static func allowance(batches: Int, allowShrink: Int?) -> Int {
    allowShrink ?? max(5, (batches + 99) / 100)
  }
}

/// The rows that hang on batches, by batch.
struct DependentCounts: Sendable {
  private var byID: [String: [Int]] = [:]
  private let places: Int

  /// Reads the counts of all tables and references in one answer.
  init(
    _ ids: [String], in graph: CleanupGraph, from source: CleanupSQL.IDs, _ transaction: Transaction
  ) async throws(PostgresError) {
    places = graph.dependents.count + graph.references.count
    guard !ids.isEmpty, let sql = CleanupSQL.allCounts(in: graph, ids: source) else { return }
    let parameters: [Value] = source == .parameter ? [.textArray(ids)] : []
    for row in try await transaction.query(sql, parameters) {
      let place = try row.int("place")
      byID[try row.string("id"), default: Array(repeating: 0, count: places)][place] =
        try row.int("n")
    }
  }

  /// The counts of one batch, in the order of tables, then references.
  subscript(id: String) -> [Int] { byID[id] ?? Array(repeating: 0, count: places) }
}
