internal import ArgumentParser
internal import OpsCore

/// Shows what was typed, in this and in other shells.
struct HistoryCommand: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show the lines that were typed, or a session as a script.",
    discussion: """
      Lines of all shells, in the order of time; at the prompt !! runs the last line again and !12 \
      the one with number 12. With -e only lines of that environment are shown. Lines after a \
      leading blank, and those that seem to hold a secret, are not kept.

      --script prints a session as a script: where it was, what it ran, with ids for %3 and --expect \
      for changes, and as comments what failed. \
      Without --session it is this session, or the last one when this one has typed nothing.

      EXAMPLE
        history --limit 10 reset
        history -e prod
        history --script
      """)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.shell

  @Argument(help: ArgumentHelp("Only lines that contain this text.", valueName: "pattern"))
  var pattern: String?

  @Option(help: ArgumentHelp("Show at most this many.", valueName: "n"))
  var limit = 50

  @Option(
    help: ArgumentHelp(
      "Only lines of the session with this id, which -o json shows.", valueName: "id"))
  var session: String?

  @Flag(help: "Print a session as a script that runs.")
  var script = false

  mutating func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
    guard !script || pattern == nil else {
      throw ValidationError("--script prints a whole session, without a pattern")
    }
  }

  mutating func run(in context: Context) async throws -> Report {
    let history = try History(context.session.state)
    if script { return .source(try scriptText(history, context)) }
    let wanted = pattern?.lowercased()
    let (environment, session) = (context.options.env, session)
    let found = try history.last(limit) { entry in
      (environment == nil || entry.environment == environment)
        && (session == nil || entry.session == session)
        && (wanted == nil || entry.text.lowercased().contains(wanted ?? ""))
    }
    return .list(
      Table(
        columns: Self.columns, rows: found.map(Self.row),
        footer: found.isEmpty ? "no line fits" : nil))
  }

  private func scriptText(_ history: History, _ context: Context) throws -> String {
    let current = context.session
    let isKnown = try !history.last(1) { $0.session == current.id }.isEmpty
    let id =
      try session
      ?? (isKnown ? current.id : history.last(1) { $0.session != nil }.first?.entry.session)
    let entries =
      try id.map { id in try history.last(.max) { $0.session == id }.map(\.entry) } ?? []
    guard let id, !entries.isEmpty else {
      throw OpsError(
        .failed, "the history has no such session",
        hint: "history --format json shows the session of each line")
    }
    return SessionScript.text(
      of: id, entries, aliases: id == current.id ? current.aliases : Aliases(),
      in: context.dispatcher.table)
  }

  private static let columns = [
    Column("n", "N", .number, importance: .essential),
    Column("time", "TIME", .time, importance: .extra, short: .dayAndMinute),
    Column("environment", "ENV", .id),
    Column("exit", "EXIT", .number, importance: .extra),
    Column("duration_ms", "MS", .number, importance: .extra),
    Column("session", "SESSION", machineOnly: true), Column("text", "LINE", importance: .essential),
  ]

  private static func row(_ numbered: History.Numbered) -> [DataValue] {
    let entry = numbered.entry
    return [
      .int(Int64(numbered.number)), .time(entry.time), .text(entry.environment),
      .int(Int64(entry.status.rawValue)), DataValue(orNull: entry.milliseconds),
      DataValue(orNull: entry.session), .text(entry.text),
    ]
  }
}
