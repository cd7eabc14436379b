internal import ArgumentParser
internal import LineEditor
internal import OpsCore

/// Finds what may stand at the end of a line: commands, parts, options and values, by the declarations of the commands.
struct Completer: Sendable {
  let table: CommandTable
  let source: any CandidateSource

  func completion(of text: String) async -> Completion {
    let typed = TypedWords(text)
    guard !typed.isComment else { return Completion() }
    let place = CompletionPlace(after: typed.words, in: table)
    let found = await candidates(at: place, for: typed.current)
    let best = Ranking.best(of: found, for: typed.current)
    return Completion(
      replaced: typed.typedCount, candidates: best.compactMap(Self.typeable))
  }

  private func candidates(at place: CompletionPlace, for word: String) async -> [Candidate] {
    switch place.wish(for: word) {
    case .nothing: return []
    case .command: return commands(for: word)
    case .part:
      return place.parts.map { Candidate($0.commandName, description: $0.abstract ?? "") }
    case .option: return Self.options(at: place, for: word)
    case .value(let kind, let lead):
      let beginning = String(word.dropFirst(lead.count))
      return await values(kind, beginning: beginning, environment: place.environment).map {
        var candidate = $0
        candidate.text = lead + $0.text
        return candidate
      }
    }
  }

  private func commands(for word: String) -> [Candidate] {
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
    _ kind: ValueKind, beginning: String, environment: String?
  ) async -> [Candidate] {
    switch kind {
    case .free: return []
    case .words(let words): return words.map { Candidate($0) }
    case .files: return FileCandidates.list(beginning: beginning, onlyFolders: false)
    case .folders: return FileCandidates.list(beginning: beginning, onlyFolders: true)
    case .live(let kind):
      return await source.candidates(kind, beginning: beginning, environment: environment)
    }
  }

  /// The candidate as it is typed and shown; nil when it cannot be typed.
  private static func typeable(_ candidate: Candidate) -> Candidate? {
    guard
      !candidate.text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { return nil }
    var text = Words.quoted(candidate.text)
    // The quote stays open as long as more may follow.
    if !candidate.isComplete, text.hasSuffix("'") { text.removeLast() }
    return Candidate(
      text, label: Sanitiser.visible(candidate.label),
      description: Sanitiser.visible(String(candidate.description.prefix(200))),
      isComplete: candidate.isComplete)
  }
}
