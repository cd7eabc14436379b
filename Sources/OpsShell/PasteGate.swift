internal import OpsCore

/// Shows several lines that were pasted, and lets them run only when somebody wants it.
struct PasteGate {
  /// How many are shown; what changes something is counted among the others, too.
  private static let shown = 40

  private let dispatcher: Dispatcher

  init(_ dispatcher: Dispatcher) {
    self.dispatcher = dispatcher
  }

  /// Puts the lines together that belong to one entry, and leaves empty ones out.
  static func entries(of lines: [String]) -> [String] {
    var entries: [String] = []
    var open: String?
    for line in lines {
      let entry = open.map { $0 + "\n" + line } ?? line
      if Words.isComplete(entry) {
        entries.append(entry)
        open = nil
      } else {
        open = entry
      }
    }
    return (entries + [open].compactMap(\.self)).filter { $0.contains { !$0.isWhitespace } }
  }

  /// Shows the entries, and asks whether they are to run.
  func isOpen(for entries: [String]) -> Bool {
    guard !entries.isEmpty else { return false }
    let (table, aliases) = (dispatcher.table, dispatcher.session.aliases)
    let listing = Self.listing(of: entries, width: Screen.width ?? 80) { words in
      table.requirements(of: (try? aliases.expanded(words, over: table)) ?? words)
    }
    for line in listing { dispatcher.output.say(line + "\n") }
    let (confirmer, output) = (dispatcher.confirmer, dispatcher.output)
    let status = Foreground.run {
      do {
        return try await confirmer.askYesNo("run this, line by line?") ? .success : .refused
      } catch {
        return OpsError(mapping: error).exit
      }
    }
    if status != .success { output.notice("nothing of the paste was run") }
    return status == .success
  }

  /// The entries with numbers, after how many of them change something.
  ///
  /// - Parameters:
  ///   - entries: The entries.
  ///   - width: The columns of the screen.
  ///   - requirements: Says what a command needs; nil for one that is not known.
  /// - Returns: The lines to be shown.
  static func listing(
    of entries: [String], width: Int, requirements: ([String]) -> Requirements?
  ) -> [String] {
    let changing = entries.map { changes($0, requirements) }
    let count = changing.count { $0 }
    let many = entries.count == 1 ? "1 line was pasted" : "\(entries.count) lines were pasted"
    let verb = count > 1 ? "change" : "changes"
    var lines = ["\(many); \(count == 0 ? "none" : "\(count)") of them \(verb) something:"]
    let digits = "\(min(entries.count, shown))".count
    for (index, entry) in entries.prefix(shown).enumerated() {
      let number = "\(index + 1)"
      let lead = String(repeating: " ", count: digits - number.count + 2) + number
      let mark = changing[index] ? " ! " : "   "
      let room = max(1, width - 1 - lead.count - mark.count)
      lines.append(lead + mark + DisplayWidth.truncate(Sanitiser.visible(entry), to: room))
    }
    guard entries.count > shown else { return lines }
    let hidden = changing.dropFirst(shown).count { $0 }
    return lines + ["  … \(entries.count - shown) more; \(hidden) of them change something"]
  }

  private static func changes(
    _ entry: String, _ requirements: ([String]) -> Requirements?
  ) -> Bool {
    guard let words = try? Words.split(entry), let needs = requirements(words) else { return false }
    return needs.contains(.write) || needs.contains(.destructive)
  }
}
