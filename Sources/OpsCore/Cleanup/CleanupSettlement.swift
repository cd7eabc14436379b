internal import Postgres

/// Finds out what became of the last transaction of a cleanup, when nobody was there to hear.
struct CleanupSettlement: Sendable {
  let context: Context
  let link: Link

  /// Says whether a transaction that deletes was committed.
  ///
  /// - Throws: `OpsError` with exit status 5 when that cannot be known.
  func isCommitted(_ step: LedgerStep) async throws -> Bool {
    if let known = try await fate(of: step.xid, timeline: step.timeline) { return known }
    guard step.kind == .chunk || step.kind == .last else {
      throw Self.unknown(step.xid, "the server has forgotten it")
    }
    return try await !present(step.batches, xid: step.xid)
  }

  /// Says whether a transaction that brings batches back was committed.
  ///
  /// - Throws: `OpsError` with exit status 5 when that cannot be known.
  func isRestored(_ step: LedgerStep, xid: String, timeline: Int) async throws -> Bool {
    if let known = try await fate(of: xid, timeline: timeline) { return known }
    guard step.kind == .chunk || step.kind == .last else {
      throw Self.unknown(xid, "the server has forgotten it")
    }
    return try await present(step.batches, xid: xid)
  }

  /// Asks the server, waiting for a process that is still at it; nil when it has forgotten, or was another one then.
  private func fate(of xid: String, timeline: Int) async throws -> Bool? {
    let change = ChangeSettlement(context: context, link: link)
    // A task of its own: ^C must not keep us from asking.
    let found = try await Task {
      let row = try await context.link().connection.read(CleanupSQL.anchor).first
      guard try row?.int("timeline") == timeline else { return TransactionStatus.unknown }
      return await change.status(of: xid)
    }.value
    switch found {
    case .committed: return true
    case .aborted: return false
    case .inProgress:
      throw Self.unknown(xid, "a server process is still at it; look again in a minute")
    case .unknown: return nil
    }
  }

  private func present(_ batches: [String], xid: String) async throws -> Bool {
    let present = try await context.link().connection.read(
      CleanupSQL.present, [.textArray(batches)]
    ).count
    guard present == 0 || present == batches.count else {
      throw Self.unknown(xid, "\(present) of its \(batches.count) batches are there")
    }
    return present > 0
  }

  private static func unknown(_ xid: String, _ why: String) -> OpsError {
    OpsError(
      .partial, "whether transaction \(xid) was committed cannot be known: \(why)",
      hint: "cleanup resume asks again", code: "outcome_unknown")
  }
}
