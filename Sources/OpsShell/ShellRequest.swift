internal import OpsCore

/// What the completion script of a shell, or somebody's own, asks for.
enum ShellRequest: Equatable {
  /// The candidates of one kind, of which this much is typed.
  case candidates(LiveCandidates, beginning: String)
  /// What may follow in the line of a shell.
  case line(ShellLine)

  /// Reads `KIND`, `KIND BEGINNING`, or `SHELL LINE`, which is the line up to the cursor.
  init?(_ words: [String]) {
    if let kind = words.first.flatMap(LiveCandidates.init(rawValue:)) {
      self = .candidates(kind, beginning: words.count > 1 ? words[1] : "")
    } else if let line = ShellLine(words) {
      self = .line(line)
    } else {
      return nil
    }
  }
}
