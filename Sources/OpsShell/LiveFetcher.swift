internal import LineEditor
internal import OpsCore

/// Finds the answers: over the sidecar, or in the state folder.
struct LiveFetcher: Sendable {
  /// How many candidates of one kind are looked for.
  private static let most = 50

  let session: Session
  let sidecar: Sidecar
  let externals: ExternalCommands

  /// Returns the answer; nil when there is none to be had.
  func answer(to key: PlacedQuestion) async -> LiveAnswer? {
    switch key.question {
    case .audits: return .audits(audits)
    case .plans: return .plans(plans)
    case .program(let name, let words):
      return await candidates(of: name, words, in: key.environment)
    case .pool, .search, .statuses, .sources, .count:
      guard let link = await sidecar.link(to: key.environment) else { return nil }
      return try? await answer(to: key.question, over: link)
    }
  }

  private func answer(to question: LiveQuestion, over link: Link) async throws -> LiveAnswer? {
    let store = BatchStore(link: link)
    switch question {
    case .pool: return .pool(try await BatchPool.fetch(over: link))
    case .search(let search):
      return .batches(try await store.suggestions(search, limit: Self.most))
    case .statuses:
      return .candidates(
        link.schema.statuses.map { status in
          Candidate(status, description: Self.words(for: link.schema.statusClass(status)))
        })
    case .sources:
      return .candidates(try await store.sources(limit: Self.most).map { Candidate($0) })
    case .count(let filters, let scope):
      return try await BatchCount.count(filters, for: scope, over: link).map(LiveAnswer.count)
    case .audits, .plans, .program: return nil
    }
  }

  private func candidates(
    of name: String, _ words: [String], in environment: String
  ) async -> LiveAnswer? {
    guard let program = externals.find(name),
      let profile = try? session.profiles.environment(named: environment)
    else { return nil }
    let found = await program.candidates(for: words, externals, in: profile)
    return .candidates(found.map { Candidate($0.text, description: $0.description) })
  }

  /// The changes in the journal, the latest first.
  private var audits: [KnownAudit] {
    let entries = (try? AuditJournal(session.state).entries()) ?? []
    let undoable = Set(
      entries.filter { $0.phase == .event && !$0.before.isEmpty && $0.plan == nil }.map(\.audit))
    return entries.filter { $0.phase == .intent }.suffix(Self.most).reversed().map { entry in
      KnownAudit(
        id: entry.audit, time: entry.time, environment: entry.environment, command: entry.command,
        isUndoable: undoable.contains(entry.audit))
    }
  }

  /// The plans of cleanups, the newest first.
  private var plans: [KnownPlan] {
    PlanStore(session.state).all().plans.prefix(Self.most).map { stored in
      KnownPlan(
        id: stored.plan.id, environment: stored.plan.environment,
        batches: stored.plan.batches.count, state: try? stored.state())
    }
  }

  private static func words(for statusClass: StatusClass) -> String {
    switch statusClass {
    case .final: "final"
    case .waiting: "waits for a worker"
    case .inFlight: "in flight"
    }
  }
}
