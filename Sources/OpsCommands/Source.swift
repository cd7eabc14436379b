internal import ArgumentParser
internal import OpsCore

/// Runs the commands of a file.
struct Source: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "source", abstract: "Run the commands of a file.",
    discussion: """
      Each line is a command, as one would type it; # starts a comment. It stops at the first \
      command that fails, unless --keep-going is given.

      EXAMPLE
        source morning.dfops
      """)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.shell
  private static let deepest = 10
  @TaskLocal private static var depth = 0

  @Argument(help: "The file.", completion: .file())
  var file: String

  mutating func run(in context: Context) async throws -> Report {
    guard Self.depth < Self.deepest else {
      throw OpsError(
        .failed, "scripts that run scripts are more than \(Self.deepest) deep",
        hint: "does \(Sanitiser.visible(file)) run itself?")
    }
    context.output.endWaiting()
    let path = file
    let status = try await Self.$depth.withValue(Self.depth + 1) {
      try await ScriptRunner(context).run(file: path)
    }
    // The line that failed has said so with its number; one line more for each file around it would bury that.
    guard status == .success else { throw ToldFailure(status) }
    return .none
  }
}
