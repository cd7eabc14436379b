internal import ArgumentParser
internal import OpsCore

/// Takes aliases back.
struct Unalias: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "unalias", abstract: "Take aliases back.",
    discussion: """
      What the file ~/.config/dfops/rc defines is there again in the next shell.

      EXAMPLE
        unalias today
      """)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.shell

  @Argument(help: "The aliases.")
  var names: [String]

  mutating func run(in context: Context) async throws -> Report {
    let aliases = context.session.aliases
    if let missing = names.first(where: { aliases[$0] == nil }) {
      throw Alias.unknown(missing, among: aliases)
    }
    for name in names { _ = context.session.remove(alias: name) }
    return .none
  }
}
