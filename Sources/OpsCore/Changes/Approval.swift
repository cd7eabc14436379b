internal import Postgres

/// What somebody is asked to agree to.
struct ApprovalSubject: Sendable {
  /// What happens, as the beginning of a question.
  var action: String
  /// How many things are touched.
  var count: Int
  /// What is counted, in the plural.
  var noun = "batches"
  /// Whether something is removed, which asks for a stronger confirmation.
  var isDeletion: Bool
  /// The number of rows beside the batches themselves; nil for what no cap of batches and rows is about.
  var dependentRows: Int?
  /// What to know before answering.
  var notes: [String] = []
}

/// Everything that may say no before anything is written: counts, caps, arming, the operator.
struct Approval: Sendable {
  let subject: ApprovalSubject
  let context: Context
  let link: Link
  let overCap: Bool

  private var environment: Environment { link.environment }

  /// Returns when the change may go ahead, with the second reason when it goes over a cap.
  ///
  /// - Throws: `OpsError` with exit status 4.
  func obtain() async throws -> String? {
    let excess = try await exceededCaps()
    let secondReason = excess.isEmpty ? nil : try await overrule(excess)
    try await confirm()
    // Arming may have ended while the question stood on the screen.
    try checkArmed()
    return secondReason
  }

  private func confirm() async throws {
    let question = ConfirmationQuestion(
      environment: environment.name, isProtected: environment.isProtected,
      isTerminal: context.confirmer.isTerminal, rows: subject.count,
      isDeletion: subject.isDeletion, yes: context.options.yes, expect: context.options.expect,
      isArmed: context.arming != nil)
    try await Self.ask(question, subject, in: context)
  }

  /// Asks what the confirmation table wants to be asked.
  ///
  /// - Throws: `OpsError` with exit status 4 when the answer is no, or nobody can be asked.
  static func ask(
    _ question: ConfirmationQuestion, _ subject: ApprovalSubject, in context: Context
  ) async throws {
    switch ConfirmationRule.decide(question) {
    case .act: return
    case .refuse(let message, let hint):
      throw OpsError(.refused, message, hint: hint)
    case .askYesNo:
      showNotes(of: subject, in: context)
      guard try await context.confirmer.askYesNo("\(subject.action): go ahead?") else {
        throw declined
      }
    case .typeText(let text):
      showNotes(of: subject, in: context)
      let answer = try await context.confirmer.askText("Type \(text) to go ahead: ")
      guard answer == text else { throw declined }
    }
  }

  private static func showNotes(of subject: ApprovalSubject, in context: Context) {
    for note in subject.notes { context.output.notice("  \(note)") }
  }

  /// Refuses when a protected environment is not armed at this moment.
  func checkArmed() throws {
    guard environment.isProtected, context.arming == nil else { return }
    throw OpsError(
      .refused, "\(environment.name) is read-only and not armed (any more); nothing was changed",
      hint: armingHint)
  }

  private var armingHint: String {
    switch context.options.reason {
    case .some:
      "the environment has to be named, too: -e \(environment.name) on the same line, or use \(environment.name)"
    case nil:
      "arm --reason TEXT in a shell or script; for one command -e \(environment.name) --reason TEXT"
    }
  }

  private static let declined = OpsError(.refused, "not confirmed; nothing was changed")

  // MARK: Caps

  private func exceededCaps() async throws -> [String] {
    guard let dependentRows = subject.dependentRows else { return [] }
    let limits = environment.limits
    let total: Int?
    if let share = limits.share, subject.count >= ChangeCaps.shareCounts {
      let bound = ChangeCaps.tableNeeded(for: subject.count, share: share)
      total = try await link.connection.read(ChangeSQL.boundedCount, [.int(bound)]).first?.int("n")
    } else {
      total = nil
    }
    return ChangeCaps(limits: limits).exceeded(
      batches: subject.count, dependentRows: dependentRows, tableAtMost: total)
  }

  /// Asks for the count and a second reason, which only a person at a terminal can give.
  private func overrule(_ excess: [String]) async throws -> String {
    let what = excess.joined(separator: "; ")
    guard overCap, context.confirmer.isTerminal else {
      throw OpsError(
        .refused, "\(what); nothing was changed",
        hint: "narrow the filters, or use --over-cap on a terminal")
    }
    context.output.notice("over the cap: \(what)")
    let count = "\(subject.count)"
    guard try await context.confirmer.askText("Type \(count) to go over the cap: ") == count else {
      throw Self.declined
    }
    let reason = try await context.confirmer.askText("Why is that right? ")
    guard reason.contains(where: { !$0.isWhitespace }) else { throw Self.declined }
    return reason
  }
}

/// The bounds of what one change may touch, as a pure function.
struct ChangeCaps: Sendable {
  let limits: Limits

  /// From this number of batches on, the share of the table counts.
  static let shareCounts = 50

  /// Returns the number of rows that the table must have for this number to stay within the share.
  static func tableNeeded(for batches: Int, share: Double) -> Int {
    guard share > 0 else { return Int.max }
    let needed = (Double(batches) / share).rounded(.up)
    return needed < Double(Int32.max) ? Int(needed) : Int(Int32.max)
  }

  /// Returns what is exceeded, as sentences.
  ///
  /// - Parameters:
  ///   - batches: The number of batches of the change.
  ///   - dependentRows: The number of other rows of the change.
  ///   - tableAtMost: The rows in the table, counted no further than needed; nil when not counted.
  /// - Returns: One sentence per cap.
  func exceeded(batches: Int, dependentRows: Int, tableAtMost: Int?) -> [String] {
    var sentences: [String] = []
    if let cap = limits.batches, batches > cap {
      sentences.append("\(batches) batches are more than the cap of \(cap)")
    }
    if let cap = limits.dependentRows, dependentRows > cap {
      sentences.append("\(dependentRows) dependent rows are more than the cap of \(cap)")
    }
    if let share = limits.share, batches >= Self.shareCounts, let tableAtMost,
      tableAtMost < Self.tableNeeded(for: batches, share: share)
    {
      let percent = Int((share * 100).rounded())
      sentences.append("\(batches) batches are more than \(percent) % of the table")
    }
    return sentences
  }
}
