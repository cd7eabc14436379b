/// One of the options that every command takes.
public enum GlobalOption: String, Sendable, CaseIterable {
  case env = "--env"
  case config = "--config"
  case format = "--format"
  case color = "--color"
  case yes = "--yes"
  case expect = "--expect"
  case reason = "--reason"
  case keepGoing = "--keep-going"
  case quiet = "--quiet"
  case verbose = "--verbose"
  case noPager = "--no-pager"
  case retryAuth = "--retry-auth"

  /// The short form; nil when there is none.
  public var short: String? {
    switch self {
    case .env: "-e"
    case .format: "-o"
    case .quiet: "-q"
    case .verbose: "-v"
    default: nil
    }
  }

  /// What the value is called in help; nil when there is none.
  public var valueName: String? {
    switch self {
    case .env: "name"
    case .config: "file"
    case .format: OutputFormat.allCases.map(\.rawValue).joined(separator: "|")
    case .color: GlobalOptions.Color.allCases.map(\.rawValue).joined(separator: "|")
    case .expect: "n"
    case .reason: "text"
    default: nil
    }
  }

  /// What it does, for help.
  public var help: String {
    switch self {
    case .env: "The environment, such as dev or prod."
    case .config: "The config file."
    case .format: "The format of results."
    case .color: "When colour is used."
    case .yes: "Do not ask in an unprotected environment."
    case .expect: "Change only when exactly this many batches are found."
    case .reason: "Why; arms a protected environment for this command when -e names it."
    case .keepGoing: "Let a script go on after a failure."
    case .quiet: "Leave notices out."
    case .verbose: "Say more."
    case .noPager: "Use no pager."
    case .retryAuth: "Try a login again that failed a short while ago."
    }
  }

  var takesValue: Bool { valueName != nil }

  static func named(_ name: String) -> GlobalOption? {
    GlobalOption(rawValue: name) ?? allCases.first { $0.short == name }
  }

  /// The options that a word such as `-qv` joins; nil when it is no such word.
  static func joined(in word: String) -> [GlobalOption]? {
    guard word.hasPrefix("-"), !word.hasPrefix("--"), word.count > 2 else { return nil }
    let options = word.dropFirst().compactMap { named("-\($0)") }.filter { !$0.takesValue }
    return options.count == word.count - 1 ? options : nil
  }

  func turnOn(in options: inout GlobalOptions) {
    switch self {
    case .yes: options.yes = true
    case .keepGoing: options.keepGoing = true
    case .quiet: options.quiet = true
    case .verbose: options.verbose = true
    case .noPager: options.noPager = true
    case .retryAuth: options.retryAuth = true
    default: break
    }
  }

  func set(_ value: String, in options: inout GlobalOptions) throws(OpsError) {
    switch self {
    case .env: options.env = value
    case .config: options.config = value
    case .reason:
      guard value.contains(where: { !$0.isWhitespace }) else {
        throw OpsError(
          .usage, "--reason is empty", hint: "it is recorded with every change: --reason INC-42")
      }
      options.reason = value
    case .format:
      guard let format = OutputFormat(rawValue: value) else { throw unknown(value) }
      options.format = format
    case .color:
      guard let color = GlobalOptions.Color(rawValue: value) else { throw unknown(value) }
      options.color = color
    case .expect:
      guard let number = Int(value), number >= 0, !value.hasPrefix("+") else {
        throw OpsError(
          .usage, "--expect takes a number of batches, not \(Sanitiser.visible(value))",
          hint: "the count that the dry run has shown, such as --expect 12")
      }
      options.expect = number
    default: break
    }
  }

  private func unknown(_ value: String) -> OpsError {
    let values = (valueName ?? "").split(separator: "|").map(String.init)
    let known = "it takes \(values.joined(separator: ", "))"
    let near = Suggestion.near(value, among: values).first
    return OpsError(
      .usage, "\(Sanitiser.named(value)) is no value of \(rawValue)",
      hint: near.map { "did you mean \($0)? \(known)" } ?? known)
  }
}
