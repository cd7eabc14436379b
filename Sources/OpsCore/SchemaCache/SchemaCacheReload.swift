public import Postgres

/// Tells PostgREST to read the schema again, and finds out whether it did.
public struct SchemaCacheReload: Sendable {
  /// What can be said about the age of the cache.
  public enum Freshness: String, Sendable, Equatable, CaseIterable {
    /// It was loaded after the notification.
    case proven
    /// It answers, but nothing says when the cache was loaded.
    case notProvable = "not_provable"
    /// There is no cache, or it was not loaded again.
    case stale
  }

  /// What came of it.
  public struct Outcome: Sendable, Equatable {
    /// Whether a notification was sent.
    public var notified = false
    /// How long until the next one may be sent, when none was.
    public var turnIn: Duration?
    /// How many sessions listen for it; nil when this role cannot see that.
    public var listeners: Int?
    /// Whether PostgREST answers; nil when there is nothing to probe with, or the answer does not tell.
    public var answers: Bool?
    /// What can be said about the cache.
    public var freshness = Freshness.notProvable
    /// How long it took, the notification included.
    public var elapsed = Duration.zero
    /// What the last probe said; nil without a probe.
    public var detail: String?
  }

  private let connection: Connection
  private let probe: (any SchemaCacheProbe)?
  private let throttle: ReloadThrottle
  private static let pause = Duration.milliseconds(250)
  private static let longestProbe = Duration.seconds(5)

  /// Prepares a reload.
  public init(
    connection: Connection, probe: (any SchemaCacheProbe)?, throttle: ReloadThrottle
  ) {
    self.connection = connection
    self.probe = probe
    self.throttle = throttle
  }

  /// Notifies, unless that was done a moment ago, and probes until the cache is fresh or the time is over.
  public func run(timeout: Duration) async throws -> Outcome {
    let clock = ContinuousClock()
    let start = clock.now
    let before = await probe?.probe(timeout: min(timeout, Self.longestProbe))
    var outcome = Outcome()
    outcome.turnIn = try throttle.claim()
    outcome.notified = outcome.turnIn == nil
    outcome.listeners = try await notify(really: outcome.notified)
    guard let probe, let before else {
      outcome.elapsed = clock.now - start
      return outcome
    }
    while true {
      let left = timeout - (clock.now - start)
      let result = await probe.probe(timeout: min(max(left, Self.pause), Self.longestProbe))
      let isLast = clock.now - start + Self.pause >= timeout
      outcome.answers = result.answers
      outcome.detail = result.detail
      if let freshness = Self.judge(
        before: before, after: result, notified: outcome.notified, isLast: isLast)
      {
        outcome.freshness = freshness
        outcome.elapsed = clock.now - start
        return outcome
      }
      try await Task.sleep(for: Self.pause)
    }
  }

  /// Says what a probe proves; nil when the next one may prove more.
  static func judge(
    before: ProbeResult, after: ProbeResult, notified: Bool, isLast: Bool
  ) -> Freshness? {
    guard let answers = after.answers else { return after.stale ? .stale : .notProvable }
    guard answers, !after.stale else {
      guard isLast else { return nil }
      return after.stale ? .stale : .notProvable
    }
    guard notified else { return .notProvable }
    if let first = before.loads, let now = after.loads {
      // A server that was started anew counts from the beginning.
      if now != first { return .proven }
      return isLast ? .stale : nil
    }
    return before.stale ? .proven : .notProvable
  }

  /// Counts the listeners and sends the notification, in a transaction whose COMMIT delivers it.
  private func notify(really: Bool) async throws -> Int? {
    do {
      return try await connection.transaction(.readOnly) { transaction in
        let rows = try await transaction.query(SchemaCacheSQL.listeners)
        if really { _ = try await transaction.query(SchemaCacheSQL.notify) }
        return try rows.first?.optionalInt("listeners")
      }
    } catch {
      // Whether a lost COMMIT has delivered it is unknown: then the turn stays taken.
      if really, (error as? PostgresError)?.code != .commitUnknown { throttle.release() }
      throw error
    }
  }
}

/// The statements about PostgREST's ear on the database.
enum SchemaCacheSQL {
  /// The only payload, besides none at all, that PostgREST obeys for the schema; any other is ignored silently.
  static let notify = "SELECT pg_notify('pgrst', 'reload schema')"

  /// Counts the sessions whose last statement was a LISTEN on the channel; NULL when others' statements are hidden.
  static let listeners = """
    SELECT CASE WHEN pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
      THEN (SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND query ILIKE 'LISTEN %pgrst%') END AS listeners
    """
}
