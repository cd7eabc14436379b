internal import ArgumentParser
internal import OpsCore

/// Accepts that an environment is another server than before.
struct EnvTrust: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust", abstract: "Accept that an environment is another server than before.",
    discussion: """
      Connects, shows what the environment was known by and what it is now, and asks. For a \
      protected environment its name must be typed. It is recorded in the journal.

      EXAMPLE
        env trust prod
      """)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.environment

  @Argument(help: "The environment.", completion: .environments)
  var name: String

  mutating func run(in context: Context) async throws -> Report {
    let session = context.session
    let environment = try session.profiles.environment(named: name)
    let pins = PinStore(session.state)
    let old = try pins.pin(of: name)
    let new = try await context.connector.identify(environment)
    guard old != new else {
      context.output.notice("\(name) is known by this identity already")
      return Self.report(name, old: old, new: new, isTrusted: true)
    }
    context.output.emit(Self.report(name, old: old, new: new, isTrusted: false))
    try await confirm(environment, in: context)
    var entry = AuditEntry(
      audit: AuditEntry.newID(), phase: .event, environment: name, identity: new,
      reason: context.options.reason, command: context.commandLine, ids: [])
    entry.result = "trusted \(new.description) instead of \(old?.description ?? "nothing")"
    _ = try context.journal.append(entry)
    try pins.pin(new, for: environment)
    await session.close()
    context.output.notice("\(name) is known by its new identity from now on")
    return .none
  }

  /// The name is typed where a mistake would be dear; a script can confirm only where it would not.
  private func confirm(_ environment: Environment, in context: Context) async throws {
    let confirmer = context.confirmer
    if !environment.isProtected {
      if context.options.yes { return }
      if confirmer.isTerminal, try await confirmer.askYesNo("Trust it?") { return }
    } else if confirmer.isTerminal {
      let typed = try await confirmer.askText("Type \(environment.name) to trust it:")
      if typed == environment.name { return }
    }
    throw OpsError(
      .refused, "not confirmed; \(environment.name) keeps the identity it had",
      hint: environment.isProtected
        ? "run it on a terminal and type the name" : "run it on a terminal, or with --yes")
  }

  private static func report(
    _ name: String, old: Identity?, new: Identity, isTrusted: Bool
  ) -> Report {
    .record([
      "environment": .text(name), "pinned": old.map { .object($0.fields) } ?? .null,
      "server": .object(new.fields), "trusted": .bool(isTrusted),
    ])
  }
}
