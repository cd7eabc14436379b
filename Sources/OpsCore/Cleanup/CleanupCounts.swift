internal import Postgres

/// How many rows hang on each batch, by table, reference and obstacle, all counted in one statement.
struct CleanupCounts: Sendable, Equatable {
  /// By the position among the dependents of the graph, then by batch; nil where it cannot be counted.
  var rows: [[String: Int]?]
  /// By the position among the references of the graph, then by batch; nil where it cannot be counted.
  var references: [[String: Int]?]
  /// By the position among the forbidding keys of the graph, bounded; nil where it cannot be counted.
  var forbidding: [Int?]
  /// How often rows of a table, or references by their name, count with more than one batch.
  var repeated: [String: Int] = [:]
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
    var counts = CleanupCounts(
      rows: Array(all.prefix(first)), references: Array(all.dropFirst(first).prefix(second)),
      forbidding: all.dropFirst(first + second).map { $0?.values.reduce(0, +) },
      isCut: bound.map { bound in counted.contains { $0 >= bound } } ?? false)
    if !counts.isCut { counts.repeated = try await repeated(graph, counts, ids, in: transaction) }
    return counts
  }

  /// Counts again, each row once, where a row may hang on several of the batches; hardly ever is there such a row.
  private static func repeated(
    _ graph: CleanupGraph, _ counts: CleanupCounts, _ ids: [String], in transaction: Transaction
  ) async throws(PostgresError) -> [String: Int] {
    var asked: [(name: String, counted: Int, sql: String)] = []
    for (deletion, found) in zip(graph.dependents, counts.rows) where deletion.ways.count > 1 {
      let condition = CleanupSQL.hangs(on: .parameter, deletion.ways)
      asked.append(
        (
          deletion.table.description, found?.values.reduce(0, +) ?? 0,
          "SELECT count(*) AS n FROM \(deletion.table.sql) AS t WHERE \(condition)"
        ))
    }
    for (reference, found) in zip(graph.references, counts.references)
    where reference.ways.count > 1 || !graph.ways(of: reference.table).isEmpty {
      let condition = CleanupSQL.loses(reference, by: .parameter, in: graph)
      asked.append(
        (
          reference.name, found?.values.reduce(0, +) ?? 0,
          "SELECT count(*) AS n FROM \(reference.table.sql) AS t WHERE \(condition)"
        ))
    }
    asked = asked.filter { $0.counted > 0 }
    guard !asked.isEmpty else { return [:] }
    let sql = asked.enumerated().map { "SELECT \($0) AS part, n FROM (\($1.sql)) AS once_\($0)" }
      .joined(separator: " UNION ALL ")
    var repeated: [String: Int] = [:]
    for row in try await transaction.query(sql, [.textArray(ids)]) {
      let question = asked[try row.int("part")]
      let twice = question.counted - (try row.int("n"))
      if twice > 0 { repeated[question.name, default: 0] += twice }
    }
    return repeated
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
