internal import LineEditor
internal import OpsCore

/// What the completion script of a shell asks for, and the form in which that shell takes it.
struct ShellRequest: Equatable {
  /// The shells for which there are scripts.
  enum Shell: String {
    case bash
    case zsh
    case fish
  }

  /// What is wanted.
  let kind: LiveCandidates
  /// What is typed of it.
  private(set) var beginning: String
  /// The environment that the line names; nil for none.
  private(set) var environment: String?
  private var shell: Shell?
  private var bashWord: BashWord?

  /// Reads `KIND`, `KIND BEGINNING`, or `KIND SHELL LINE`, which is the line up to the cursor.
  ///
  /// bash says with a further word which part of the line a candidate replaces.
  init?(_ words: [String]) {
    guard let kind = words.first.flatMap(LiveCandidates.init(rawValue:)) else { return nil }
    self.kind = kind
    beginning = words.count > 1 ? words[1] : ""
    guard words.count > 2 else { return }
    guard let shell = Shell(rawValue: words[1]) else { return nil }
    self.shell = shell
    let typed = TypedWords(words[2])
    beginning = typed.current
    if beginning.hasPrefix("--"), let equals = beginning.firstIndex(of: "=") {
      beginning = String(beginning[beginning.index(after: equals)...])
    }
    environment = Self.environment(in: typed.words)
    guard shell == .bash else { return }
    let word = words[2].unicodeScalars.suffix(typed.typedCount)
    bashWord = BashWord(typed: String(word), replaced: words.count > 3 ? words[3] : nil)
  }

  /// The candidate as a line for the shell; nil when it does not fit, or cannot be typed.
  func line(for candidate: Candidate) -> String? {
    guard Sanitiser.visible(candidate.text) == candidate.text else { return nil }
    let description = Sanitiser.visible(String(candidate.description.prefix(200)))
    switch shell {
    // What does not begin so would take the place of what is typed.
    case nil: return candidate.text.hasPrefix(beginning) ? candidate.text : nil
    case .bash:
      guard candidate.text.hasPrefix(beginning) else { return nil }
      return bashWord?.insertion(of: candidate.text)
    case .zsh:
      // What stands before the first colon that is not escaped is the word.
      let word = Self.escaped(candidate.text)
      return description.isEmpty ? word : "\(word):\(description)"
    case .fish: return description.isEmpty ? candidate.text : "\(candidate.text)\t\(description)"
    }
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if scalar == ":" || scalar == "\\" { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped
  }

  private static func environment(in words: [String]) -> String? {
    var environment: String?
    for (index, word) in words.enumerated() {
      if word.hasPrefix("--env=") { environment = String(word.dropFirst(6)) }
      if word == "-e" || word == "--env", index + 1 < words.count { environment = words[index + 1] }
    }
    return environment
  }
}
