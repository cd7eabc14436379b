internal import Postgres

/// How many rows hang on each batch, by table, reference and obstacle, all counted in one statement.
struct CleanupCounts: Sendable, Equatable {
  /// By the position among the dependents of the graph, then by batch; nil where it cannot be counted.
  var rows: [[String: Int]?]
  /// By the position among the references of the graph, then by batch; nil where it cannot be counted.
  var references: [[String: Int]?]
  /// By the position among the forbidding keys of the graph, bounded; nil where it cannot be counted.
  var forbidding: [Int?]
  /// Whether counting ended at the bound, so that the numbers are too small.
  var isCut = false

  /// More rows that forbid a delete do not make it more forbidden.
  static let obstructionBound = 1000

  /// Counts, for all batches at once.
  ///
  /// - Parameters:
  ///   - graph: What hangs on batches.
  ///   - ids: The ids of the batches.
  ///   - bound: Counts no further than so many rows of a table; nil counts all.
  ///   - transaction: Where to count.
  ///   - isReadable: Whether all rows of a table can be read.
  /// - Returns: The numbers.
  /// - Throws: `PostgresError`.
  static func load(
    _ graph: CleanupGraph, ids: [String], bound: Int?, in transaction: Transaction,
    isReadable: (TableName) -> Bool
  ) async throws(PostgresError) -> CleanupCounts {
    let questions = questions(graph, bound: bound)
    let asked = questions.filter { $0.tables.allSatisfy(isReadable) }
    var answers: [Int: [String: Int]] = [:]
    for question in asked { answers[question.part] = [:] }
    if !asked.isEmpty {
      let sql = asked.map { "SELECT \($0.part) AS part, id, n FROM (\($0.sql)) AS part_\($0.part)" }
        .joined(separator: " UNION ALL ")
      for row in try await transaction.query(sql, [.textArray(ids)]) {
        answers[try row.int("part"), default: [:]][try row.string("id")] = try row.int("n")
      }
    }
    let all = questions.map { answers[$0.part] }
    let (first, second) = (graph.dependents.count, graph.references.count)
    let counted = all.prefix(first + second).compactMap { $0?.values.reduce(0, +) }
    return CleanupCounts(
      rows: Array(all.prefix(first)), references: Array(all.dropFirst(first).prefix(second)),
      forbidding: all.dropFirst(first + second).map { $0?.values.reduce(0, +) },
      isCut: bound.map { bound in counted.contains { $0 >= bound } } ?? false)
  }

  private struct Question {
    var part: Int
    var tables: Set<TableName>
    var sql: String
  }

  private static func questions(_ graph: CleanupGraph, bound: Int?) -> [Question] {
    var questions: [Question] = []
    func ask(_ tables: Set<TableName>, _ sql: String) {
      questions.append(Question(part: questions.count, tables: tables, sql: sql))
    }
    for deletion in graph.dependents {
      ask(
        graph.tablesToRead(deletion.table, deletion.ways),
        CleanupSQL.counts(of: deletion, ids: .parameter, bound: bound))
    }
    let obstructions = graph.forbidding.map(graph.obstruction)
    for (index, reference) in (graph.references + obstructions).enumerated() {
      let own = graph.dependents.first { $0.table == reference.table }?.ways ?? []
      ask(
        graph.tablesToRead(reference.table, reference.ways + own),
        CleanupSQL.counts(
          of: reference, ids: .parameter, in: graph,
          bound: index < graph.references.count ? bound : obstructionBound))
    }
    return questions
  }
}
