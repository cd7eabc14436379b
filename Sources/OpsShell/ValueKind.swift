internal import OpsCore

/// Where the values of an argument come from.
enum ValueKind: Equatable {
  /// They are known beforehand.
  case words([String])
  /// Only the session or the database knows them.
  case live(LiveCandidates)
  /// Names of files.
  case files
  /// Names of folders.
  case folders
  /// Nobody knows them.
  case free

  /// Reads the declaration of an argument.
  init(_ argument: CommandShape.Argument) {
    let completion = argument.completionKind
    if let command = completion?.shellCommand?.command {
      self = LiveCandidates(command: command).map(ValueKind.live) ?? .free
    } else if let words = completion?.list?.values ?? argument.allValues {
      self = .words(words)
    } else if completion?.file != nil {
      self = .files
    } else {
      self = completion?.directory != nil ? .folders : .free
    }
  }

  /// The values of a global option; nil when it takes none.
  init?(_ option: GlobalOption) {
    guard option.valueName != nil else { return nil }
    switch option {
    case .env: self = .live(.environments)
    case .config: self = .files
    case .format: self = .words(OutputFormat.allCases.map(\.rawValue))
    case .color: self = .words(GlobalOptions.Color.allCases.map(\.rawValue))
    default: self = .free
    }
  }
}
