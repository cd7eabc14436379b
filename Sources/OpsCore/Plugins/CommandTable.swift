internal import ArgumentParser

/// The commands, found by name.
public struct CommandTable: Sendable {
  /// All commands, in the order of `help`.
  public let commands: [any OpsCommand.Type]

  /// Makes a table.
  public init(_ commands: [any OpsCommand.Type]) {
    self.commands = commands
  }

  /// The names of all commands.
  public var names: [String] { commands.map { $0._commandName } }

  /// Returns the command of this name or alias; nil when there is none.
  public func find(_ word: String) -> (any OpsCommand.Type)? {
    commands.first { $0._commandName == word || $0.configuration.aliases.contains(word) }
  }

  /// Returns what the command that a line names needs, or its part does; nil when there is no such command.
  public func requirements(of words: [String]) -> Requirements? {
    let parted = try? GlobalOptions.extract(
      from: words, takesValue: optionTakesValue(in: words))
    guard let rest = parted?.rest, let name = rest.first, let type = find(name) else { return nil }
    let part = rest.dropFirst().first.flatMap { Self.part($0, of: type) }
    return (part as? any OpsCommand.Type ?? type).requirements
  }

  /// Says whether words only ask for something that needs no environment and no settings, such as help.
  public func worksWithoutConfiguration(_ words: [String]) -> Bool {
    let parted = try? GlobalOptions.extract(
      from: words, takesValue: optionTakesValue(in: words))
    guard let rest = parted?.rest, let name = rest.first, let type = find(name) else {
      return false
    }
    let asksForHelp = rest.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    return asksForHelp || !type.needsConfiguration
  }

  /// Returns the names that may have been meant, nearest first.
  public func suggestions(for word: String) -> [String] {
    Suggestion.near(word, among: names)
  }
}

/// Finds what somebody may have meant.
public enum Suggestion {
  /// Returns the candidates that are a typing error away, nearest first, at most three.
  public static func near(_ word: String, among candidates: [String]) -> [String] {
    let word = String(word.prefix(64)).lowercased()
    guard !word.isEmpty else { return [] }
    let near = candidates.map { (name: $0, distance: distance(word, $0.lowercased())) }
      .filter { entry in
        // Short words are near to nearly everything that is short.
        let shorter = min(word.count, entry.name.count)
        let bound = shorter <= 3 ? 1 : shorter <= 6 ? 2 : 3
        return entry.distance <= bound || (entry.name.hasPrefix(word) && word.count >= 2)
      }
    return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
  }

  /// Returns how many characters must be put in, taken out, changed or swapped.
  static func distance(_ left: String, _ right: String) -> Int {
    let a = Array(left)
    let b = Array(right)
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var rows = [Array(0...b.count)]
    for i in 1...a.count {
      var row = [i]
      for j in 1...b.count {
        var best = min(rows[i - 1][j] + 1, row[j - 1] + 1)
        best = min(best, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          best = min(best, rows[i - 2][j - 2] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
