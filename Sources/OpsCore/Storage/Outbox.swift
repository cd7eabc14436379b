/// The objects that are to be deleted when their grace is over: what outlives the process that put them there.
///
/// A name leaves the outbox only when its fate is known, or when its plan is taken back. Several processes may use it at
/// once; each change is on disk before it counts.
public struct Outbox: Sendable {
  let state: StateFolder
  /// The name of the environment.
  let environment: String
  /// The database whose batches the objects belong to.
  let identity: Identity

  /// Makes the outbox of one database.
  public init(_ state: StateFolder, environment: String, identity: Identity) {
    self.state = state
    self.environment = environment
    self.identity = identity
  }

  private var document: StateDocument<[OutboxPlan]> {
    StateDocument(state: state, name: "outbox.json", empty: [], isExpendable: false, limit: 1 << 28)
  }

  /// Puts objects into the outbox; those that this plan has put there before stay as they are.
  ///
  /// - Parameters:
  ///   - objects: The objects with the versions that were planned.
  ///   - plan: The plan, or the audit id of the command.
  ///   - due: When the grace is over.
  ///   - place: The store, as it calls itself.
  ///   - rowsGo: Whether the rows of the batches go as well; a batch that is there nevertheless keeps its object.
  /// - Throws: `OpsError` with exit status 78; nothing was put there then.
  public func `defer`(
    objects: [PlannedObject], plan: String, due: Instant, place: String, rowsGo: Bool = true
  ) throws(OpsError) {
    guard !objects.isEmpty else { return }
    try document.update { plans in
      let index = plans.firstIndex { isOurs($0) && $0.plan == plan && $0.place == place }
      if let index {
        let known = Set(plans[index].items.map(\.object.name))
        plans[index].items += objects.filter { !known.contains($0.name) }
          .map { OutboxItem(object: $0) }
      } else {
        plans.append(
          OutboxPlan(
            plan: plan, environment: environment, identity: identity, place: place, due: due,
            rowsGo: rowsGo, items: objects.map { OutboxItem(object: $0) }))
      }
    }
  }

  /// Takes a plan back: its objects stay where they are.
  ///
  /// - Returns: The objects that were still in the outbox; of those that a purge was at, some may have gone.
  /// - Throws: `OpsError` with exit status 78.
  @discardableResult
  public func cancel(plan: String) throws(OpsError) -> [OutboxItem] {
    var cancelled: [OutboxItem] = []
    try document.update { plans in
      cancelled = plans.filter { isOurs($0) && $0.plan == plan }.flatMap(\.items)
      plans.removeAll { isOurs($0) && $0.plan == plan }
    }
    return cancelled
  }

  /// Takes back the objects of some batches of a plan: they stay where they are.
  ///
  /// - Returns: How many were still in the outbox.
  /// - Throws: `OpsError` with exit status 78.
  func keep(batches: Set<String>, of plan: String) throws(OpsError) -> Int {
    var kept = 0
    try change(plan) { items in
      let before = items.count
      items.removeAll { batches.contains($0.object.batch) }
      kept = before - items.count
    }
    return kept
  }

  /// Returns what is in the outbox for this database, the earliest due first.
  public func plans() throws(OpsError) -> [OutboxPlan] {
    try document.read().filter(isOurs).sorted { ($0.due, $0.plan) < ($1.due, $1.plan) }
  }

  /// Takes note that a store is about to be asked for these names, and returns those that nobody has taken back.
  func claim(_ names: [String], of plan: String) throws(OpsError) -> [OutboxItem] {
    var claimed: [OutboxItem] = []
    let wanted = Set(names)
    try change(plan) { items in
      for index in items.indices where wanted.contains(items[index].object.name) {
        items[index].isAsked = true
        claimed.append(items[index])
      }
    }
    return claimed
  }

  /// Writes down what became of names; what is settled leaves the outbox.
  func settle(_ fates: [String: ObjectFate], of plan: String) throws(OpsError) {
    try change(plan) { items in
      items.removeAll { item in
        switch fates[item.object.name] {
        case .deleted, .gone, .replaced, .kept: true
        default: false
        }
      }
      for index in items.indices {
        guard let fate = fates[items[index].object.name] else { continue }
        items[index].note = fate == .open ? items[index].note : fate.reason
        items[index].isDenied = if case .denied = fate { true } else { false }
      }
    }
  }

  private func change(_ plan: String, _ body: (inout [OutboxItem]) -> Void) throws(OpsError) {
    try document.update { plans in
      for index in plans.indices where isOurs(plans[index]) && plans[index].plan == plan {
        body(&plans[index].items)
      }
      plans.removeAll(where: \.items.isEmpty)
    }
  }

  private func isOurs(_ plan: OutboxPlan) -> Bool {
    plan.environment == environment && plan.identity == identity
  }

  /// Returns in short what waits, and what should have gone by now.
  public func summary(at now: Instant = .now) throws(OpsError) -> OutboxSummary {
    var summary = OutboxSummary()
    for plan in try plans() {
      for item in plan.items {
        summary.objects += 1
        summary.bytes += item.object.bytes
        if item.isDenied { summary.denied += 1 }
        guard plan.due <= now else { continue }
        summary.overdue += 1
        summary.overdueSince = min(summary.overdueSince ?? plan.due, plan.due)
      }
    }
    return summary
  }
}

/// What one plan has put into the outbox.
public struct OutboxPlan: Codable, Sendable, Equatable {
  /// The plan, or the audit id of the command.
  public var plan: String
  /// The name of the environment.
  public var environment: String
  /// The database.
  public var identity: Identity
  /// The store, as it calls itself.
  public var place: String
  /// When the grace is over.
  public var due: Instant
  /// Whether the rows of the batches go as well.
  public var rowsGo: Bool
  /// The objects.
  public var items: [OutboxItem]
}

/// An object in the outbox.
public struct OutboxItem: Codable, Sendable, Equatable {
  /// The object with the version that was planned.
  public var object: PlannedObject
  /// Whether a store was asked to delete it; it may have gone without anybody having heard of it.
  public var isAsked = false
  /// Whether the store has denied it.
  public var isDenied = false
  /// What was found out the last time.
  public var note: String?

  /// Makes an item that nobody has asked for.
  init(object: PlannedObject) { self.object = object }
}

/// The outbox in short.
public struct OutboxSummary: Sendable, Equatable {
  /// How many objects are in it.
  public var objects = 0
  /// Their size.
  public var bytes = 0
  /// How many of them should have gone by now.
  public var overdue = 0
  /// Since when.
  public var overdueSince: Instant?
  /// How many the store has denied.
  public var denied = 0
}

extension Context {
  /// The outbox of the connected database.
  public func outbox(_ link: Link) -> Outbox {
    Outbox(session.state, environment: link.environment.name, identity: link.identity)
  }
}
