internal import ArgumentParser
internal import OpsCore

/// What may stand at a place of a line, in words: for those who ask before they type.
enum PlaceHelp {
  private static let mostOptions = 40
  /// The widest names beside which texts are aligned.
  private static let widestName = 28

  /// Something that may stand there with what it means, or a sentence without a name.
  private struct Entry {
    var name: String?
    var text: String
  }

  /// Explains the place behind a text; nil where a question mark may be meant as such.
  ///
  /// - Parameters:
  ///   - text: The line up to the cursor.
  ///   - table: The commands.
  ///   - aliases: The aliases of the session.
  ///   - size: The screen, which keeps two lines for what is typed.
  /// - Returns: Lines of text, harmless for a terminal.
  static func lines(
    after text: String, in table: CommandTable, aliases: Aliases, on size: LiveSize
  ) -> [String]? {
    var typed = TypedWords(text)
    guard !typed.isComment else { return nil }
    typed.words = aliases.replaced(in: typed.words, over: table)
    let place = CompletionPlace(after: typed.words, in: table)
    let entries: [Entry]?
    switch place.wish(for: typed.current) {
    case .command: entries = commands(table, aliases)
    case .part: entries = place.parts.map { Entry(name: $0.commandName, text: $0.abstract ?? "") }
    case .value(let kind, _): entries = value(kind).map { [Entry(text: $0)] }
    case .option, .nothing: entries = command(at: place)
    }
    let command = (["help"] + place.path).joined(separator: " ")
    return entries.map { fitted($0, to: size, whole: command) }
  }

  private static func commands(_ table: CommandTable, _ aliases: Aliases) -> [Entry] {
    table.commands.map { Entry(name: $0._commandName, text: $0.configuration.abstract) }
      + aliases.names.map { Entry(name: $0, text: Sanitiser.visible(aliases[$0] ?? "")) }
  }

  /// What the command does and takes.
  private static func command(at place: CompletionPlace) -> [Entry]? {
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
      return Entry(name: name + value, text: option.abstract ?? "")
    }
    let positionals = arguments.map {
      Entry(name: "<\($0.valueName ?? "value")>", text: $0.abstract ?? "")
    }
    return [Entry(text: "\(head): \(shape.abstract ?? "")")] + positionals + options
  }

  private static func value(_ kind: ValueKind) -> String? {
    switch kind {
    case .words(let words): "one of " + words.joined(separator: ", ")
    case .files: "the name of a file"
    case .folders: "the name of a folder"
    case .live(let kind): "\(name(of: kind)): TAB lists them"
    // A text may well begin with a question mark.
    case .free: nil
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

  // MARK: The screen

  private static func fitted(
    _ entries: [Entry], to size: LiveSize, whole command: String
  ) -> [String] {
    let width = min(widestName, entries.compactMap(\.name?.count).max() ?? 0)
    let lines = entries.flatMap { entry in
      guard let name = entry.name else {
        return LineWrap.lines(entry.text, columns: size.columns, indent: 2)
      }
      let pad = String(repeating: " ", count: max(2, width - name.count + 2))
      return [cut("  " + name + pad + entry.text, to: size.columns)]
    }
    let room = max(1, size.rows - 2)
    guard lines.count > room else { return lines }
    return lines.prefix(room - 1) + [cut("… \(command) shows all", to: size.columns)]
  }

  /// A line without the words that the screen has no room for.
  private static func cut(_ line: String, to columns: Int) -> String {
    guard DisplayWidth.of(line) > columns else { return line }
    let cut = DisplayWidth.truncate(line, to: columns)
    // The first word stays, even as a part of it.
    guard let blank = cut.lastIndex(of: " "), cut[..<blank].contains(where: { $0 != " " }) else {
      return cut
    }
    return DisplayWidth.truncate(cut[..<blank] + " …", to: columns)
  }
}
