/// The lines of a session, written down as a script that does the same again.
public enum SessionScript {
  /// Returns the script.
  ///
  /// Environments are switched to where the session had switched, aliases and short references are what they stood for,
  /// what failed or can be done only once is left in as a comment, and what changes something asks again, or has the
  /// consent that a script must give: the number of batches that it was about.
  ///
  /// - Parameters:
  ///   - session: The id of the session.
  ///   - entries: Its lines, in their order.
  ///   - aliases: The aliases that files may use which its lines run.
  ///   - table: The commands, which say what is a change.
  /// - Returns: The text of the script.
  public static func text(
    of session: String, _ entries: [HistoryEntry], aliases: Aliases = Aliases(),
    in table: CommandTable
  ) -> String {
    var lines = ["# dfops session \(comment(session))"]
    if let first = entries.first, let last = entries.last {
      lines.append("# \(first.time.toTheSecond) to \(last.time.toTheSecond)")
    }
    lines += [
      "# a change asks on a terminal; elsewhere --expect, the number of then, is its consent", "",
    ]
    var names = ScriptAliases()
    for line in names.definitions(from: aliases, for: entries) { lines.append(line) }
    var environment: String?
    for entry in entries {
      if entry.environment != environment {
        lines.append("use " + Words.quoted(entry.environment))
        environment = entry.environment
      }
      let line = entry.ran ?? entry.text
      guard entry.status == .success else {
        lines.append("# exit \(entry.status.rawValue): \(comment(oneLine(entry.text)))")
        continue
      }
      let words = (try? Words.split(line)) ?? []
      guard names.take(words) else {
        lines.append("# left out, an alias that the session had from elsewhere: \(comment(line))")
        continue
      }
      if let reason = usedUp(words) {
        lines.append("# left out, \(comment(reason)): \(comment(line))")
        continue
      }
      let lasting = lasting(words, entry.trace, in: table)
      lines.append(lasting == words ? line : lasting.map(Words.quoted).joined(separator: " "))
      if words.count == 2, words[0] == "use" { environment = words[1] }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Why a line cannot be run again: what it names is there for one time only; nil when it can.
  private static func usedUp(_ words: [String]) -> String? {
    let rest = (try? GlobalOptions.extract(from: words).rest) ?? words
    let name = rest.dropFirst(2).first ?? ""
    switch (rest.first, rest.dropFirst().first) {
    case ("undo", let audit?): return "audit \(audit) has been undone"
    case ("cleanup", "apply"), ("cleanup", "resume"):
      return "plan \(name) has been carried out, and a new one has another id"
    case ("watch", _): return "it goes on until somebody ends it"
    case ("cleanup", "pause"): return "plan \(name) does not run any more"
    case ("cleanup", "undo"): return "plan \(name) has been undone"
    case ("cleanup", "forget"): return "the archive of plan \(name) has been deleted"
    default: return nil
    }
  }

  /// The words that mean for ever what the line meant then: ids instead of short references, and for a change the number
  /// of batches that it was about.
  private static func lasting(
    _ words: [String], _ trace: LineTrace, in table: CommandTable
  ) -> [String] {
    let requirements = table.requirements(of: words) ?? []
    guard requirements.contains(.connection) else { return words }
    let takesValue = table.optionTakesValue(in: words)
    var lasting = words
    for index in words.indices.dropFirst() {
      let option = words[index - 1]
      // A text that looks like a reference is none.
      let isText = option.hasPrefix("-") && option != "--except" && takesValue(option)
      if !isText, let id = trace.ids[words[index]] { lasting[index] = id }
    }
    guard requirements.contains(.write), let planned = trace.planned,
      let options = try? GlobalOptions.extract(from: words, takesValue: takesValue).options,
      options.expect == nil
    else { return lasting }
    let end = words.firstIndex(of: "--") ?? words.endIndex
    lasting.insert(contentsOf: ["--expect", "\(planned)"], at: end)
    return lasting
  }

  /// The words of a line on one line, where it is longer.
  private static func oneLine(_ text: String) -> String {
    guard text.contains(where: \.isNewline), let words = try? Words.split(text) else { return text }
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
