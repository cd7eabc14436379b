internal import ArgumentParser
internal import OpsCore

/// Tells PostgREST to read the schema again, and proves that it did.
struct Reload: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload",
    abstract: "Tell PostgREST to read the schema again, and prove that it did.",
    discussion: """
      Sends NOTIFY pgrst, 'reload schema' (the runbook's 'reload' is ignored by PostgREST), at most \
      once a minute, because every reload reads the whole catalog. Then PostgREST is asked until it \
      answers and nothing says that its cache is old.

      EXAMPLE
        reload --timeout 1m
      """)
  static let requirements: Requirements = [.connection]
  static let group = OpsCore.CommandGroup.services

  @Option(
    help: ArgumentHelp("Wait this long for a fresh cache.", valueName: "duration"),
    transform: Durations.parse)
  var timeout: Duration = .seconds(30)

  mutating func run(in context: Context) async throws -> Report {
    let link = try await context.link()
    let stamp = try context.session.state.file("reload-\(link.environment.name)")
    let reload = SchemaCacheReload(
      connection: link.connection, probe: context.probe, throttle: ReloadThrottle(path: stamp))
    let (start, timeout) = (ContinuousClock.now, timeout)
    let outcome = try await context.output.reporting(
      {
        let seconds = Int((ContinuousClock.now - start).components.seconds)
        return "reload: waiting for PostgREST, \(HumanTime.age(seconds: seconds)) of"
          + " \(HumanTime.age(seconds: Int(timeout.components.seconds)))"
      }, during: { try await reload.run(timeout: timeout) })
    tell(outcome, context.output)
    let report = Report.record(Self.fields(outcome))
    guard let failure = Self.failure(outcome) else { return report }
    context.output.emit(report)
    throw failure
  }

  private func tell(_ outcome: SchemaCacheReload.Outcome, _ output: Output) {
    if let turn = outcome.turnIn {
      let seconds = turn.components.seconds + 1
      output.notice(
        "a reload was sent less than a minute ago; only probing now, the next one in \(seconds)s")
    }
    if outcome.notified, outcome.listeners == 0 {
      output.notice("no session listens for it: PostgREST is down, or its listener is dead")
    }
  }

  /// Returns what keeps the outcome from being a success.
  static func failure(_ outcome: SchemaCacheReload.Outcome) -> OpsError? {
    switch (outcome.answers, outcome.freshness) {
    case (nil, _):
      let hint =
        outcome.detail == nil
        ? "set postgrest.url in the profile, or SUPABASE_URL"
        : "check postgrest.url and its key in the profile, or SUPABASE_URL"
      return OpsError(
        .partial,
        outcome.detail.map { "it cannot be known whether PostgREST is well: \($0)" }
          ?? "there is nothing to probe PostgREST with", hint: hint)
    case (false, _), (_, .stale):
      return OpsError(
        .failed, "PostgREST has no fresh schema cache: \(outcome.detail ?? "no answer")",
        hint: "look at its logs; if it stays so, restart it or ask Supabase support")
    case (true, .proven), (true, .notProvable): return nil
    }
  }

  private static func fields(_ outcome: SchemaCacheReload.Outcome) -> Fields {
    let (seconds, attoseconds) = outcome.elapsed.components
    return [
      "notified": .bool(outcome.notified),
      "listeners": DataValue(orNull: outcome.listeners),
      "answers": DataValue(orNull: outcome.answers),
      "freshness": .text(outcome.freshness.rawValue),
      "elapsed_ms": .int(seconds * 1000 + attoseconds / 1_000_000_000_000_000),
      "probe": DataValue(orNull: outcome.detail),
    ]
  }
}
