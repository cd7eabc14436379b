internal import Postgres

/// What can be done with a plan once it is made: apply, resume, pause, undo, forget.
///
/// Everything that says no is asked before the first write; the plan's ledger tells what was done, whatever ended it.
public struct CleanupWork: Sendable {
  let stored: StoredPlan
  let context: Context
  let controller: ChunkController
  let observe: CleanupObserver

  /// Makes the work on a plan.
  public init(_ stored: StoredPlan, in context: Context) {
    self.init(stored, in: context) { _, _ in }
  }

  /// Makes the work on a plan for those who test what happens when something breaks.
  init(
    _ stored: StoredPlan, in context: Context, controller: ChunkController = ChunkController(),
    observe: @escaping CleanupObserver
  ) {
    self.stored = stored
    self.context = context
    self.controller = controller
    self.observe = observe
  }

  var plan: CleanupPlan { stored.plan }

  /// The id of the plan.
  public var id: String { plan.id }

  /// Applies the plan.
  ///
  /// - Parameters:
  ///   - allowShrink: How many batches may have changed since; nil is one in a hundred, or five.
  ///   - overCap: Whether an operator at a terminal may go over the caps.
  /// - Returns: What was done; with skipped batches it is not all that was planned.
  /// - Throws: `OpsError` with exit status 4 when nothing was deleted, 5 when something is left to do.
  public func apply(allowShrink: Int? = nil, overCap: Bool = false) async throws -> CleanupReport {
    let link = try await meet()
    switch try stored.state() {
    case .planned: break
    case .expired:
      throw Self.refused(
        "the plan \(plan.id) expired at \(plan.expiresAt.iso8601)", hint: "make a new plan")
    case .applying: throw busy
    case .applied, .undone:
      throw Self.refused("the plan \(plan.id) was applied already", hint: "make a new plan")
    case .paused, .interrupted:
      throw Self.refused(
        "the plan \(plan.id) was begun already", hint: "cleanup resume \(plan.id) goes on")
    }
    try checkObstacles()
    return try await delete(link, allowShrink: allowShrink, overCap: overCap, isResumed: false)
  }

  /// Goes on where an apply was stopped, killed or cut off.
  ///
  /// - Returns: What was done altogether; for a plan that is applied already, that.
  /// - Throws: `OpsError` with exit status 4 for a plan that never started, 5 when something is left to do.
  public func resume(allowShrink: Int? = nil) async throws -> CleanupReport {
    let link = try await meet()
    // Only now has whoever was at it written its last line.
    let ledger = try stored.ledger()
    switch try stored.state() {
    case .planned, .expired:
      throw Self.refused(
        "the plan \(plan.id) was never started",
        hint: try stored.state() == .expired ? "make a new plan" : "cleanup apply \(plan.id)")
    case .applying: throw busy
    case .undone: throw Self.refused("the plan \(plan.id) was undone", hint: "make a new plan")
    case .applied: return report(ledger, elapsed: 0)
    case .paused, .interrupted: break
    }
    guard !ledger.isUndoing else {
      throw Self.refused(
        "the plan \(plan.id) is being undone", hint: "cleanup undo \(plan.id) goes on with that")
    }
    try checkTimeline(ledger, link)
    return try await delete(link, allowShrink: allowShrink, overCap: false, isResumed: true)
  }

  /// Tells a process that applies the plan to stop at the next place where it can.
  ///
  /// - Throws: `OpsError` with exit status 4 when nobody is at it.
  public func pause() throws {
    guard try stored.state() == .applying else {
      throw Self.refused(
        "nobody applies the plan \(plan.id): it is \(try stored.state().rawValue)",
        hint: "cleanup plans lists the plans")
    }
    do {
      try StateFile.replace(try stored.folder.file(CleanupGateKeeper.pauseFile), with: [])
    } catch let failure as StateFile.Failure {
      throw Self.refused(
        "the plan cannot be paused: \(failure.reason)", hint: "check the state folder")
    }
  }

  // MARK: Before anything is written

  /// Returns the connection when it is the one for which the plan was made.
  func meet() async throws -> Link {
    try await PlanLock.waitUntilFree(stored.folder)
    let link = try await context.link()
    guard plan.environment == link.environment.name else {
      throw elsewhere(link.environment.name)
    }
    guard plan.identity == link.identity else {
      throw OpsError(
        .cannotConnect,
        "the plan \(plan.id) was made on another database (\(plan.identity)), this is \(link.identity)",
        hint: "make a new plan here")
    }
    return link
  }

  func checkTimeline(_ ledger: CleanupLedger, _ link: Link) throws(OpsError) {
    guard let timeline = link.card.timeline, let then = ledger.entries.last?.step.timeline,
      Int(timeline) != then
    else { return }
    throw Self.refused(
      "the server was promoted since: timeline \(then) then, \(timeline) now; what was committed may be lost",
      hint: "look at the batches; cleanup undo \(plan.id) brings back what is gone")
  }

  private func checkObstacles() throws(OpsError) {
    let obstacles = plan.warnings.filter(\.isObstacle).map(\.text)
    guard obstacles.isEmpty else {
      throw Self.refused(
        ChangeExecution.joined(obstacles), hint: "put that right, then make a new plan")
    }
  }

  /// What is about to happen, for those who are asked: they may have seen the plan some time ago, or another one.
  func preview(_ verb: String) -> [String] {
    let rows = plan.rows.filter { $0.key != .batches && $0.value > 0 }
      .sorted { $0.key.description < $1.key.description }
      .map { "\($0.value) of \($0.key)" }
    let emptied = plan.emptied.filter { $0.value > 0 }.sorted { $0.key < $1.key }
      .map { "\($0.value) references \($0.key)" }
    var lines = [
      "\(plan.environment): \(verb) cleanup \(plan.id), planned at \(plan.createdAt.iso8601):"
        + " \(ChangePreview.counted(plan.batches.count, "batch", "batches"))",
      "  chosen by: \(plan.filters.joined(separator: "; "))",
    ]
    if !rows.isEmpty { lines.append("  with " + rows.joined(separator: ", ")) }
    if !emptied.isEmpty { lines.append("  and " + emptied.joined(separator: ", ") + " set NULL") }
    let shown = plan.batches.prefix(3).map {
      DisplayWidth.truncate(Sanitiser.visible($0.filename), to: 40)
    }
    let more = plan.batches.count - shown.count
    lines.append("  \(shown.joined(separator: ", "))" + (more > 0 ? " and \(more) more" : ""))
    return lines
  }

  func elsewhere(_ environment: String) -> OpsError {
    Self.refused(
      "the plan \(plan.id) is for \(plan.environment), this is \(environment)",
      hint: "use \(plan.environment) first")
  }

  var busy: OpsError {
    Self.refused(
      "another process is at the plan \(plan.id)", hint: "cleanup pause \(plan.id) stops it")
  }

  static func refused(_ what: String, hint: String) -> OpsError {
    OpsError(.refused, "\(what); nothing was changed", hint: hint)
  }
}
