public import Postgres

/// What a change would touch, frozen: `Changes` does exactly this or nothing.
public struct ChangePlan: Sendable {
  /// What happens, as a clause for people: `reset to pending`.
  public var action: String
  /// The batches that the change is about, in the order of their ids.
  public var targets: [ChangeTarget]
  /// What a filter found and the change cannot take, each with its reason.
  public var skipped: [SkippedTarget]
  /// The statements, in the order in which they run.
  public var writes: [ChangeWrite]
  /// What an operator should know before answering: evidence, what follows, what stays.
  public var notes: [String]

  /// Makes a plan.
  public init(
    action: String, targets: [ChangeTarget], skipped: [SkippedTarget] = [],
    writes: [ChangeWrite] = [], notes: [String] = []
  ) {
    self.action = action
    self.targets = targets
    self.skipped = skipped
    self.writes = writes
    self.notes = notes
  }

  /// The number of rows beside the batches themselves.
  public var dependentRows: Int {
    writes.reduce(0) { $0 + $1.dependentRows }
  }
}

/// One batch that a change is about.
public struct ChangeTarget: Sendable, Equatable {
  /// The id.
  public var id: String
  /// The name of the file, as stored.
  public var filename: String
  /// The status that was seen.
  public var statusBefore: String
  /// The status that the batch will have.
  public var statusAfter: String

  /// Makes a target.
  public init(id: String, filename: String, statusBefore: String, statusAfter: String) {
    self.id = id
    self.filename = filename
    self.statusBefore = statusBefore
    self.statusAfter = statusAfter
  }
}

/// One batch that a filter found and a change leaves alone.
public struct SkippedTarget: Codable, Sendable, Equatable {
  /// The id.
  public var id: String
  /// Why it is left alone.
  public var reason: String

  /// Makes a skipped target.
  public init(id: String, reason: String) {
    self.id = id
    self.reason = reason
  }
}

/// One statement with its parameters.
public struct Statement: Sendable, Equatable {
  /// The text, with `$1` where a parameter stands.
  public var sql: String
  /// The parameters.
  public var parameters: [Value]

  /// Makes a statement.
  public init(_ sql: String, _ parameters: [Value] = []) {
    self.sql = sql
    self.parameters = parameters
  }
}
