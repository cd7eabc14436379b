internal import ArgumentParser
internal import OpsCore

/// The screens of `help` and of `dfops --help`.
enum HelpOverview {
  /// All commands in groups, one line each, and what else there is.
  ///
  /// - Parameters:
  ///   - aliases: The aliases of the session.
  ///   - programs: The names of the programs that are commands.
  /// - Returns: The text.
  static func text(aliases: Aliases = Aliases(), programs: [String] = []) -> String {
    let width = Commands.names.map(\.count).max() ?? 0
    var lines: [String] = []
    for group in OpsCore.CommandGroup.allCases {
      let commands = Commands.table.commands.filter { $0.group == group }
      guard !commands.isEmpty else { continue }
      lines.append(group.title.uppercased())
      lines += commands.map { row($0._commandName, $0.configuration.abstract, width) }
      lines.append("")
    }
    if !aliases.names.isEmpty {
      lines.append("ALIASES")
      lines += aliases.names.map { row($0, Sanitiser.visible(aliases[$0] ?? ""), width) }
      lines.append("")
    }
    if !programs.isEmpty {
      lines += ["PROGRAMS ON PATH", "  " + programs.joined(separator: ", "), ""]
    }
    lines += ["TOPICS", "  " + HelpTopic.all.map(\.name).joined(separator: ", "), ""]
    lines.append("help COMMAND shows its options and an example, help TOPIC explains.")
    return lines.joined(separator: "\n")
  }

  /// How the program is called, with its options.
  static var call: String {
    let options = GlobalOption.allCases.map { option in
      let names = [option.short, option.rawValue].compactMap(\.self).joined(separator: ", ")
      return (names + (option.valueName.map { " <\($0)>" } ?? ""), option.help)
    }
    var lines = [
      "The operator shell of the Dragonfly intake pipeline.", "",
      "USAGE: dfops [OPTIONS] [COMMAND [ARG...]]    one command, then exit",
      "       dfops [OPTIONS] -c 'COMMAND' [-c …]   several commands, then exit",
      "       dfops [OPTIONS] -f FILE               a script; - is standard input",
      "       dfops [OPTIONS]                       the shell", "",
      "OPTIONS, anywhere on a command line or on a line of a script",
    ]
    for (names, help) in options + [
      ("--version", "Show the version."), ("-h, --help", "Show help."),
    ] {
      // Names that are too long for the column stand on a line of their own.
      if names.count > 24 {
        lines += ["  " + names, row("", help, 24)]
      } else {
        lines.append(row(names, help, 24))
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func row(_ name: String, _ text: String, _ width: Int) -> String {
    "  " + name + String(repeating: " ", count: max(2, width - name.count + 2)) + text
  }
}
