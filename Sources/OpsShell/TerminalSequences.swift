internal import LineEditor
internal import OpsCore

/// What a terminal is told beside the text: its title, where commands begin and end, and that one has ended.
enum TerminalSequences {
  /// The longest title, in columns.
  private static let longestTitle = 120

  /// Which terminals know what is here; others might show it as text.
  private static let known = [
    "xterm", "screen", "tmux", "rxvt", "alacritty", "kitty", "foot", "wezterm", "konsole", "gnome",
    "vte", "st-", "contour", "ghostty", "iterm", "putty", "mintty", "eterm",
  ]

  /// Says whether a terminal of this type understands the sequences.
  static func areUnderstood(by terminal: String) -> Bool {
    known.contains { terminal.lowercased().hasPrefix($0) }
  }

  /// Sets the title (OSC 2); the text is made harmless, so it cannot end the sequence.
  static func title(_ text: String) -> String {
    "\u{1B}]2;\(DisplayWidth.truncate(Sanitiser.visible(text), to: longestTitle))\u{07}"
  }

  /// The title of a state, such as `dfops prod [read-only]`.
  static func titleText(of state: PromptState) -> String {
    ["dfops", state.environment, Prompt.note(on: state)].compactMap(\.self).joined(separator: " ")
  }

  /// Keeps the present title for later (XTWINOPS 22).
  static let keepTitle = "\u{1B}[22;2t"
  /// Puts the title back that was kept (XTWINOPS 23).
  static let restoreTitle = "\u{1B}[23;2t"

  /// A prompt begins here (OSC 133 A).
  static let promptStart = "\u{1B}]133;A\u{07}"
  /// What is typed begins here (OSC 133 B).
  static let inputStart = "\u{1B}]133;B\u{07}"
  /// The output of a command begins here (OSC 133 C).
  static let outputStart = "\u{1B}]133;C\u{07}"
  /// A command has ended (OSC 133 D).
  static func end(_ status: ExitStatus) -> String { "\u{1B}]133;D;\(status.rawValue)\u{07}" }

  /// Rings.
  static let bell = "\u{07}"

  /// Says whether a command that took so long rings, by the setting's value.
  static func rings(after elapsed: Duration, setting: String) -> Bool {
    HumanTime.parseDuration(setting).map { elapsed >= $0 } ?? false
  }
}
