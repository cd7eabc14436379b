internal import ArgumentParser
internal import OpsCore

/// Shows the version of dfops.
struct Version: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Show the version of dfops.",
    discussion: """
      EXAMPLE
        version
      """)
  static let requirements: Requirements = []
  static let needsConfiguration = false
  static let group = OpsCore.CommandGroup.shell

  mutating func run(in context: Context) async throws -> Report {
    .text("dfops \(OpsVersion.current)")
  }
}
