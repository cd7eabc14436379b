internal import ArgumentParser
internal import LineEditor
internal import OpsCore

/// What the declarations of the commands tell about a line that is not finished.
enum SyntaxHint {
  /// Returns the rest of the word when only one thing can be meant, or what may follow.
  static func hint(for typed: TypedWords, at place: CompletionPlace, in table: CommandTable) -> Hint
  {
    guard typed.current.isEmpty else {
      return Hint(suggestion: rest(of: typed.current, at: place, in: table))
    }
    // Where the word is empty, quotes may be open all the same.
    return typed.typedCount == 0 ? Hint(note: place.usage) : Hint()
  }

  private static func rest(
    of word: String, at place: CompletionPlace, in table: CommandTable
  ) -> String {
    let known: [String]
    var beginning = word
    switch place.wish(for: word) {
    case .command: known = table.names
    case .part: known = place.parts.map(\.commandName)
    case .option:
      guard word.count > 2 else { return "" }
      let own = place.options.flatMap { ($0.names ?? []).map(\.typed) }
      known = own + GlobalOption.allCases.map(\.rawValue)
    case .value(.words(let words), let lead):
      known = words
      beginning = String(word.dropFirst(lead.count))
    case .value, .nothing: return ""
    }
    let fitting = Set(known.filter { $0.hasPrefix(beginning) })
    guard !beginning.isEmpty, fitting.count == 1, let only = fitting.first else { return "" }
    return String(only.dropFirst(beginning.count))
  }
}
