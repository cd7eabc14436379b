internal import Postgres

/// A sign that somebody may be at work on a batch; never a proof, and never a reason to refuse.
public struct Evidence: Sendable, Equatable {
  /// What kind of sign it is.
  public enum Kind: String, Sendable, Equatable {
    /// A job of the queue names the batch.
    case queueJob = "queue_job"
    /// A worker has been seen lately.
    case heartbeat
    /// A session seems to hold the row.
    case lock
  }

  /// What kind of sign it is.
  public var kind: Kind
  /// What was seen, in words.
  public var text: String

  /// Makes a sign.
  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  /// The sign for programs.
  public var value: DataValue {
    .object(["kind": .text(kind.rawValue), "text": .text(text)])
  }
}

/// Looks for signs of life around batches, with a fixed number of statements for any number of batches.
public struct EvidenceFinder: Sendable {
  private let connection: Connection

  /// Makes a finder on a connection that has no transaction open.
  public init(link: Link) {
    self.init(connection: link.connection)
  }

  init(connection: Connection) {
    self.connection = connection
  }

  /// Returns what was seen, by the id of the batch; every batch has an entry.
  public func look(for ids: [String]) async throws -> [String: [Evidence]] {
    guard !ids.isEmpty else { return [:] }
    let (jobs, workers) = try await connection.transaction(.readOnly) { transaction in
      let jobs = try await QueueJobs.load(batches: ids, in: transaction)
      let names = jobs.jobs.compactMap(\.worker)
      return (jobs, try await Pickup.workers(named: names, in: transaction))
    }
    let held = try await LockProbe(connection).evidence(ofBatches: ids)
    var found: [String: [Evidence]] = [:]
    for id in ids { found[id] = [] }
    for row in held { found[row.key]?.append(Evidence(.lock, row.reason)) }
    for job in jobs.jobs { found[job.batch]?.append(Evidence(.queueJob, job.sign)) }
    let unknown = jobs == .unreadable
    for id in ids {
      if unknown { found[id]?.append(Evidence(.queueJob, Self.unreadable)) }
      let names = Set(jobs.jobs.filter { $0.batch == id }.compactMap(\.worker))
      found[id]? += workers.map { Self.heartbeat($0, isNamed: names.contains($0.id)) }
    }
    return found
  }

  private static func heartbeat(_ worker: Pickup.Worker, isNamed: Bool) -> Evidence {
    let type = worker.type.isEmpty ? "" : " (\(Sanitiser.visible(worker.type)))"
    let seen = "seen \(HumanTime.age(seconds: worker.secondsAgo)) ago"
    let what = isNamed ? "which has the job" : "whether it has this batch is not known"
    return Evidence(.heartbeat, "worker \(Sanitiser.visible(worker.id))\(type) \(seen), \(what)")
  }

  private static let unreadable = "not known: \(TableName.jobs) cannot be read by this role"
}
