internal import ArgumentParser
internal import OpsCore

/// Where in a command line the cursor stands, by the declarations of the commands.
struct CompletionPlace {
  /// What may stand there.
  enum Wish: Equatable {
    /// The name of a command.
    case command
    /// The name of a part of the command.
    case part
    /// An option.
    case option
    /// A value, after this beginning of the word, such as `--format=`.
    case value(ValueKind, after: String)
    /// Nothing that is known.
    case nothing
  }

  /// The command or the part of it that the words name; nil before there is one.
  private(set) var shape: CommandShape?
  /// The options that are there already.
  private(set) var used: Set<String> = []
  /// The environment that an option names.
  private(set) var environment: String?
  /// The names of the command and its part.
  private(set) var path: [String] = []
  /// How many words are there that are neither options nor their values, nor name the command.
  private(set) var positionals = 0
  /// What the value is called that the last option waits for; nil when it waits for none.
  private(set) var awaitedName: String?
  /// The last word that is neither an option nor one's value, nor names the command or its part.
  private(set) var lastWord: String?
  private var awaited: ValueKind?
  private var isEnvironmentAwaited = false
  private var hasOnlyWords = false
  /// Whether the command is none of the table.
  private(set) var isUnknown = false

  /// Walks through the finished words.
  init(after words: [String], in table: CommandTable) {
    for word in words { take(word, table) }
  }

  /// Says what the word at the cursor may be.
  func wish(for word: String) -> Wish {
    if let awaited { return .value(awaited, after: "") }
    guard !isUnknown else { return .nothing }
    if !hasOnlyWords, word.hasPrefix("-") {
      guard let equals = word.firstIndex(of: "=") else { return .option }
      let name = String(word[..<equals])
      return kind(of: name).map { .value($0, after: name + "=") } ?? .nothing
    }
    guard let shape else { return .command }
    if positionals == 0, !parts.isEmpty { return .part }
    let arguments = shape.arguments?.filter { $0.kind == .positional } ?? []
    guard let last = arguments.last else { return word.isEmpty ? .option : .nothing }
    guard positionals < arguments.count || last.isRepeating else { return .nothing }
    let argument = positionals < arguments.count ? arguments[positionals] : last
    if argument.isLine { return .command }
    let kind = ValueKind(argument)
    return kind == .free ? .nothing : .value(kind, after: "")
  }

  /// The parts of the command; none when it has none.
  var parts: [CommandShape] {
    shape?.subcommands?.filter { $0.commandName != "help" } ?? []
  }

  /// The options of the command that can still be given, each with all its names.
  var options: [CommandShape.Argument] {
    shape?.arguments?.filter { argument in
      guard argument.kind != .positional, argument.shouldDisplay else { return false }
      let names = argument.names?.map(\.typed) ?? []
      return argument.isRepeating || used.isDisjoint(with: names)
    } ?? []
  }

  private mutating func take(_ word: String, _ table: CommandTable) {
    if awaited != nil {
      if isEnvironmentAwaited { environment = word }
      awaited = nil
      awaitedName = nil
      isEnvironmentAwaited = false
    } else if !hasOnlyWords, word == "--" {
      hasOnlyWords = true
    } else if !hasOnlyWords, word.hasPrefix("-"), word.count > 1 {
      takeOption(word)
    } else if shape == nil {
      guard let type = table.find(word) else { return isUnknown = true }
      shape = CommandShape.of(type)
      path = [type._commandName]
      isUnknown = shape == nil
    } else if positionals == 0, let part = parts.first(where: { $0.commandName == word }) {
      shape = part
      path.append(word)
    } else if takesLine {
      // What follows is a line of its own, with the command in front.
      shape = nil
      positionals = 0
      take(word, table)
    } else {
      positionals += 1
      lastWord = word
    }
  }

  /// Whether the next word begins a line within the line.
  private var takesLine: Bool {
    let arguments = shape?.arguments?.filter { $0.kind == .positional } ?? []
    return arguments.indices.contains(positionals) && arguments[positionals].isLine
  }

  private mutating func takeOption(_ word: String) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    used.insert(name)
    let isEnvironment = name == "-e" || name == "--env"
    guard parts.count == 1 else {
      if isEnvironment { environment = String(parts[1]) }
      return
    }
    awaited = kind(of: name)
    awaitedName = awaited.flatMap { _ in valueName(of: name) }
    isEnvironmentAwaited = isEnvironment
  }

  /// The values of an option; nil when it takes none.
  private func kind(of name: String) -> ValueKind? {
    if let option = GlobalOption.allCases.first(where: { $0.rawValue == name || $0.short == name })
    {
      return ValueKind(option)
    }
    return argument(of: name).map(ValueKind.init)
  }

  private func valueName(of name: String) -> String? {
    let option = GlobalOption.allCases.first { $0.rawValue == name || $0.short == name }
    return option?.valueName ?? argument(of: name)?.valueName
  }

  private func argument(of name: String) -> CommandShape.Argument? {
    shape?.arguments?.first { argument in
      argument.kind == .option && argument.names?.contains { $0.typed == name } == true
    }
  }
}
