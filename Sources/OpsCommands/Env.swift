internal import ArgumentParser
internal import OpsCore

/// The commands about environments.
struct Env: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "env", abstract: "Show the environments, and what each of them is known by.",
    discussion: """
      EXAMPLE
        env show prod
      """,
    subcommands: [EnvList.self, EnvShow.self, EnvTrust.self], defaultSubcommand: EnvList.self)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.shell

  mutating func run(in context: Context) async throws -> Report {
    throw CleanExit.helpRequest(Self.self)
  }
}
