internal import ArgumentParser
internal import OpsCore

/// Shows and makes aliases.
struct Alias: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "alias", abstract: "Give a name to a line, or show those that have one.",
    discussion: """
      The name stands for the command of a line, and what follows it is added. Commands keep their \
      names. Aliases last until the shell ends; those of ~/.config/dfops/rc are there from its start.

      EXAMPLE
        alias today='batches --today --oldest-first'
      """)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.shell

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("NAME='LINE', or a NAME to be shown.", valueName: "name=line"))
  var words: [String] = []

  mutating func run(in context: Context) async throws -> Report {
    let aliases = context.session.aliases
    guard let first = words.first else { return Self.list(aliases.names, aliases) }
    guard let (name, line) = try definition(first) else {
      guard aliases[first] != nil else { throw Self.unknown(first, among: aliases) }
      return Self.list([first], aliases)
    }
    // Options that every command takes would be taken from the line before it gets its name.
    let (options, _) = try GlobalOptions.extract(from: Words.split(context.commandLine))
    guard words.count <= (first == name ? 2 : 1), options == GlobalOptions() else {
      throw OpsError(
        .usage, "the line has several words", hint: "put it in quotes: alias \(name)='…'")
    }
    try context.session.define(alias: name, as: line, over: context.dispatcher.table)
    context.tellThatItEnds(instead: "~/.config/dfops/rc keeps aliases for every shell")
    return .none
  }

  /// What is defined, in the form `NAME=LINE` or `NAME LINE`; nil when nothing is.
  private func definition(_ first: String) throws -> (String, String)? {
    if let equals = first.firstIndex(of: "=") {
      return (String(first[..<equals]), String(first[first.index(after: equals)...]))
    }
    return words.count > 1 ? (first, words[1]) : nil
  }

  static func unknown(_ name: String, among aliases: Aliases) -> OpsError {
    let near = Suggestion.near(name, among: aliases.names)
    return OpsError(
      .usage, "there is no alias \(Sanitiser.visible(String(name.prefix(80))))",
      hint: near.isEmpty
        ? "alias lists them; alias NAME='LINE' makes one"
        : "did you mean \(near.joined(separator: ", "))?")
  }

  private static func list(_ names: [String], _ aliases: Aliases) -> Report {
    .list(
      Table(
        columns: [
          Column("alias", "ALIAS", .id, importance: .essential),
          Column("line", "LINE", importance: .essential),
        ],
        rows: names.map { [.text($0), .text(aliases[$0] ?? "")] },
        footer: names.isEmpty ? "there are no aliases: alias NAME='LINE' makes one" : nil))
  }
}
