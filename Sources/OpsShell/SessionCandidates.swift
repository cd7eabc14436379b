internal import LineEditor
internal import OpsCore

/// The candidates that the session knows, or that are at hand from the database.
struct SessionCandidates: CandidateSource {
  private let session: Session
  private let values: LiveValues
  private let externals: ExternalCommands

  init(_ session: Session, _ values: LiveValues, _ externals: ExternalCommands = .none) {
    self.externals = externals
    self.session = session
    self.values = values
  }

  var aliases: Aliases { session.aliases }

  var commands: [Candidate] {
    let aliases = aliases
    return aliases.names.map { Candidate($0, description: "alias: \(aliases[$0] ?? "")") }
      + externals.names().map { Candidate($0, description: "program: dfops-\($0)") }
  }

  func offers(_ kind: LiveCandidates, beginning: String, environment: String?) -> [Offer] {
    let environment = environment ?? session.environmentName
    if let scope = kind.scope {
      return beginning.hasPrefix("%")
        ? listed(for: scope, in: environment) : batches(beginning, for: scope, in: environment)
    }
    switch kind {
    case .environments: return environments
    case .statuses: return candidates(.statuses, in: environment)
    case .sources: return candidates(.sources, in: environment)
    case .fileNames: return fileNames(beginning, in: environment)
    case .audits: return audits(in: environment) { _ in true }
    case .undoableAudits:
      return audits(in: environment) { $0.isUndoable && $0.environment == environment }
    case .plans: return plans(in: environment) { _ in true }
    case .applicablePlans: return plans(in: environment, of: [.planned])
    case .resumablePlans: return plans(in: environment, of: [.interrupted, .paused])
    case .runningPlans: return plans(in: environment, of: [.applying])
    case .undoablePlans: return plans(in: environment, of: [.applied, .interrupted, .paused])
    default: return []
    }
  }

  func offers(ofProgram name: String, _ words: [String], environment: String?) -> [Offer] {
    candidates(.program(name, words), in: environment ?? session.environmentName)
  }

  private var environments: [Offer] {
    session.profiles.names.map { name in
      let isProtected = (try? session.profiles.environment(named: name))?.isProtected == true
      return Offer(Candidate(name, description: isProtected ? "protected" : ""))
    }
  }

  private func candidates(_ question: LiveQuestion, in environment: String) -> [Offer] {
    guard case .candidates(let found) = values.answer(to: question, in: environment) else {
      return []
    }
    return found.map { Offer($0) }
  }

  // MARK: Batches

  /// The rows of the last listing that the command takes, as far as the status tells that was seen.
  private func listed(for scope: BatchScope, in environment: String) -> [Offer] {
    guard let listing = session.listing, listing.environment == environment else { return [] }
    var pool: BatchPool?
    if case .pool(let known) = values.answer(to: .pool, in: environment) { pool = known }
    let known = Dictionary((pool?.batches(for: .all) ?? []).map { ($0.id, $0) }) { first, _ in first
    }
    return listing.rows.enumerated().compactMap { index, row in
      guard scope.takes(status: row.status, entry: pool?.entry ?? "", isNamed: true) else {
        return nil
      }
      let words = known[row.id].map { Self.words(for: $0, filename: true) } ?? row.status
      return Offer(
        Candidate("%\(index + 1)", description: "\(row.id.prefix(8)) \(words)"), names: [])
    }
  }

  private func batches(
    _ beginning: String, for scope: BatchScope, in environment: String
  ) -> [Offer] {
    atHand(beginning, for: scope, in: environment).map { batch in
      Offer(
        Candidate(batch.id, description: Self.words(for: batch, filename: true)),
        names: [batch.filename])
    }
  }

  private func fileNames(_ beginning: String, in environment: String) -> [Offer] {
    var seen: Set<String> = []
    return atHand(beginning, for: .all, in: environment).filter { batch in
      !batch.filename.isEmpty && seen.insert(batch.filename).inserted
    }.map { Offer(Candidate($0.filename, description: Self.words(for: $0, filename: false))) }
  }

  /// The batches at hand, and those that were found for this beginning.
  private func atHand(
    _ beginning: String, for scope: BatchScope, in environment: String
  ) -> [Batch] {
    guard case .pool(let pool) = values.answer(to: .pool, in: environment) else { return [] }
    let known = pool.batches(for: scope)
    guard !pool.isWhole, !beginning.isEmpty else { return known }
    var found: [Batch] = []
    for search in Self.searches(for: beginning) {
      if case .batches(let more) = values.answer(to: .search(search), in: environment) {
        found += more.filter { batch in
          scope.takes(status: batch.status, entry: pool.entry, isNamed: true)
        }
      }
    }
    let ids = Set(known.map(\.id))
    return known + found.filter { !ids.contains($0.id) }
  }

  /// What is looked for: an id where the beginning may be one, else a file.
  private static func searches(for beginning: String) -> [BatchSearch] {
    guard beginning.count <= 200 else { return [] }
    if beginning.allSatisfy({ $0.isHexDigit || $0 == "-" }) { return [.beginning(beginning)] }
    return beginning.count >= 3 ? [.named(beginning)] : []
  }

  private static func words(for batch: Batch, filename: Bool) -> String {
    let age = batch.ageSeconds.map { " \(HumanTime.age(seconds: $0))" } ?? ""
    return batch.status + age + (filename ? " \(batch.filename)" : "")
  }

  // MARK: Changes and plans

  private func audits(
    in environment: String, where isWanted: (KnownAudit) -> Bool
  ) -> [Offer] {
    guard case .audits(let all) = values.answer(to: .audits, in: environment) else { return [] }
    return all.filter(isWanted).map { audit in
      let words = "\(audit.time.iso8601) \(audit.environment): \(audit.command)"
      return Offer(Candidate(audit.id, description: words), names: [])
    }
  }

  private func plans(in environment: String, of states: [PlanState]) -> [Offer] {
    plans(in: environment) { plan in
      plan.environment == environment && plan.state.map(states.contains) == true
    }
  }

  private func plans(in environment: String, where isWanted: (KnownPlan) -> Bool) -> [Offer] {
    guard case .plans(let all) = values.answer(to: .plans, in: environment) else { return [] }
    return all.filter(isWanted).map { plan in
      let state = plan.state?.rawValue ?? "damaged"
      let words = "\(state) \(plan.environment): \(Counted(plan.batches, of: "batches"))"
      return Offer(Candidate(plan.id, description: words), names: [])
    }
  }
}
