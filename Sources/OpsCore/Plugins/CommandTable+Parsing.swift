internal import ArgumentParser

extension CommandTable {
  /// What the words of a line mean.
  enum Parsed: Sendable {
    /// A command, ready to run.
    case command(any OpsCommand)
    /// A text that was asked for, such as `--help`.
    case screen(String)
  }

  /// The library takes time that grows with the square of the words that it gets, and cannot be interrupted meanwhile.
  static let maximumWords = 5_000

  /// Parses the words of a line, global options taken out.
  ///
  /// - Throws: `OpsError` with exit status 64 that says what may have been meant.
  func parse(_ words: [String], columns: Int?) throws(OpsError) -> Parsed {
    guard let name = words.first else {
      throw OpsError(.usage, "there is no command", hint: "help lists the commands")
    }
    guard let type = find(name) else { throw unknown(name, beside: []) }
    guard words.count <= Self.maximumWords else {
      throw OpsError(
        .usage, "the line has \(words.count) words, and at most \(Self.maximumWords) are taken",
        hint: "filters such as --status and --since choose many batches, or write several lines")
    }
    let arguments = Self.joiningNumbers(
      Array(words.dropFirst()), optionTakesValue(in: words))
    try Self.checkPart(of: type, arguments)
    let part = arguments.first.flatMap { Self.part($0, of: type) }
    let lead = part == nil ? [] : arguments.prefix(1)
    let parted = PartedIDs(Array(arguments.dropFirst(lead.count)), of: part ?? type)
    return try Self.parse(type, lead + parted.arguments, parted, columns)
  }

  /// Says whether it is certain that the words of a call only read a little and end by themselves.
  public func isBrief(_ words: [String]) -> Bool {
    let parted = try? GlobalOptions.extract(from: words, takesValue: optionTakesValue(in: words))
    return parted.map { certainReach(of: $0.rest) != nil } ?? false
  }

  /// How much of the catalog the words of a line need when it is certain, before they are parsed, that they make a
  /// command that only reads; nil otherwise.
  func certainReach(of words: [String]) -> CatalogReach? {
    guard let name = words.first, let type = find(name), type.requirements == .connection else {
      return nil
    }
    return type.certainReach(of: Array(words.dropFirst()))
  }

  /// Returns the type of the command that words make.
  ///
  /// - Throws: `OpsError` with exit status 64 when they make none.
  func command(of words: [String]) throws(OpsError) -> any OpsCommand.Type {
    guard case .command(let command) = try parse(words, columns: nil) else {
      throw OpsError(
        .usage, "\(Sanitiser.visible(words.joined(separator: " "))) only shows help",
        hint: "leave --help out")
    }
    return type(of: command)
  }

  /// The name of the command, and of its part, for messages.
  func label(of words: [String]) -> String {
    guard let name = words.first, let type = find(name) else { return "" }
    guard words.count > 1, let part = Self.part(words[1], of: type) else {
      return type._commandName
    }
    return "\(type._commandName) \(part._commandName)"
  }

  /// Returns what says whether an option of the command that the words begin with takes the next word as its value.
  public func optionTakesValue(in words: [String]) -> (String) -> Bool {
    // A long line is searched once only.
    lazy var shapes = shapes(in: words)
    return { option in shapes.contains { $0.takesValue(option) } }
  }

  /// The shapes of the command, with its parts, and of another one behind it that it runs.
  private func shapes(in words: [String]) -> [CommandShape] {
    var shapes: [CommandShape] = []
    var found = 0
    for word in words where found < 2 {
      guard let type = find(word) else { continue }
      found += 1
      for type in [type] + type.configuration.subcommands {
        if let shape = CommandShape.of(type) { shapes.append(shape) }
      }
    }
    return shapes
  }

  static func part(
    _ word: String, of type: any ParsableCommand.Type
  ) -> (any ParsableCommand.Type)? {
    type.configuration.subcommands.first {
      $0._commandName == word || $0.configuration.aliases.contains(word)
    }
  }

  /// The library says only that there is one word too many.
  private static func checkPart(
    of type: any OpsCommand.Type, _ arguments: [String]
  ) throws(OpsError) {
    let parts = type.configuration.subcommands.map { $0._commandName }
    guard !parts.isEmpty, let word = arguments.first, !word.hasPrefix("-"), word != "help",
      part(word, of: type) == nil
    else { return }
    let near = Suggestion.near(word, among: parts)
    let hint =
      near.isEmpty
      ? "it has \(parts.joined(separator: ", "))" : "did you mean \(near.joined(separator: ", "))?"
    throw OpsError(
      .usage, "\(type._commandName) has no part \(Sanitiser.visible(word))", hint: hint)
  }

  /// The error for a word that is no command.
  ///
  /// - Parameters:
  ///   - name: The word.
  ///   - others: The other words that may have been meant, such as aliases.
  /// - Returns: The error, with exit status 64 and what may have been meant.
  func unknown(_ name: String, beside others: [String]) -> OpsError {
    if name.hasPrefix("!") {
      return OpsError(
        .usage, "\(Sanitiser.visible(String(name.prefix(80)))) means no line",
        hint: "at the prompt !! is the last line and !12 line 12 of history; ^R searches")
    }
    let near = partsNamed(name) + Suggestion.near(name, among: names + others)
    return OpsError(
      .usage, "unknown command \(Sanitiser.named(name))",
      hint: near.isEmpty
        ? "help lists the commands" : "did you mean \(near.joined(separator: ", "))?")
  }

  /// The parts of commands that are called so, such as `storage get`.
  private func partsNamed(_ name: String) -> [String] {
    commands.flatMap { type in
      type.configuration.subcommands.filter { $0._commandName == name }
        .map { "\(type._commandName) \($0._commandName)" }
    }
  }

  /// Lets a negative number be the value of the option before it, which the library takes for an option.
  private static func joiningNumbers(
    _ arguments: [String], _ takesValue: (String) -> Bool
  ) -> [String] {
    var joined: [String] = []
    var hasOptions = true
    for word in arguments {
      if word == "--" { hasOptions = false }
      if hasOptions, let option = joined.last, option.hasPrefix("--"), !option.contains("="),
        word.hasPrefix("-"), word.dropFirst().first?.isWholeNumber == true, takesValue(option)
      {
        joined[joined.count - 1] = "\(option)=\(word)"
      } else {
        joined.append(word)
      }
    }
    return joined
  }

  private static func parse<Root: OpsCommand>(
    _ type: Root.Type, _ arguments: [String], _ parted: PartedIDs, _ columns: Int?
  ) throws(OpsError) -> Parsed {
    // What the library offers to shells would print a script here.
    if let word = arguments.first(where: { reserved.contains($0) || $0.hasPrefix("---") }) {
      throw OpsError(
        .usage, "unknown option \(Sanitiser.visible(word))",
        hint: "\(label(type, arguments)) --help shows its options")
    }
    do {
      var parsed = try type.parseAsRoot(arguments)
      if let command = parsed as? any OpsCommand {
        let parts = Swift.type(of: command).configuration.subcommands.map { $0._commandName }
        guard parts.isEmpty else {
          throw OpsError(
            .usage, "a part is missing: one of \(parts.joined(separator: ", "))",
            hint: "\(label(type, arguments)) --help shows them")
        }
        return .command(try parted.added(to: command))
      }
      // The library's own `help` tells its screen by throwing it.
      try parsed.run()
      throw CleanExit.helpRequest(type)
    } catch let error as OpsError {
      throw error
    } catch {
      let text = type.fullMessage(for: error, columns: columns)
      if type.exitCode(for: error) == .success { return .screen(text) }
      let message = type.message(for: error)
      throw OpsError(
        .usage, message.isEmpty ? "it cannot be understood" : firstLine(message),
        hint: hint(message, label(type, arguments)))
    }
  }

  /// What to do next; the library knows only the command's own options when one is misspelt.
  private static func hint(_ message: String, _ label: String) -> String {
    let help = "\(label) --help shows its options and an example"
    let quoted = message.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    guard message.hasPrefix("Unknown option"), !message.contains("Did you mean"), quoted.count == 3
    else { return help }
    let near = Suggestion.near(String(quoted[1]), among: GlobalOption.allCases.map(\.rawValue))
    return near.first.map { "did you mean \($0)? \(help)" } ?? help
  }

  private static func label(_ type: any OpsCommand.Type, _ arguments: [String]) -> String {
    let inner = arguments.first.flatMap { part($0, of: type) }
    return ([type._commandName] + [inner?._commandName].compactMap(\.self)).joined(separator: " ")
  }

  private static func firstLine(_ text: String) -> String {
    text.split(separator: "\n").first.map(String.init) ?? text
  }

  private static let reserved: Set<String> = [
    "--generate-completion-script", "--experimental-dump-help",
  ]
}
