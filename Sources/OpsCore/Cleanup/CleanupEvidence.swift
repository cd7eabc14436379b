internal import Postgres

/// Signs that somebody is at work on batches that a cleanup would take: a warning, never a refusal.
struct CleanupEvidence: Sendable {
  var jobs = QueueJobs.absent
  var workers: [Pickup.Worker] = []
  var held: [HeldRow] = []

  /// More sentences do not help anybody to see.
  static let shown = 5

  /// Reads the signs that stand in tables.
  static func load(ids: [String], in transaction: Transaction) async throws -> CleanupEvidence {
    CleanupEvidence(
      jobs: try await QueueJobs.load(batches: ids, in: transaction),
      workers: try await Pickup.workers(in: transaction))
  }

  /// The sentences.
  var warnings: [CleanupPlan.Warning] {
    var lines = held.prefix(Self.shown).map { "\($0.key) is \($0.reason) now" }
    lines += Self.more(held.count, "batches are held now")
    if jobs == .unreadable {
      lines.append(
        "\(TableName.jobs) cannot be read by this role: whether a job retries is not known")
    }
    lines += jobs.jobs.prefix(Self.shown).map { job in
      "\(job.description) names \(job.batch), and would run against nothing"
    }
    lines += Self.more(jobs.jobs.count, "queue jobs name batches that go")
    for worker in workers {
      let type = worker.type.isEmpty ? "" : " (\(Sanitiser.visible(worker.type)))"
      lines.append(
        "evidence: worker \(Sanitiser.visible(worker.id))\(type) was seen"
          + " \(HumanTime.age(seconds: worker.secondsAgo)) ago; which batch it has is not known")
    }
    return lines.map { .init($0) }
  }

  private static func more(_ count: Int, _ what: String) -> [String] {
    count > shown ? ["\(count - shown) more \(what)"] : []
  }
}
