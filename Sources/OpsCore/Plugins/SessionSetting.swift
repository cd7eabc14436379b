/// A setting of the shell, changed by `set` or in the rc file.
public enum SessionSetting: String, Sendable, CaseIterable {
  /// The format of results.
  case format
  /// When colour is used.
  case color
  /// How tables are drawn.
  case borders
  /// Whether results longer than the screen go through a pager.
  case pager
  /// Whether each command says how long it took.
  case timing
  /// After how long a command rings the bell of the terminal when it ends.
  case bell
  /// Whether the title of the terminal names the environment.
  case title
  /// Whether a connection of its own fetches candidates.
  case completion
  /// Whether suggestions and counts are shown behind the cursor.
  case hints
  /// Which keys edit the line.
  case editing

  /// What a setting may be.
  public enum Kind: Sendable, Equatable {
    /// One of these words.
    case words([String])
    /// A duration such as `30s`, or `off`.
    case duration
  }

  /// The word that turns a setting off.
  public static let off = "off"
  /// The word that turns a setting on.
  public static let on = "on"

  /// What it may be.
  public var kind: Kind {
    switch self {
    case .format: .words(OutputFormat.allCases.map(\.rawValue))
    case .color: .words(GlobalOptions.Color.allCases.map(\.rawValue))
    case .borders: .words(["auto", "plain", "unicode"])
    case .editing: .words(["emacs", "vi"])
    case .bell: .duration
    case .pager, .timing, .title, .completion, .hints: .words([Self.on, Self.off])
    }
  }

  /// The values that are offered: all there are, or examples where there are too many.
  public var values: [String] {
    switch kind {
    case .words(let words): words
    case .duration: [Self.off, "10s", "30s", "1m", "5m"]
    }
  }

  /// The value that it has before it is set.
  public var initialValue: String {
    switch self {
    case .format: OutputFormat.table.rawValue
    case .color: GlobalOptions.Color.auto.rawValue
    case .borders: "auto"
    case .editing: "emacs"
    case .bell, .timing: Self.off
    case .pager, .title, .completion, .hints: Self.on
    }
  }

  /// What it is for, in one line.
  public var summary: String {
    switch self {
    case .format: "the format of results"
    case .color: "when colour is used"
    case .borders: "how tables are drawn; auto asks the locale"
    case .pager: "whether results longer than the screen go through a pager"
    case .timing: "whether each command says how long it took"
    case .bell: "rings when a command that took longer ends"
    case .title: "whether the title of the terminal names the environment"
    case .completion: "whether a connection of its own fetches candidates"
    case .hints: "whether suggestions and counts are shown behind the cursor"
    case .editing: "which keys edit the line"
    }
  }

  /// Says whether the setting can have a value.
  public func accepts(_ value: String) -> Bool {
    switch kind {
    case .words(let words): words.contains(value)
    case .duration: value == Self.off || HumanTime.parseDuration(value) != nil
    }
  }
}
