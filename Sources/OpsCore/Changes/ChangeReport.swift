/// What a change did.
public struct ChangeReport: Sendable, Equatable {
  /// One batch, before and after.
  public struct Changed: Sendable, Equatable {
    /// The id.
    public var id: String
    /// The status that it had.
    public var statusBefore: String
    /// The status that was read back.
    public var statusAfter: String

    /// Makes an entry.
    public init(id: String, statusBefore: String, statusAfter: String) {
      self.id = id
      self.statusBefore = statusBefore
      self.statusAfter = statusAfter
    }
  }

  /// The command.
  public var command: String
  /// The environment.
  public var environment: String
  /// What was done, as a clause for people.
  public var action: String
  /// The number of batches in the dry run.
  public var planned: Int
  /// The batches that were changed.
  public var changes: [Changed]
  /// The batches that were left alone.
  public var skipped: [SkippedTarget]
  /// The rows beside the batches, by what happened to them.
  public var dependents: [String: Int]
  /// What the operator should know now.
  public var notes: [String]
  /// The id in the journal; nil when there was nothing to do.
  public var audit: String?
  /// The journal's head after the change.
  public var head: String?

  /// Makes a report.
  public init(
    command: String, environment: String, action: String, planned: Int, changes: [Changed] = [],
    skipped: [SkippedTarget] = [], dependents: [String: Int] = [:], notes: [String] = [],
    audit: String? = nil, head: String? = nil
  ) {
    self.command = command
    self.environment = environment
    self.action = action
    self.planned = planned
    self.changes = changes
    self.skipped = skipped
    self.dependents = dependents
    self.notes = notes
    self.audit = audit
    self.head = head
  }
}
