internal import Postgres

/// Somebody wants the cleanup to stop at a place where it can.
struct CleanupStop: Error, Equatable {
  /// Why, in words.
  var reason: String
}

/// Lets a cleanup go on from one transaction to the next, makes it wait, or stops it.
struct CleanupGateKeeper: Sendable {
  let context: Context
  let stored: StoredPlan
  let environment: Environment
  let gates: CleanupGates
  /// How long a gate that cannot be read is waited for.
  var patience = Duration.seconds(600)
  /// How often a gate is looked at while it is closed.
  var interval = Duration.seconds(1)

  /// The file whose being there stops the cleanup.
  static let pauseFile = "pause"

  /// Returns when the cleanup may go on.
  ///
  /// - Throws: ``CleanupStop`` when it is to stop here.
  func pass(_ progress: inout CleanupProgress, done: Int) async throws {
    var since: ContinuousClock.Instant?
    var said: String?
    while true {
      try Task.checkCancellation()
      try checkWishes()
      try await checkArmed(&progress)
      let reason: String
      switch try await answer() {
      case .go: return
      case .hold(let text): (since, reason) = (nil, text)
      case .unreadable(let text):
        let begun = since ?? .now
        (since, reason) = (begun, text)
        guard ContinuousClock.now - begun < patience else { throw CleanupStop(reason: text) }
      }
      if said != reason {
        progress.clear()
        context.output.notice("waiting: \(reason)")
        said = reason
      }
      progress.wait(for: reason)
      try await Task.sleep(for: interval)
    }
  }

  private func checkWishes() throws(CleanupStop) {
    if context.session.interrupts.isRequested { throw CleanupStop(reason: "interrupted") }
    if FolderListing.names(in: stored.folder.path).contains(Self.pauseFile) {
      throw CleanupStop(reason: "cleanup pause was called")
    }
  }

  /// Asks for a new reason when arming has ended; without anybody to ask, the cleanup stops.
  private func checkArmed(_ progress: inout CleanupProgress) async throws {
    guard environment.isProtected, context.arming == nil else { return }
    progress.clear()
    guard context.confirmer.isTerminal else {
      throw CleanupStop(reason: "\(environment.name) is not armed any more")
    }
    context.output.notice("\(environment.name) is not armed any more")
    let reason = try await context.confirmer.askText(
      "Reason to go on for 15 minutes (empty stops): ")
    guard reason.contains(where: { !$0.isWhitespace }) else {
      throw CleanupStop(reason: "\(environment.name) is not armed any more")
    }
    _ = context.session.arm(environment.name, reason: reason, for: .seconds(900))
  }

  private func answer() async throws -> CleanupGates.Answer {
    if let free = CleanupGates.freeBytes(at: stored.folder.path), free < Self.leastFree {
      return .hold("only \(ByteCount.text(free)) are free in the state folder")
    }
    do {
      return gates.answer(try await CleanupGates.read(try await context.link().connection))
    } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
      return .unreadable("the server does not say how its replicas are: \(error.message)")
    }
  }

  private static let leastFree = 64 << 20
}
