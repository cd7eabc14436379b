/// What a set of batches has in common, with all times resolved.
public struct BatchFilter: Sendable, Equatable {
  /// Batches that have stood still.
  public struct Idle: Sendable, Equatable {
    /// The classes of status that count.
    public var classes: [StatusClass]
    /// They have not moved since then.
    public var since: Instant

    /// Makes the condition.
    public init(classes: [StatusClass] = [.inFlight], since: Instant) {
      self.classes = classes
      self.since = since
    }
  }

  /// One of these statuses; any when empty.
  public var statuses: [String] = []
  /// Standing still.
  public var idle: Idle?
  /// Names that match all of these.
  public var filenames: [FilePattern] = []
  /// Names that match none of these.
  public var notFilenames: [FilePattern] = []
  /// When they were created.
  public var created = TimeWindow()
  /// Where they come from, exactly.
  public var source: String?
  /// What is left out.
  public var except: [BatchReference] = []
  /// At most this many.
  public var limit: Int?
  /// Whether the oldest come first.
  public var oldestFirst = false

  /// Makes a filter that lets everything through.
  public init() {}

  /// Whether it chooses; wildcards, exceptions and a limit alone choose nothing.
  public var isSelective: Bool {
    !statuses.isEmpty || idle != nil || created.isBounded || source != nil
      || (filenames + notFilenames).contains(where: \.isSelective)
  }

  /// What the times of the filter were resolved to, for people.
  public var notices: [String] {
    let idle = idle.map { "stuck: not moved since \($0.since.inBothZones)" }
    return [created.description.map { "created \($0)" }, idle].compactMap(\.self)
  }
}
