/// A call of the program, taken apart.
public struct Invocation: Sendable, Equatable {
  /// What the call is for.
  public enum Mode: Sendable, Equatable {
    /// One command, then the end.
    case command([String])
    /// Several lines, then the end.
    case lines([String])
    /// A script; `-` is standard input.
    case script(String)
    /// Commands as somebody types them, or a script when nobody is there to type.
    case standardInput
    /// The help screen.
    case help
    /// The version.
    case version
    /// The candidates of a completion, for the scripts of other shells.
    case complete([String])
  }

  /// The options of the call.
  public var options: GlobalOptions
  /// What the call is for.
  public var mode: Mode

  /// The word behind which the scripts of other shells ask for candidates.
  public static let completionWord = "__complete"

  /// Takes the arguments of the process apart, without the name of the program.
  ///
  /// - Parameters:
  ///   - arguments: The arguments.
  ///   - optionTakesValue: Returns what says whether an option of the command in these words takes the next word.
  /// - Returns: The call.
  /// - Throws: `OpsError` with exit status 64.
  public static func parse(
    _ arguments: [String],
    optionTakesValue: ([String]) -> (String) -> Bool = { _ in { _ in false } }
  ) throws(OpsError) -> Invocation {
    var scanner = Scanner(rest: arguments[...])
    var options: [String] = []
    while let word = scanner.rest.first, word.hasPrefix("-"), word != "-", word != "--" {
      scanner.rest.removeFirst()
      if let mode = try scanner.take(word) {
        return Invocation(options: try Self.options(options), mode: mode)
      }
      guard !scanner.hasTaken else { continue }
      options.append(word)
      // A value that stands on its own belongs to its option.
      if GlobalOption.named(word)?.takesValue == true, let value = scanner.rest.popFirst() {
        options.append(value)
      }
    }
    if scanner.rest.first == "--" { scanner.rest.removeFirst() }
    let words = Array(scanner.rest)
    if words.first == completionWord {
      return Invocation(
        options: try Self.options(options), mode: .complete(Array(words.dropFirst())))
    }
    return try scanner.invocation(options, words, optionTakesValue)
  }

  private static func options(_ words: [String]) throws(OpsError) -> GlobalOptions {
    let (options, rest) = try GlobalOptions.extract(from: words)
    guard let word = rest.first else { return options }
    let near = Suggestion.near(word, among: GlobalOption.allCases.map(\.rawValue) + ["--version"])
    throw OpsError(
      .usage, "unknown option \(Sanitiser.visible(word))",
      hint: near.first.map { "did you mean \($0)?" } ?? "dfops --help lists the options")
  }

  /// What stands before the command and is no option of commands.
  private struct Scanner {
    var rest: ArraySlice<String>
    var lines: [String] = []
    var file: String?
    var hasTaken = false

    /// Takes a word that only the call knows; returns what it asks for, if that is all.
    mutating func take(_ word: String) throws(OpsError) -> Mode? {
      hasTaken = true
      switch word {
      case "--help", "-h": return .help
      case "--version": return .version
      case "-c":
        guard let line = rest.popFirst() else {
          throw OpsError(
            .usage, "-c needs a command", hint: "as in dfops -c 'batches --today' -c summary")
        }
        lines.append(line)
      case "-f":
        guard let path = rest.popFirst() else {
          throw OpsError(
            .usage, "-f needs a file", hint: "- stands for standard input")
        }
        guard file == nil else {
          throw OpsError(
            .usage, "-f can be given once only", hint: "source FILE in a script runs another one")
        }
        file = path
      default: hasTaken = false
      }
      return nil
    }

    func invocation(
      _ words: [String], _ command: [String], _ optionTakesValue: ([String]) -> (String) -> Bool
    ) throws(OpsError) -> Invocation {
      let options = try Invocation.options(words)
      let kinds = [!lines.isEmpty, file != nil, !command.isEmpty].filter(\.self).count
      guard kinds <= 1 else {
        throw OpsError(
          .usage, "a command, -c and -f exclude one another",
          hint: "name one command, or give several with -c, or a script with -f")
      }
      if !command.isEmpty {
        // Options behind the command are options of the call as well; the line is parsed again when it runs.
        let (inner, _) = try GlobalOptions.extract(
          from: command, takesValue: optionTakesValue(command))
        return Invocation(options: options.overlaid(by: inner), mode: .command(words + command))
      }
      if lines.count == 1, let words = try? Words.split(lines[0]), !words.isEmpty {
        return Invocation(options: options, mode: .command(self.words(of: options) + words))
      }
      guard options.expect == nil else {
        throw OpsError(
          .usage, "--expect belongs to one command, and this call has several",
          hint: "write it on the line of that command")
      }
      if let file { return Invocation(options: options, mode: .script(file)) }
      return Invocation(options: options, mode: lines.isEmpty ? .standardInput : .lines(lines))
    }

    private func words(of options: GlobalOptions) -> [String] {
      var words: [String] = []
      if let expect = options.expect { words += ["--expect", "\(expect)"] }
      if let reason = options.reason { words += ["--reason", reason] }
      return words
    }
  }
}
