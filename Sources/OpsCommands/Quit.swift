internal import ArgumentParser
internal import OpsCore

/// Leaves the shell.
struct Quit: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "quit", abstract: "Leave the shell, or end the script.",
    discussion: """
      The exit status is 0.

      EXAMPLE
        quit
      """,
    aliases: ["exit"])
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.shell

  mutating func run(in context: Context) async throws -> Report {
    context.session.quit()
    return .none
  }
}
