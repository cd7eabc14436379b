internal import ArgumentParser
internal import OpsCore

/// Makes a protected environment read-only again.
struct Disarm: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "disarm", abstract: "Make a protected environment read-only again.",
    discussion: """
      Nothing happens when it is not armed.

      EXAMPLE
        disarm
      """)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.environment

  mutating func run(in context: Context) async throws -> Report {
    context.session.disarm()
    return .record([
      "environment": .text(context.session.environmentName), "armed_until": .null,
    ])
  }
}
