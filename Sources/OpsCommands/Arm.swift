internal import ArgumentParser
internal import OpsCore

/// Allows changes in a protected environment for a while.
struct Arm: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "arm", abstract: "Allow changes in a protected environment for a while.",
    discussion: """
      The server must be there, and be the one that the environment is known by. The reason is \
      recorded with every change. Arming ends by itself after that time, by disarm, by \
      switching the environment, and when a session is lost in a transaction.

      EXAMPLE
        arm --reason INC-42 --for 30m
      """)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.environment
  private static let longest = Duration.seconds(3600)

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("How long, at most 60m.", valueName: "duration"),
    transform: Durations.parse)
  var span: Duration = .seconds(900)

  mutating func validate() throws {
    guard span > .zero else { throw ValidationError("--for is longer than nothing") }
    guard span <= Self.longest else { throw ValidationError("--for is at most 60m") }
  }

  mutating func run(in context: Context) async throws -> Report {
    let environment = try context.environment
    guard let reason = context.options.reason, reason.contains(where: { !$0.isWhitespace }) else {
      throw OpsError(
        .usage, "a reason is missing", hint: "arm --reason TEXT, for example an incident number")
    }
    guard environment.isProtected else {
      context.output.notice("\(environment.name) is not protected; changes need no arming there")
      return .none
    }
    // What is armed is a server that is known to be the one that is meant.
    _ = try await context.link()
    let arming = context.session.arm(environment.name, reason: reason, for: span)
    if context.dispatcher.isSingleCommand {
      context.output.notice(
        "this ends with the command: give --reason to the command that changes something")
    }
    return .record([
      "environment": .text(environment.name), "armed_until": .time(arming.until),
      "reason": .text(arming.reason),
    ])
  }
}
