internal import LineEditor
internal import OpsCore

/// The prompt: environment and state, in words first and in colour as well.
enum Prompt {
  /// The longest reason that is shown whole, in columns.
  private static let longestReason = 24

  /// Returns the prompt of a state.
  static func styled(_ state: PromptState, hasColor: Bool) -> StyledPrompt {
    let name = Sanitiser.visible(state.environment)
    guard hasColor else {
      return StyledPrompt([.init("dfops \(name)\(note(on: state).map { " \($0)" } ?? "")")])
    }
    var runs: [StyledPrompt.Run] = [.init("dfops "), .init(name, style: "1;\(color(of: state))")]
    if let note = note(on: state) {
      runs += [.init(" "), .init(note, style: style(of: state))]
    }
    return StyledPrompt(runs)
  }

  /// What is to be known before anything is typed; nil when there is nothing.
  static func note(on state: PromptState) -> String? {
    switch state.connection {
    case .lost: return "[lost]"
    case .missing: return "[no connection]"
    case .untried, .connected: break
    }
    if let arming = state.arming {
      let reason = DisplayWidth.truncate(Sanitiser.visible(arming.reason), to: longestReason)
      return "[ARMED until \(arming.until.clock) \(reason)]"
    }
    return state.isProtected ? "[read-only]" : nil
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
