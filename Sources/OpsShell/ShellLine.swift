internal import LineEditor
internal import OpsCore

/// A line of another shell up to the cursor, and the form in which that shell takes what may follow.
struct ShellLine: Equatable {
  /// The shells for which there are scripts.
  enum Shell: String {
    case bash
    case zsh
    case fish
  }

  /// The options that only a call of the program takes, with what they are for.
  private static let callOptions = [
    Candidate("-c", description: "Run this command, then exit."),
    Candidate("-f", description: "Run this script; - is standard input."),
    Candidate("--help", description: "Show help."),
    Candidate("--version", description: "Show the version."),
  ]

  /// The words behind the name of the program, without what only the call takes.
  private(set) var typed: TypedWords
  private let shell: Shell
  /// What stands before the value in the word at the cursor, such as `--status=`.
  private let lead: String
  private let bashWord: BashWord
  /// Whether the words have said already what the call runs.
  private var isTaken = false
  /// The option of the call whose value stands at the cursor.
  private var awaiting: String?

  /// Reads `SHELL LINE`; bash says with a further word which part of the line a candidate replaces.
  init?(_ words: [String]) {
    guard words.count > 1, let shell = Shell(rawValue: words[0]) else { return nil }
    self.shell = shell
    typed = TypedWords(words[1])
    let word = String(words[1].unicodeScalars.suffix(typed.typedCount))
    bashWord = BashWord(typed: word, replaced: words.count > 2 ? words[2] : nil)
    let current = typed.current
    let equals = current.hasPrefix("--") ? current.firstIndex(of: "=") : nil
    lead = equals.map { String(current[...$0]) } ?? ""
    // Variables that are set for one call stand in front of it.
    typed.words = Array(
      typed.words.drop { $0.contains("=") && !$0.hasPrefix("-") }.dropFirst())
    takeCallOptions()
  }

  private mutating func takeCallOptions() {
    while let index = GlobalOptions.commandIndex(in: typed.words),
      ["-c", "-f"].contains(typed.words[index])
    {
      isTaken = true
      if index + 1 == typed.words.count { awaiting = typed.words[index] }
      typed.words.removeSubrange(index..<min(index + 2, typed.words.count))
    }
  }

  /// Says what may stand at the cursor.
  func wish(in table: CommandTable) -> CompletionPlace.Wish {
    if let awaiting { return awaiting == "-f" ? .value(.files, after: "") : .nothing }
    let wish = CompletionPlace(after: typed.words, in: table).wish(for: typed.current)
    return isTaken && wish == .command ? .nothing : wish
  }

  /// What may stand at the cursor beside that which may stand in any line.
  var ownCandidates: [Candidate] {
    guard awaiting == nil, typed.current.hasPrefix("-"),
      GlobalOptions.commandIndex(in: typed.words) == nil
    else { return [] }
    return Self.callOptions.filter { $0.text.hasPrefix(typed.current) }
  }

  /// The candidate as a line for the shell; nil when it does not fit, or cannot be typed.
  func text(for candidate: Candidate) -> String? {
    guard Sanitiser.visible(candidate.text) == candidate.text else { return nil }
    let description = Sanitiser.visible(String(candidate.description.prefix(200)))
    switch shell {
    case .bash:
      // What does not begin so would take the place of what is typed.
      guard candidate.text.hasPrefix(typed.current) else { return nil }
      return bashWord.insertion(of: value(of: candidate))
    case .zsh:
      // What stands before the first colon that is not escaped is the word.
      let word = Self.escaped(value(of: candidate))
      return description.isEmpty ? word : "\(word):\(description)"
    case .fish: return description.isEmpty ? candidate.text : "\(candidate.text)\t\(description)"
    }
  }

  /// What the shell is told to find files by: the path as it is meant, and for bash what of it stays; nil when it cannot be
  /// told.
  var pathLines: [String]? {
    let path = String(typed.current.dropFirst(lead.count))
    switch shell {
    case .bash: return bashWord.kept.map { [path, $0] }
    case .fish: return [path]
    case .zsh: return []
    }
  }

  /// The candidate without what stands before the value already.
  private func value(of candidate: Candidate) -> String {
    candidate.text.hasPrefix(lead) ? String(candidate.text.dropFirst(lead.count)) : candidate.text
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if scalar == ":" || scalar == "\\" { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped
  }
}
