internal import LineEditor
internal import OpsCore

/// The prompt: environment and state, in words first and in colour as well.
enum Prompt {
  /// The longest reason that is shown whole, in columns.
  private static let longestReason = 24

  /// Returns the prompt of a state, as much of it as leaves room for a line on a terminal of so many columns.
  static func styled(_ state: PromptState, hasColor: Bool, columns: Int = 80) -> StyledPrompt {
    let words = fitting(state, columns: columns)
    guard hasColor else {
      return StyledPrompt([.init(words.lead + words.name + words.note)])
    }
    var runs: [StyledPrompt.Run] = [
      .init(words.lead), .init(words.name, style: "1;\(color(of: state))"),
    ]
    if let note = words.note.isEmpty ? nil : words.note.dropFirst() {
      runs += [.init(" "), .init(String(note), style: style(of: state))]
    }
    return StyledPrompt(runs)
  }

  /// What is to be known before anything is typed; nil when there is nothing.
  static func note(on state: PromptState, _ detail: Detail = .reason) -> String? {
    switch state.connection {
    case .lost: return "[lost]"
    case .missing: return "[no connection]"
    case .untried, .connected: break
    }
    if let arming = state.arming {
      guard detail > .word else { return "[ARMED]" }
      let until = "[ARMED until \(arming.until.clock)"
      guard detail > .end else { return until + "]" }
      let reason = DisplayWidth.truncate(Sanitiser.visible(arming.reason), to: longestReason)
      return "\(until) \(reason)]"
    }
    return state.isProtected ? "[read-only]" : nil
  }

  /// How much is told of an arming.
  enum Detail: Int, Comparable {
    /// That there is one.
    case word
    /// When it ends, too.
    case end
    /// Why it was made, too.
    case reason

    static func < (left: Detail, right: Detail) -> Bool { left.rawValue < right.rawValue }
  }

  private typealias Words = (lead: String, name: String, note: String)

  /// The words of the prompt: the program goes first, then the reason, then the end of the name.
  private static func fitting(_ state: PromptState, columns: Int) -> Words {
    let room = columns * 3 / 4
    let name = Sanitiser.visible(state.environment)
    func note(_ detail: Detail) -> String { self.note(on: state, detail).map { " " + $0 } ?? "" }
    let rest = room - 2 - DisplayWidth.of(note(.word))
    let choices: [Words] = [
      ("dfops ", name, note(.reason)), ("", name, note(.reason)), ("", name, note(.end)),
      ("", name, note(.word)), ("", DisplayWidth.truncate(name, to: max(4, rest)), note(.word)),
      ("", DisplayWidth.truncate(name, to: max(2, room - 2)), ""),
    ]
    return choices.first { DisplayWidth.of($0.lead + $0.name + $0.note) + 2 <= room }
      ?? ("", String(name.prefix(1)), "")
  }

  private static func style(of state: PromptState) -> String {
    switch state.connection {
    case .lost, .missing: return "33"
    case .untried, .connected: return state.arming == nil ? "32" : "1;37;41"
    }
  }

  private static let colors = [
    "black": 30, "red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36,
    "white": 37,
  ]

  private static func color(of state: PromptState) -> Int {
    state.color.flatMap { colors[$0] } ?? (state.isProtected ? 31 : 32)
  }
}
