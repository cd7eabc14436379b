internal import ArgumentParser
internal import OpsCore

/// Shows all commands, the help of one, or a topic.
struct Help: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Show all commands, the help of one, or explain a topic.",
    discussion: """
      EXAMPLE
        help errors export
        help filters
      """)
  static let requirements: Requirements = []
  static let needsConfiguration = false
  static let group = OpsCore.CommandGroup.shell

  @Argument(
    help: "A command and its part, or a topic.",
    completion: .list(
      Commands.names + HelpTopic.all.map(\.name).filter { !Commands.names.contains($0) }))
  var words: [String] = []

  @Flag(help: ArgumentHelp("Show how the program is called, too.", visibility: .hidden))
  var call = false

  @Flag(help: "Print the manual page dfops(1), for man.")
  var manual = false

  mutating func run(in context: Context) async throws -> Report {
    if manual { return .source(ManualPage.text()) }
    let aliases = context.session.aliases
    let externals = context.dispatcher.externals
    let columns = context.output.rendering.width
    guard let word = words.first else {
      let overview = HelpOverview.text(aliases: aliases, programs: externals.names())
      return .text(call ? HelpOverview.call + "\n\n" + overview : overview)
    }
    let topic = words.count == 1 ? HelpTopic.named(word) : nil
    // A topic explains more than the help of a command that has this name beside its own.
    if let command = Commands.table.find(word), topic == nil || command._commandName == word {
      return .text(
        try screen(of: command) + (topic.map { "\n\n" + $0.screen(columns: columns) } ?? ""))
    }
    if let topic { return .text(topic.screen(columns: columns)) }
    guard words.count == 1 else { throw unknown(word, among: Commands.names) }
    if let line = aliases[word] {
      return .text(
        "\(word) is an alias for: \(Sanitiser.visible(line))\nunalias \(word) removes it")
    }
    guard externals.find(word) != nil else {
      throw unknown(
        word,
        among: Commands.names + HelpTopic.all.map(\.name) + aliases.names + externals.names())
    }
    let status = await context.dispatcher.run(words: [word, "--help"])
    guard status == .success else {
      throw OpsError(status, "dfops-\(word) --help did not succeed")
    }
    return .none
  }

  /// The help of a command, or of the part of it that is named.
  private func screen(of root: any OpsCommand.Type) throws -> String {
    var command: any ParsableCommand.Type = root
    for part in words.dropFirst() {
      let parts = command.configuration.subcommands
      guard let inner = parts.first(where: { $0._commandName == part }) else {
        let near = Suggestion.near(part, among: parts.map { $0._commandName })
        throw OpsError(
          .usage, "\(command._commandName) has no part \(Sanitiser.visible(part))",
          hint: near.isEmpty
            ? "help \(root._commandName) shows what there is"
            : "did you mean \(near.joined(separator: ", "))?")
      }
      command = inner
    }
    return Self.screen(of: command, in: root)
  }

  private func unknown(_ word: String, among names: [String]) -> OpsError {
    let near = Suggestion.near(word, among: names)
    return OpsError(
      .usage, "there is no command or topic \(Sanitiser.visible(String(word.prefix(80))))",
      hint: near.isEmpty
        ? "help lists commands and topics" : "did you mean \(near.joined(separator: ", "))?")
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
}

extension Commands {
  /// The names of all commands.
  static var names: [String] { table.commands.map { $0._commandName } }
}
