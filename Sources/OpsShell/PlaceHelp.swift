internal import ArgumentParser
internal import OpsCore

/// What may stand at a place of a line, in words: for those who ask before they type.
enum PlaceHelp {
  private static let mostOptions = 40

  /// Explains the place behind a text; nil where a question mark may be meant as such.
  ///
  /// - Parameters:
  ///   - text: The line up to the cursor.
  ///   - table: The commands.
  ///   - aliases: The aliases of the session.
  /// - Returns: Lines of text, harmless for a terminal.
  static func lines(after text: String, in table: CommandTable, aliases: Aliases) -> [String]? {
    var typed = TypedWords(text)
    guard !typed.isComment else { return nil }
    typed.words = aliases.replaced(in: typed.words, over: table)
    let place = CompletionPlace(after: typed.words, in: table)
    switch place.wish(for: typed.current) {
    case .command: return commands(table, aliases)
    case .part:
      return aligned(place.parts.map { ($0.commandName, $0.abstract ?? "") })
    case .value(let kind, _): return value(kind)
    case .option, .nothing: return command(at: place)
    }
  }

  private static func commands(_ table: CommandTable, _ aliases: Aliases) -> [String] {
    aligned(
      table.commands.map { ($0._commandName, $0.configuration.abstract) }
        + aliases.names.map { ($0, Sanitiser.visible(aliases[$0] ?? "")) })
  }

  /// What the command does and takes.
  private static func command(at place: CompletionPlace) -> [String]? {
    guard let shape = place.shape else { return nil }
    let arguments = shape.arguments?.filter { $0.kind == .positional && $0.shouldDisplay } ?? []
    let usage = arguments.map { argument in
      "<\(argument.valueName ?? "value")>" + (argument.isRepeating ? " …" : "")
    }
    let head = ([place.path.joined(separator: " ")] + usage + ["[options]"]).joined(separator: " ")
    let own = place.options.filter { !($0.names ?? []).contains { $0.typed == "--help" } }
    let options = own.prefix(mostOptions).map { option in
      let name = (option.names ?? []).map(\.typed).first { $0.hasPrefix("--") } ?? ""
      let value = option.kind == .option ? " <\(option.valueName ?? "value")>" : ""
      return (name + value, option.abstract ?? "")
    }
    let positionals = arguments.map { ("<\($0.valueName ?? "value")>", $0.abstract ?? "") }
    return ["\(head): \(shape.abstract ?? "")"] + aligned(positionals + options)
  }

  private static func value(_ kind: ValueKind) -> [String]? {
    switch kind {
    case .words(let words): return ["one of " + words.joined(separator: ", ")]
    case .files: return ["the name of a file"]
    case .folders: return ["the name of a folder"]
    case .live(let kind): return ["\(name(of: kind)): TAB lists them"]
    // A text may well begin with a question mark.
    case .free: return nil
    }
  }

  private static func name(of kind: LiveCandidates) -> String {
    switch kind {
    case .batches, .faultyBatches, .followableBatches, .resettableBatches, .failableBatches,
      .deletableBatches:
      "the id of a batch, its beginning, or %3 of the last listing"
    case .audits, .undoableAudits: "the audit id of a change"
    case .plans, .applicablePlans, .resumablePlans, .runningPlans, .undoablePlans:
      "the id of a plan"
    case .fileNames: "the name of a file, as its batch has it"
    case .sources: "where a batch comes from"
    case .environments: "the name of an environment"
    case .statuses: "a status of this database"
    case .settingValues: "a value of the setting"
    }
  }

  private static func aligned(_ rows: [(name: String, text: String)]) -> [String] {
    let width = min(28, rows.map(\.name.count).max() ?? 0)
    return rows.map { row in
      let pad = String(repeating: " ", count: max(2, width - row.name.count + 2))
      return "  " + row.name + pad + row.text
    }
  }
}
