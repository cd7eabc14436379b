/// A setting of the shell, changed by `set`.
public enum SessionSetting: String, Sendable, CaseIterable {
  /// The format of results.
  case format
  /// When colour is used.
  case color

  /// The values that it takes.
  public var values: [String] {
    switch self {
    case .format: OutputFormat.allCases.map(\.rawValue)
    case .color: GlobalOptions.Color.allCases.map(\.rawValue)
    }
  }

  /// The value that it has before it is set.
  public var initialValue: String {
    switch self {
    case .format: OutputFormat.table.rawValue
    case .color: GlobalOptions.Color.auto.rawValue
    }
  }
}
