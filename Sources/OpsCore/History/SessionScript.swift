/// The lines of a session, written down as a script that does the same again.
public enum SessionScript {
  /// Returns the script.
  ///
  /// Environments are switched to where the session had switched, aliases are what they stood for, what failed is left
  /// in as a comment, and what changes something asks again, or needs the consent that a script has to give.
  ///
  /// - Parameters:
  ///   - session: The id of the session.
  ///   - entries: Its lines, in their order.
  ///   - aliases: The aliases that files may use which its lines run.
  /// - Returns: The text of the script.
  public static func text(
    of session: String, _ entries: [HistoryEntry], aliases: Aliases = Aliases()
  ) -> String {
    var lines = ["# dfops session \(comment(session))"]
    if let first = entries.first, let last = entries.last {
      lines.append("# \(first.time.toTheSecond) to \(last.time.toTheSecond)")
    }
    lines += ["# a change asks on a terminal; elsewhere its line needs --expect N", ""]
    var names = ScriptAliases()
    for line in names.definitions(from: aliases, for: entries) { lines.append(line) }
    var environment: String?
    for entry in entries {
      if entry.environment != environment {
        lines.append("use " + Words.quoted(entry.environment))
        environment = entry.environment
      }
      guard let line = oneLine(entry.ran ?? entry.text) else {
        lines.append("# left out, a word of it goes over several lines: \(comment(entry.text))")
        continue
      }
      guard entry.status == .success else {
        lines.append("# exit \(entry.status.rawValue): \(comment(oneLine(entry.text) ?? line))")
        continue
      }
      let words = (try? Words.split(line)) ?? []
      guard names.take(words) else {
        lines.append("# left out, an alias that the session had from elsewhere: \(comment(line))")
        continue
      }
      lines.append(line)
      if words.count == 2, words[0] == "use" { environment = words[1] }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The line as it is when it is one, else its words on one line; nil when even a word is longer than that.
  private static func oneLine(_ text: String) -> String? {
    guard text.contains(where: \.isNewline) else { return text }
    guard let words = try? Words.split(text),
      !words.contains(where: { $0.contains(where: \.isNewline) })
    else { return nil }
    return words.map(Words.quoted).joined(separator: " ")
  }

  private static func comment(_ text: String) -> String { Sanitiser.visible(text) }
}

/// The aliases that a script has defined when it comes to a line.
private struct ScriptAliases {
  private var names: Set<String> = []

  /// Returns the lines that define what the session had, where it has run a file, which may use it.
  mutating func definitions(from aliases: Aliases, for entries: [HistoryEntry]) -> [String] {
    let all = entries.map { (try? Words.split($0.ran ?? $0.text)) ?? [] }
    guard all.contains(where: { $0.first == "source" }) else { return [] }
    let own = Set(all.compactMap(Self.defined))
    return aliases.names.filter { !own.contains($0) }.compactMap { name in
      guard let line = aliases[name] else { return nil }
      names.insert(name)
      return "alias " + Words.quoted("\(name)=\(line)")
    }
  }

  /// Takes note of a line; false when it asks for an alias that is not there.
  mutating func take(_ words: [String]) -> Bool {
    if let name = Self.defined(words) { names.insert(name) }
    let arguments = words.dropFirst().filter { !$0.hasPrefix("-") }
    switch words.first {
    case "alias": return Self.defined(words) != nil || names.isSuperset(of: arguments)
    case "unalias":
      guard names.isSuperset(of: arguments) else { return false }
      names.subtract(arguments)
      return true
    default: return true
    }
  }

  /// The name that a line defines; nil when it defines none.
  private static func defined(_ words: [String]) -> String? {
    guard words.first == "alias", words.count > 1, words.count > 2 || words[1].contains("=") else {
      return nil
    }
    return words[1].split(separator: "=").first.map(String.init)
  }
}
