public import ArgumentParser

/// A command: one file that declares its name, options, help and danger, and what it does.
///
/// A command declares what it needs in ``requirements`` and never checks it; the ``Dispatcher`` does. It returns what it
/// has found and never prints it; ``Output`` does.
public protocol OpsCommand: ParsableCommand, Sendable {
  /// What must be there before it runs.
  static var requirements: Requirements { get }
  /// Whether running it changes nothing, neither in a database or a file nor in this shell, so that it may be repeated.
  static var isReadOnly: Bool { get }
  /// Whether it needs environments and settings to be in order; help is wanted most where they are not.
  static var needsConfiguration: Bool { get }
  /// Where `help` lists it.
  static var group: CommandGroup { get }
  /// How much of the catalog it looks at.
  var reach: CatalogReach { get }

  /// How much of the catalog it looks at, when it is plain to see that the arguments will be understood; nil otherwise.
  ///
  /// A process that runs nothing else then connects while it parses. Whoever mistypes must reach no server, so only what
  /// is certain counts.
  static func certainReach(of arguments: [String]) -> CatalogReach?

  /// Does what the command is for.
  ///
  /// - Parameter context: The environment, the options and everything that it may use.
  /// - Returns: What it has found, to be printed.
  /// - Throws: `OpsError`, or an error of a module below, mapped by the dispatcher.
  mutating func run(in context: Context) async throws -> Report
}

extension OpsCommand {
  /// False: only those who say so may be repeated.
  public static var isReadOnly: Bool { false }

  /// True: nearly all work in an environment.
  public static var needsConfiguration: Bool { true }

  /// All of it: only those who say so get less.
  public var reach: CatalogReach { .whole }

  /// Nil: most arguments are understood only once they are parsed.
  public static func certainReach(of arguments: [String]) -> CatalogReach? { nil }

  /// Nothing: commands run in a context.
  public mutating func run() throws {}
}

/// What a command needs, as data.
public struct Requirements: OptionSet, Sendable {
  /// The bits.
  public let rawValue: Int

  /// Makes requirements.
  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// A connection to the environment, whose identity is proven.
  public static let connection = Requirements(rawValue: 1)
  /// Permission to change rows: a protected environment must be armed.
  public static let write = Requirements(rawValue: 2)
  /// Removes what only an archive can bring back.
  public static let destructive = Requirements(rawValue: 4)
}

/// The groups in which `help` lists commands.
public enum CommandGroup: String, Sendable, CaseIterable {
  case batches
  case changes
  case errors
  case services
  case environment
  case shell

  /// The heading.
  public var title: String {
    switch self {
    case .batches: "Batches"
    case .changes: "Changes"
    case .errors: "Row errors"
    case .services: "Services"
    case .environment: "Environment"
    case .shell: "Shell"
    }
  }
}
