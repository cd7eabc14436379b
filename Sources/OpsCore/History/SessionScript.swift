/// The lines of a session, written down as a script that does the same again.
public enum SessionScript {
  /// Returns the script.
  ///
  /// Environments are switched to where the session had switched, what failed is left in as a comment, and what changes
  /// something asks again, or needs the consent that a script has to give.
  ///
  /// - Parameters:
  ///   - session: The id of the session.
  ///   - entries: Its lines, in their order.
  ///   - aliases: The aliases that its lines may use.
  /// - Returns: The text of the script.
  public static func text(
    of session: String, _ entries: [HistoryEntry], aliases: Aliases = Aliases()
  ) -> String {
    var lines = ["# dfops session \(comment(session))"]
    if let first = entries.first, let last = entries.last {
      lines.append("# \(first.time.toTheSecond) to \(last.time.toTheSecond)")
    }
    lines += ["# a change asks on a terminal; elsewhere its line needs --expect N", ""]
    let own = Set(entries.compactMap { definedAlias(in: $0.text) })
    for name in aliases.names where !own.contains(name) {
      guard let line = aliases[name] else { continue }
      lines.append("alias " + Words.quoted("\(name)=\(line)"))
    }
    var environment: String?
    for entry in entries {
      if entry.environment != environment {
        lines.append("use " + Words.quoted(entry.environment))
        environment = entry.environment
      }
      guard let line = oneLine(entry.text) else {
        lines.append("# left out, a word of it goes over several lines: \(comment(entry.text))")
        continue
      }
      guard entry.status == .success else {
        lines.append("# exit \(entry.status.rawValue): \(comment(line))")
        continue
      }
      lines.append(line)
      if let words = try? Words.split(line), words.count == 2, words[0] == "use" {
        environment = words[1]
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The line as it was typed when it is one, else its words on one line; nil when even a word is longer than that.
  private static func oneLine(_ text: String) -> String? {
    guard text.contains(where: \.isNewline) else { return text }
    guard let words = try? Words.split(text),
      !words.contains(where: { $0.contains(where: \.isNewline) })
    else { return nil }
    return words.map(Words.quoted).joined(separator: " ")
  }

  private static func definedAlias(in line: String) -> String? {
    guard let words = try? Words.split(line), words.first == "alias", words.count > 1 else {
      return nil
    }
    return words[1].split(separator: "=").first.map(String.init)
  }

  private static func comment(_ text: String) -> String { Sanitiser.visible(text) }
}
