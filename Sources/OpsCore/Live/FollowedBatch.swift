internal import Postgres

/// Follows one batch until it ends.
public struct FollowedBatch: Sendable {
  /// How the batch is at one moment.
  struct Found: Sendable {
    var batch: Batch
    var isFinal = false
    var evidence: [Evidence] = []
    var reason: String?
    /// Whether the connection had broken before, and was made anew.
    var isReconnected = false
  }

  private let id: String
  private let interval: Duration
  private let timeout: Duration
  private let context: Context

  /// Takes a batch that is to be followed.
  ///
  /// - Parameters:
  ///   - id: Its whole id.
  ///   - interval: How long from one look to the next.
  ///   - timeout: How long it is followed at most.
  ///   - context: The context of the command.
  public init(_ id: String, every interval: Duration, timeout: Duration, in context: Context) {
    self.id = id
    self.interval = interval
    self.timeout = timeout
    self.context = context
  }

  /// Follows it to its end.
  ///
  /// - Returns: How it ended, for programs; people have seen it.
  /// - Throws: `OpsError` with exit status 1 when it failed or vanished, 5 when the time was over, 130 when nobody reads any
  ///   more; `CancellationError` when somebody left before; `SinkError` when the output cannot be written.
  public func run() async throws -> Report {
    let (session, environment) = (
      context.session, context.options.env ?? context.session.environmentName
    )
    var view = FollowView(environment: environment, rendering: context.output.rendering)
    let loop = LiveLoop(
      interval: interval, timeout: timeout, output: context.output,
      terminal: context.output.terminal,
      abandon: { session.abandonLink(to: environment) })
    let end = try await context.output.quietly {
      try await loop.run(&view) {
        let reconnections = session.reconnections(to: environment)
        var found = try await look()
        found.isReconnected = session.reconnections(to: environment) != reconnections
        return found
      }
    }
    if end == .left { throw abandoned(view) }
    let report = context.output.format == .json ? Report.record(view.fields) : .none
    guard end == .expired || view.last?.batch.status != "completed" else { return report }
    context.output.emit(report)
    throw error(end, view)
  }

  /// Why nobody waited for the end, about which nothing is said then.
  private func abandoned(_ view: FollowView) -> any Error {
    switch context.output.resultFailure {
    case nil: CancellationError()
    case .readerGone:
      OpsError(
        .interrupted,
        "nobody reads any more; the batch \(id) was \(Sanitiser.visible(view.last?.batch.status ?? "unknown"))"
      )
    case let failure?: failure
    }
  }

  private func error(_ end: LiveLoop.End, _ view: FollowView) -> OpsError {
    let status = Sanitiser.visible(view.last?.batch.status ?? "unknown")
    guard end == .expired else {
      let reason = view.last?.reason.map { ": \(Sanitiser.visible($0))" } ?? ""
      return OpsError(
        .failed, "the batch \(id) has ended as \(status)\(reason)",
        hint:
          "errors list \(id.prefix(8)) shows its errors, batch \(id.prefix(8)) what can be done",
        code: "batch_failed")
    }
    let span = HumanTime.age(seconds: Int(timeout.components.seconds))
    let how = view.isLost ? "the connection is lost" : "the batch \(id) is still \(status)"
    return OpsError(
      .partial, "\(how) after \(span)",
      hint: "batch \(id.prefix(8)) shows signs of a worker; follow can go on", code: "timeout")
  }

  private func look() async throws -> Found {
    let link = try await context.link()
    let store = BatchStore(link: link)
    guard let batch = try await store.find([id], listing: nil).first?.batch else {
      throw OpsError(
        .failed, "the batch \(id) has gone", hint: "audit list shows what was deleted from here")
    }
    let isFinal = link.schema.statusClass(batch.status) == .final
    guard isFinal else {
      let evidence = try await EvidenceFinder(link: link).look(for: [id])[id] ?? []
      return Found(batch: batch, evidence: evidence)
    }
    let reason = try await store.details(of: batch).reasons.first?.text
    return Found(batch: batch, isFinal: true, reason: reason)
  }
}
