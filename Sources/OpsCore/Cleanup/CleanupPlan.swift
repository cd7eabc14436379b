/// A cleanup as it was looked at: exactly which batches go, and what goes with them.
///
/// A plan is frozen: nothing that matches later is taken, and what has changed since is left alone.
public struct CleanupPlan: Codable, Sendable, Equatable {
  /// The id, by which people name it.
  public var id: String
  /// The name of the environment.
  public var environment: String
  /// Which database that is.
  public var identity: Identity
  /// When it was made.
  public var createdAt: Instant
  /// Until when it can be applied.
  public var expiresAt: Instant
  /// The command line.
  public var command: String
  /// The ids and filters, as the operator gave them, times resolved.
  public var filters: [String]
  /// What hangs on batches in this database.
  public var graph: CleanupGraph
  /// The batches, in the order of their ids.
  public var batches: [FrozenBatch]
  /// What was left out, and why.
  public var skipped: [SkippedTarget]
  /// Soft references that stay behind, by `schema.table.column`.
  public var stays: [String: Int]
  /// What to know before it is applied.
  public var warnings: [Warning]
  /// The price, as far as it can be told before.
  public var estimate: Estimate
  /// Whether the objects of the batches go, too, and after how many seconds; nil when they stay.
  public var storageGrace: Int?
  /// The objects that go; nil when storage was not asked for.
  public var objects: [PlannedObject]?
  /// Tables, references and soft references whose rows could not be counted, by their names; never to be read as 0.
  public var uncounted: [String] = []
  /// How often rows of a table, or references by their name, count with more than one batch of the plan.
  public var repeated: [String: Int] = [:]
  /// What the caps of the environment say to the plan, for people.
  public var caps: [String] = []

  /// A sentence about the plan.
  public struct Warning: Codable, Sendable, Equatable {
    /// What follows from it.
    public enum Kind: String, Codable, Sendable {
      /// Something to know.
      case note
      /// A trigger that will fire.
      case trigger
      /// A publication that will tell others.
      case publication
      /// A cap that is exceeded; an operator may go over it.
      case cap
      /// Something because of which the plan cannot be applied.
      case obstacle
    }

    /// The sentence.
    public var text: String
    /// What follows from it.
    public var kind: Kind

    /// Makes a warning.
    public init(_ text: String, _ kind: Kind = .note) {
      self.text = text
      self.kind = kind
    }

    /// Whether the plan cannot be applied because of it.
    public var isObstacle: Bool { kind == .obstacle }
  }

  /// Returns the sentences of a kind.
  public func warnings(_ kind: Warning.Kind) -> [String] {
    warnings.filter { $0.kind == kind }.map(\.text)
  }

  /// What a cleanup will cost.
  public struct Estimate: Codable, Sendable, Equatable {
    /// How long it takes, in seconds.
    public var seconds: Double
    /// How long the longest transaction holds its locks, in milliseconds.
    public var longestLockMilliseconds: Int
    /// The bytes of write-ahead log.
    public var walBytes: Int
    /// The bytes of the archive.
    public var archiveBytes: Int
    /// How long it takes to bring everything back, in seconds.
    public var undoSeconds: Double

    /// Makes an estimate.
    public init(
      seconds: Double, longestLockMilliseconds: Int, walBytes: Int, archiveBytes: Int,
      undoSeconds: Double
    ) {
      self.seconds = seconds
      self.longestLockMilliseconds = longestLockMilliseconds
      self.walBytes = walBytes
      self.archiveBytes = archiveBytes
      self.undoSeconds = undoSeconds
    }
  }

  /// The rows that go, by table, the batches included; each counts once.
  public var rows: [TableName: Int] {
    var rows: [TableName: Int] = [.batches: batches.count]
    for (index, deletion) in graph.dependents.enumerated() {
      let sum = batches.reduce(0) { $0 + $1.rows[index] }
      rows[deletion.table] = sum - (repeated[deletion.table.description] ?? 0)
    }
    return rows
  }

  /// The references that are emptied in rows that stay, by their name; each counts once.
  public var emptied: [String: Int] {
    var emptied = repeated.filter { name, _ in graph.references.contains { $0.name == name } }
      .mapValues { -$0 }
    for (index, reference) in graph.references.enumerated() {
      emptied[reference.name, default: 0] += batches.reduce(0) { $0 + $1.references[index] }
    }
    return emptied
  }

  /// The number of rows beside the batches.
  public var dependentRows: Int { batches.reduce(0) { $0 + $1.weight } }
}

/// An object of a batch, as the store had it when it was looked at.
public struct PlannedObject: Codable, Sendable, Equatable {
  /// The id of the batch.
  public var batch: String
  /// The name of the object in its bucket.
  public var name: String
  /// The size in bytes.
  public var bytes: Int
  /// What the store calls this version of the object; nil when it has none.
  public var version: String?

  /// Makes a planned object.
  public init(batch: String, name: String, bytes: Int, version: String?) {
    self.batch = batch
    self.name = name
    self.bytes = bytes
    self.version = version
  }
}
