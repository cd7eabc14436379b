internal import LineEditor
internal import OpsCore

/// Asks the session, and the database behind it, for candidates.
struct SessionCandidates: CandidateSource {
  /// How many candidates are looked for.
  private static let most = 50
  /// How long the server may take.
  private static let statementLimit = Duration.milliseconds(150)

  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  func candidates(
    _ kind: LiveCandidates, beginning: String, environment: String?
  ) async -> [Candidate] {
    let environment = environment ?? session.environmentName
    switch kind {
    case .environments: return environments
    case .audits: return audits
    case .plans: return plans
    case .statuses: return await statuses(of: environment)
    case .batches where beginning.hasPrefix("%"): return listed(in: environment)
    case .batches: return await batches(beginning: beginning, of: environment)
    }
  }

  private var environments: [Candidate] {
    session.profiles.names.map { name in
      let isProtected = (try? session.profiles.environment(named: name))?.isProtected == true
      return Candidate(name, description: isProtected ? "protected" : "")
    }
  }

  /// The changes in the journal, the latest first.
  private var audits: [Candidate] {
    let intents = (try? AuditJournal(session.state).entries())?.filter { $0.phase == .intent } ?? []
    return intents.suffix(Self.most).reversed().map { entry in
      Candidate(
        entry.audit, description: "\(entry.time.iso8601) \(entry.environment): \(entry.command)")
    }
  }

  /// The plans of cleanups, the newest first.
  private var plans: [Candidate] {
    PlanStore(session.state).all().plans.prefix(Self.most).map { stored in
      let state = (try? stored.state())?.rawValue ?? "damaged"
      let plan = stored.plan
      return Candidate(
        plan.id, description: "\(state) \(plan.environment): \(plan.batches.count) batches")
    }
  }

  private func statuses(of environment: String) async -> [Candidate] {
    guard let schema = await link(to: environment)?.schema else { return [] }
    return schema.statuses.map { status in
      Candidate(status, description: Self.words(for: schema.statusClass(status)))
    }
  }

  private func listed(in environment: String) -> [Candidate] {
    guard let listing = session.listing, listing.environment == environment else { return [] }
    return listing.rows.enumerated().map { index, row in
      Candidate("%\(index + 1)", description: "\(row.status) \(row.id)")
    }
  }

  private func batches(beginning: String, of environment: String) async -> [Candidate] {
    guard let link = await link(to: environment) else { return [] }
    let found = try? await BatchStore(link: link).suggestions(
      beginning: beginning, limit: Self.most, within: Self.statementLimit)
    return found?.map { batch in
      let age = batch.ageSeconds.map { " \(HumanTime.age(seconds: $0))" } ?? ""
      return Candidate(batch.id, description: "\(batch.status)\(age) \(batch.filename)")
    } ?? []
  }

  /// The open connection, or a new one where making it asks nobody anything.
  private func link(to environment: String) async -> Link? {
    if let link = session.openLink(to: environment) { return link }
    guard let profile = try? session.profiles.environment(named: environment) else { return nil }
    // The first use of a protected environment is a question, which is not asked at a key.
    let isKnown = (try? PinStore(session.state).pin(of: environment)) != nil
    guard isKnown || !profile.isProtected else { return nil }
    let silence = Output(results: MemorySink(), messages: MemorySink())
    let dispatcher = Dispatcher(
      table: CommandTable([]), session: session, output: silence, confirmer: NoTerminalConfirmer())
    var options = GlobalOptions()
    options.env = environment
    return try? await Context(
      dispatcher: dispatcher, options: options, output: silence, commandLine: ""
    ).link()
  }

  private static func words(for statusClass: StatusClass) -> String {
    switch statusClass {
    case .final: "final"
    case .waiting: "waits for a worker"
    case .inFlight: "in flight"
    }
  }
}
