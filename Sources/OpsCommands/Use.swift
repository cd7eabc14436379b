internal import ArgumentParser
internal import OpsCore

/// Switches to another environment.
struct Use: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "use", abstract: "Switch to another environment.",
    discussion: """
      The connection to the present one is closed and its arming ends. The new one is connected to \
      by the next command that needs it.

      EXAMPLE
        use prod
      """)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.environment

  @Argument(help: "The name of the environment.", completion: .environments)
  var name: String

  mutating func run(in context: Context) async throws -> Report {
    try await context.session.use(name)
    context.tellThatItEnds(instead: "-e \(name) on a line runs that line there")
    return .none
  }
}

extension Context {
  /// Says that what was set is gone with the process, where there is only one command.
  func tellThatItEnds(instead: String) {
    guard dispatcher.isSingleCommand else { return }
    output.notice("this ends with the command: \(instead)")
  }
}
