internal import ArgumentParser
internal import LineEditor
internal import OpsCore

/// Finds what may stand at the end of a line: commands, parts, options and values, by the declarations of the commands.
struct Completer: Sendable {
  let table: CommandTable
  let source: any CandidateSource

  func completion(of text: String) -> Completion {
    let typed = TypedWords(text)
    let typeable = candidates(for: typed).filter { Self.isTypeable($0.text) }
    // One word that needs quotes has them on all, so that what they share is a beginning of each.
    let needsQuotes = typeable.count > 1 && typeable.contains { Words.quoted($0.text) != $0.text }
    return Completion(
      replaced: typed.typedCount, meaning: typed.current,
      candidates: typeable.map { Self.typed($0, inQuotes: needsQuotes) })
  }

  /// What may stand at the cursor, best first, as it is meant.
  func candidates(for typed: TypedWords) -> [Candidate] {
    guard !typed.isComment else { return [] }
    var typed = typed
    typed.words = source.aliases.replaced(in: typed.words, over: table)
    let place = CompletionPlace(after: typed.words, in: table)
    return place.isUnknown ? program(typed, place) : candidates(at: place, for: typed.current)
  }

  /// What the program offers that a line calls, when it is none of the commands.
  private func program(_ typed: TypedWords, _ place: CompletionPlace) -> [Candidate] {
    guard let index = GlobalOptions.commandIndex(in: typed.words) else { return [] }
    let words = typed.words[(index + 1)...] + [typed.current]
    let found = source.offers(
      ofProgram: typed.words[index], Array(words), environment: place.environment)
    return Ranking.best(of: found, for: typed.current)
  }

  private func candidates(at place: CompletionPlace, for word: String) -> [Candidate] {
    switch place.wish(for: word) {
    case .nothing: return []
    case .command:
      // A line within a line is run by a command of ours, which knows neither aliases nor programs.
      let found = place.shape == nil ? commands(for: word) : builtIn(for: word)
      return Ranking.best(of: found.map { Offer($0) }, for: word)
    case .part:
      let parts = place.parts.map { Candidate($0.commandName, description: $0.abstract ?? "") }
      return Ranking.best(of: parts.map { Offer($0) }, for: word)
    case .option:
      return Ranking.best(of: Self.options(at: place, for: word).map { Offer($0) }, for: word)
    case .value(let kind, let lead):
      let beginning = String(word.dropFirst(lead.count))
      let found = values(kind, beginning: beginning, at: place)
      // On its own, a word that begins with a dash is taken for an option.
      return Ranking.best(of: found, for: beginning).filter {
        !lead.isEmpty || !$0.text.hasPrefix("-")
      }.map {
        var candidate = $0
        candidate.text = lead + $0.text
        return candidate
      }
    }
  }

  private func commands(for word: String) -> [Candidate] {
    let builtIn = builtIn(for: word)
    let known = Set(builtIn.map(\.text))
    return builtIn + source.commands.filter { !known.contains($0.text) }
  }

  private func builtIn(for word: String) -> [Candidate] {
    table.commands.flatMap { type in
      // Other names of a command are for those who know them.
      let aliases = type.configuration.aliases.filter { !word.isEmpty && $0.hasPrefix(word) }
      return ([type._commandName] + aliases).map {
        Candidate($0, description: type.configuration.abstract)
      }
    }
  }

  private static func options(at place: CompletionPlace, for word: String) -> [Candidate] {
    let own = place.options.flatMap { argument in
      (argument.names ?? []).filter { $0.kind != "short" || $0.typed == word }.map {
        Candidate($0.typed, description: argument.abstract ?? "")
      }
    }
    let known = Set(own.map(\.text))
    let global = GlobalOption.allCases.filter { option in
      !place.used.contains(option.rawValue) && option.short.map(place.used.contains) != true
    }.map { option in
      Candidate(option.short == word ? word : option.rawValue, description: option.help)
    }
    return own + global.filter { !known.contains($0.text) }
  }

  private func values(
    _ kind: ValueKind, beginning: String, at place: CompletionPlace
  ) -> [Offer] {
    switch kind {
    case .free: return []
    case .words(let words): return words.map { Offer(Candidate($0)) }
    case .files: return files(beginning, onlyFolders: false)
    case .folders: return files(beginning, onlyFolders: true)
    case .live(.settingValues):
      let setting = place.lastWord.flatMap(SessionSetting.init)
      return (setting?.values ?? []).map { Offer(Candidate($0)) }
    case .live(let kind):
      return source.offers(kind, beginning: beginning, environment: place.environment)
    }
  }

  /// Files are found by the name in their folder.
  private func files(_ beginning: String, onlyFolders: Bool) -> [Offer] {
    FileCandidates.list(beginning: beginning, onlyFolders: onlyFolders).map { Offer($0) }
  }

  /// Whether a word can be typed: no key means a control character.
  private static func isTypeable(_ word: String) -> Bool {
    !word.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// The candidate as it is typed and shown.
  private static func typed(_ candidate: Candidate, inQuotes: Bool) -> Candidate {
    var text = inQuotes ? Words.inQuotes(candidate.text) : Words.quoted(candidate.text)
    // The quote stays open as long as more may follow.
    if !candidate.isComplete, text.hasSuffix("'") { text.removeLast() }
    return Candidate(
      text, meaning: candidate.text, label: Sanitiser.visible(candidate.label),
      description: Sanitiser.visible(String(candidate.description.prefix(200))),
      isComplete: candidate.isComplete)
  }
}
