public import Postgres

/// A job in the queue that would take a batch again.
public struct QueueJob: Sendable, Equatable {
  /// The id of the job.
  public var id: String
  /// What kind of job it is.
  public var type: String
  /// Its status.
  public var status: String
  /// The row's `xmin`.
  public var version: String
  /// The worker that has it; nil when none has.
  public var worker: String?
  /// The batch that it is about.
  public var batch: String

  /// What the job says about who is at work, for a column in which the end may be cut.
  var sign: String {
    let by = worker.map { " by \(Sanitiser.visible($0))" } ?? ", no worker"
    return "\(Sanitiser.visible(status))\(by) (\(Sanitiser.visible(type))), queue job \(id)"
  }

  /// The job for people.
  public var description: String {
    let by = worker.map { ", worker \(Sanitiser.visible($0))" } ?? ""
    return "queue job \(id) (\(type), \(status)\(by))"
  }
}

/// The jobs of some batches, as far as they can be read.
public enum QueueJobs: Sendable, Equatable {
  /// There is no queue in this database.
  case absent
  /// The role may not read the queue, so nothing is known.
  case unreadable
  /// What the queue has for these batches.
  case found([QueueJob])

  /// Looks for the jobs that have not ended and name one of the batches.
  public static func load(
    batches: [String], in transaction: Transaction
  ) async throws -> QueueJobs {
    switch try await Readability.of(.jobs, in: transaction) {
    case .absent: return .absent
    case .unreadable: return .unreadable
    case .readable: break
    }
    guard let shape = try await TableShape.load(.jobs, in: transaction),
      shape.has("id", "payload", "status")
    else { return .absent }
    let worker = shape.has("worker_id") ? "worker_id::text" : "NULL"
    let type = shape.has("job_type") ? "job_type::text" : "'job'"
    let rows = try await transaction.query(
      """
      SELECT id::text AS id, \(type) AS type, status::text AS status, xmin::text AS version,
        \(worker) AS worker, payload->>'batch_id' AS batch
      FROM ops.job_queue
      WHERE payload->>'batch_id' = ANY($1::text[]) AND status::text IN ('pending', 'processing')
      ORDER BY id
      """, [.textArray(batches)])
    return .found(
      try rows.map { row in
        QueueJob(
          id: try row.string("id"), type: try row.string("type"),
          status: try row.string("status"), version: try row.string("version"),
          worker: try row.optionalString("worker"), batch: try row.string("batch"))
      })
  }

  /// The jobs; empty when they cannot be read.
  public var jobs: [QueueJob] {
    if case .found(let jobs) = self { jobs } else { [] }
  }

  /// The write that ends the jobs, in the words that the enum of the queue allows.
  static func ending(
    _ jobs: [QueueJob], shape: TableShape, because message: String
  ) -> RowWrite {
    var assignments = [Assignment("status", .value("failed"))]
    if shape.has("last_error") {
      assignments.append(Assignment("last_error", .value(.text(message))))
    }
    for column in ["locked_at", "worker_id"] where shape[column]?.isNotNull == false {
      assignments.append(Assignment(column, .value(.null)))
    }
    if shape.has("updated_at") { assignments.append(Assignment("updated_at", .now)) }
    return RowWrite(
      table: .jobs,
      rows: jobs.map { SeenRow(key: $0.id, version: $0.version, columns: ["status": $0.status]) },
      guards: [ColumnGuard(column: "status", values: Array(Set(jobs.map(\.status))).sorted())],
      assignment: .uniform(assignments), isDependent: true)
  }
}

/// Whether all rows of a table can be read by this role.
enum Readability: Sendable, Equatable {
  case absent
  case unreadable
  case readable

  static func of(
    _ table: TableName, in transaction: Transaction
  ) async throws(PostgresError) -> Readability {
    let rows = try await transaction.query(ChangeSQL.readable, table.parameters)
    guard let row = rows.first else { return .absent }
    return try row.bool("readable") ? .readable : .unreadable
  }
}
