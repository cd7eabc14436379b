internal import Postgres

/// Who will take a batch that waits in the entry state, as far as it can be known.
struct Pickup: Sendable, Equatable {
  /// A worker that has been seen lately.
  struct Worker: Sendable, Equatable {
    var id: String
    var type: String
    var secondsAgo: Int
  }

  var entryStatus: String
  var workers: [Worker]
  var jobs: QueueJobs
  /// The profile's command that starts the work; nil when there is none.
  var trigger: [String]?
  /// The batch, when there is only one, to be put into the command.
  var batch: String?

  /// Looks for signs of somebody who takes batches of the entry state.
  static func look(
    batches: [String], entryStatus: String, trigger: [String]?, in transaction: Transaction
  ) async throws -> Pickup {
    let jobs = try await QueueJobs.load(batches: batches, in: transaction)
    return Pickup(
      entryStatus: entryStatus,
      workers: try await workers(named: jobs.jobs.compactMap(\.worker), in: transaction),
      jobs: jobs, trigger: trigger, batch: batches.count == 1 ? batches.first : nil)
  }

  /// Returns the workers that were seen lately, those that are asked for by name first.
  static func workers(
    named names: [String] = [], in transaction: Transaction
  ) async throws -> [Worker] {
    guard try await Readability.of(.heartbeats, in: transaction) == .readable,
      let shape = try await TableShape.load(.heartbeats, in: transaction),
      shape.has("worker_id", "last_seen_at", "status")
    else { return [] }
    let type = shape.has("worker_type") ? "worker_type::text" : "''"
    let rows = try await transaction.query(
      """
      SELECT worker_id::text AS id, coalesce(\(type), '') AS type,
        extract(epoch FROM clock_timestamp() - last_seen_at)::bigint AS seconds
      FROM ops.worker_heartbeats
      WHERE last_seen_at > clock_timestamp() - interval '2 minutes' AND status::text <> 'stopped'
      ORDER BY (worker_id::text = ANY($1::text[])) DESC, last_seen_at DESC
      LIMIT 3 + cardinality($1::text[])
      """, [.textArray(Set(names).sorted())])
    return try rows.map { row in
      Worker(
        id: try row.string("id"), type: try row.string("type"),
        secondsAgo: max(0, try row.int("seconds")))
    }
  }

  /// The truth for people: evidence is called evidence, and nobody is promised.
  var notes: [String] {
    var notes: [String] = []
    for job in jobs.jobs.prefix(3) { notes.append(note(of: job)) }
    if jobs.jobs.count > 3 { notes.append("\(jobs.jobs.count - 3) more queue jobs name batches") }
    if jobs == .unreadable { notes.append("ops.job_queue cannot be read by this role") }
    for worker in workers {
      let type = worker.type.isEmpty ? "" : " (\(Sanitiser.visible(worker.type)))"
      let name = Sanitiser.visible(worker.id)
      notes.append(
        "evidence: worker \(name)\(type) was seen \(HumanTime.age(seconds: worker.secondsAgo)) ago;"
          + " whether it polls \(entryStatus) is not known")
    }
    guard workers.isEmpty else { return notes }
    let queue = jobs.jobs.isEmpty && jobs != .unreadable ? ", no queue job" : ""
    notes.append(
      "nothing is seen that polls \(entryStatus): no worker heartbeat in 2m\(queue);"
        + " \(batch == nil ? "the batches wait" : "the batch waits") until somebody starts it")
    notes.append(command.map { "start it with: \($0)" } ?? "the profile names no trigger command")
    return notes
  }

  /// A job that has a worker is taken by nobody else, so whether that one lives is what matters.
  private func note(of job: QueueJob) -> String {
    let note = "\(job.description) names batch \(job.batch)"
    guard let name = job.worker else { return note }
    guard let worker = workers.first(where: { $0.id == name }) else {
      return note + "; that worker has not been seen in 2m"
    }
    return note + "; that worker was seen \(HumanTime.age(seconds: worker.secondsAgo)) ago"
  }

  /// The profile's trigger as one line, with the batch put in where the profile asks for it.
  private var command: String? {
    guard let trigger, !trigger.isEmpty else { return nil }
    let words = trigger.map { word in
      guard let batch else { return word }
      return word.replacing("{batch}", with: batch).replacing("{id}", with: batch)
    }
    return words.joined(separator: " ")
  }
}
