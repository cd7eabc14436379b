internal import Postgres

/// Finds out what became of a transaction whose COMMIT was not answered.
struct ChangeSettlement: Sendable {
  let context: Context
  let link: Link

  /// Asks on a new connection to the same database; waits a little for a server process that is still at it.
  func status(of xid: String) async -> TransactionStatus {
    var status = TransactionStatus.unknown
    for attempt in 0..<Self.attempts {
      if attempt > 0 { try? await Task.sleep(for: Self.pause) }
      do {
        // A new link proves its identity, so the answer is about the right database.
        let fresh = try await context.link()
        guard fresh.identity == link.identity else { return .unknown }
        status = try await fresh.connection.transactionStatus(xid)
        if status != .inProgress { return status }
      } catch let error as PostgresError where error.code == .authenticationFailed {
        return .unknown
      } catch is CancellationError {
        return .unknown
      } catch {
        continue
      }
    }
    return status
  }

  private static let attempts = 20
  private static let pause = Duration.milliseconds(250)
}
