internal import ArgumentParser
internal import OpsCore

/// Shows all commands, or the help of one.
struct Help: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Show all commands, or the help of one.",
    discussion: """
      EXAMPLE
        help errors export
      """)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.shell

  @Argument(help: "The command, and its part.", completion: .list(Commands.names))
  var words: [String] = []

  @Flag(help: "Print the manual page dfops(1), for man.")
  var manual = false

  mutating func run(in context: Context) async throws -> Report {
    if manual { return .text(ManualPage.text()) }
    guard let word = words.first else { return .text(Self.overview) }
    guard var command: any ParsableCommand.Type = Commands.table.find(word) else {
      throw OpsError(
        .usage, "there is no command \(Sanitiser.visible(word))", hint: "help lists the commands")
    }
    let root = command
    for part in words.dropFirst() {
      guard let inner = command.configuration.subcommands.first(where: { $0._commandName == part })
      else {
        throw OpsError(
          .usage, "\(command._commandName) has no part \(Sanitiser.visible(part))",
          hint: "help \(word) lists its parts")
      }
      command = inner
    }
    return .text(Self.screen(of: command, in: root))
  }

  /// The help of a command, as `--help` prints it.
  static func screen(of command: any ParsableCommand.Type, in root: any ParsableCommand.Type)
    -> String
  {
    func text<Root: ParsableCommand>(_ root: Root.Type) -> String {
      root.helpMessage(for: command)
    }
    return text(root)
  }

  /// All commands in groups, one line each.
  static var overview: String {
    let width = Commands.names.map(\.count).max() ?? 0
    var lines: [String] = []
    for group in OpsCore.CommandGroup.allCases {
      let commands = Commands.table.commands.filter { $0.group == group }
      guard !commands.isEmpty else { continue }
      lines.append(group.title.uppercased())
      for command in commands {
        let name = command._commandName
        let pad = String(repeating: " ", count: width - name.count + 2)
        lines.append("  " + name + pad + command.configuration.abstract)
      }
      lines.append("")
    }
    lines.append("help COMMAND shows its options and an example.")
    return lines.joined(separator: "\n")
  }
}

extension Commands {
  /// The names of all commands.
  static var names: [String] { table.commands.map { $0._commandName } }
}
