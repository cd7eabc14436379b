public import ArgumentParser
internal import FoundationEssentials
internal import Synchronization

/// The arguments that a command declares, as the library tells them: for completion and for telling options from values.
public struct CommandShape: Sendable, Decodable {
  /// One argument.
  public struct Argument: Sendable, Decodable {
    /// What kind of argument it is.
    public enum Kind: String, Sendable, Decodable {
      /// A word by its position.
      case positional
      /// A name with a value.
      case option
      /// A name without a value.
      case flag
    }

    /// A name of an option.
    public struct Name: Sendable, Decodable {
      /// `long`, `short` or `longWithSingleDash`.
      public let kind: String
      /// The name without dashes.
      public let name: String

      /// The name as it is typed.
      public var typed: String { (kind == "long" ? "--" : "-") + name }
    }

    /// How its values are completed, as the library writes it down.
    public struct Completion: Sendable, Decodable {
      /// A list of words.
      public struct Words: Sendable, Decodable {
        /// The words.
        public let values: [String]?
      }
      /// A command line that lists the candidates.
      public struct Command: Sendable, Decodable {
        /// The command line.
        public let command: String?
      }
      /// A marker without contents.
      public struct Marker: Sendable, Decodable {}

      /// Words that are known beforehand.
      public let list: Words?
      /// Candidates that only the session knows; see ``LiveCandidates``.
      public let shellCommand: Command?
      /// Names of files.
      public let file: Marker?
      /// Names of folders.
      public let directory: Marker?
    }

    /// What kind of argument it is.
    public let kind: Kind
    /// The names; none for a positional argument.
    public let names: [Name]?
    /// What the value is called.
    public let valueName: String?
    /// What it is for.
    public let abstract: String?
    /// The values that it takes, when they are known.
    public let allValues: [String]?
    /// Whether it can be given several times.
    public let isRepeating: Bool
    /// Whether it can be left out.
    public let isOptional: Bool
    /// How it takes the words behind it, as the library writes it down.
    public let parsingStrategy: String?
    /// Whether help shows it.
    public let shouldDisplay: Bool
    /// How its values are completed.
    public let completionKind: Completion?

    /// Whether it takes all words that are left, which are then a line of their own, with a command and its options.
    public var isLine: Bool { kind == .positional && parsingStrategy == "allRemainingInput" }
  }

  private struct Dump: Decodable {
    let command: CommandShape
  }

  /// The name.
  public let commandName: String
  /// What it does.
  public let abstract: String?
  /// Its parts.
  public let subcommands: [CommandShape]?
  /// Its arguments.
  public let arguments: [Argument]?

  /// Returns the shape of a command; nil should the library change its form.
  public static func of(_ type: any ParsableCommand.Type) -> CommandShape? {
    let id = ObjectIdentifier(type)
    if let shape = known.withLock({ $0[id] }) { return shape }
    let text = type._dumpHelp()
    let shape = try? JSONDecoder().decode(Dump.self, from: Data(text.utf8)).command
    known.withLock { $0[id] = shape }
    return shape
  }

  /// Shapes do not change, and are asked for at each key.
  private static let known = Mutex<[ObjectIdentifier: CommandShape]>([:])

  /// Says whether an option takes a value.
  public func takesValue(_ option: String) -> Bool {
    arguments?.contains { argument in
      argument.kind == .option && argument.names?.contains { $0.typed == option } == true
    } ?? false
  }
}
