import ArgumentParser
import LineEditor
import OpsCore

@testable import OpsShell

/// Commands that declare every kind of argument, and do nothing.
enum TestCommands {
  static let table = CommandTable([
    Reset.self, Reload.self, Errors.self, Use.self, Clean.self, Leave.self,
    Again.self, Choose.self,
  ])

  struct Reset: OpsCommand {
    static let configuration = CommandConfiguration(
      commandName: "reset", abstract: "Send batches back.")
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.changes
    @Argument(completion: .batchIDs) var ids: [String] = []
    @Option(help: "Only of this status.", completion: .statuses) var status: [String] = []
    @Option(help: "How old.") var olderThan: String?
    @Flag(help: "Go over.") var overCap = false
    func run(in context: Context) async throws -> Report { .none }
  }

  struct Reload: OpsCommand {
    static let configuration = CommandConfiguration(
      commandName: "reload", abstract: "Reload the cache.")
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.services
    func run(in context: Context) async throws -> Report { .none }
  }

  struct Errors: OpsCommand {
    static let configuration = CommandConfiguration(
      commandName: "errors", abstract: "Row errors.", subcommands: [Export.self, Top.self])
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.errors
    func run(in context: Context) async throws -> Report { .none }
  }

  struct Export: OpsCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: "Write a CSV.")
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.errors
    @Argument(completion: .batchIDs) var id: String
    @Argument(completion: .list(["row", "file"])) var kind: String?
    @Option(completion: .file()) var output: String?
    func run(in context: Context) async throws -> Report { .none }
  }

  struct Top: OpsCommand {
    static let configuration = CommandConfiguration(commandName: "top", abstract: "The most.")
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.errors
    func run(in context: Context) async throws -> Report { .none }
  }

  struct Use: OpsCommand {
    static let configuration = CommandConfiguration(commandName: "use", abstract: "Switch.")
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.environment
    @Argument(completion: .environments) var name: String
    func run(in context: Context) async throws -> Report { .none }
  }

  struct Clean: OpsCommand {
    static let configuration = CommandConfiguration(commandName: "clean", abstract: "Delete.")
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.changes
    @Argument(completion: .deletableBatches) var ids: [String] = []
    @OptionGroup var filters: FilterOptions
    @Option(help: "Why.") var message: String
    @Flag(help: "Go over.") var overCap = false
    func run(in context: Context) async throws -> Report { .none }
  }

  struct Choose: OpsCommand {
    static let configuration = CommandConfiguration(commandName: "choose", abstract: "Set.")
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.shell
    @Argument var name: String?
    @Argument(completion: .settingValues) var value: String?
    func run(in context: Context) async throws -> Report { .none }
  }

  struct Again: OpsCommand {
    static let configuration = CommandConfiguration(commandName: "twice", abstract: "Repeat.")
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.batches
    @Argument var interval: String
    @Argument(parsing: .captureForPassthrough) var command: [String]
    func run(in context: Context) async throws -> Report { .none }
  }

  struct Leave: OpsCommand {
    static let configuration = CommandConfiguration(
      commandName: "quit", abstract: "Leave.", aliases: ["exit"])
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.shell
    func run(in context: Context) async throws -> Report { .none }
  }
}

/// A source that knows what the tests say.
struct FixedSource: CandidateSource {
  var aliases: Aliases {
    var aliases = Aliases()
    try? aliases.define("mine", as: "reset --over-cap", over: TestCommands.table)
    return aliases
  }

  var commands: [Candidate] { [Candidate("mine"), Candidate("reset", description: "shadowed")] }

  func offers(ofProgram name: String, _ words: [String], environment: String?) -> [Offer] {
    name == "tool" ? [Offer(Candidate("grow")), Offer(Candidate("\(words.count) words"))] : []
  }

  func offers(_ kind: LiveCandidates, beginning: String, environment: String?) -> [Offer] {
    let place = environment.map { " in \($0)" } ?? ""
    let candidates =
      switch kind {
      case .batches:
        [
          Candidate("3f2a0000-0000", description: "failed 3h" + place),
          Candidate("3f2b0000-0000", description: "staging\u{1B}[2J" + place),
          Candidate("c0ffee00-0000", description: "uploaded" + place),
        ]
      case .deletableBatches: [Candidate("3f2a0000-0000")]
      case .statuses: [Candidate("failed"), Candidate("strange status")]
      case .environments: [Candidate("dev"), Candidate("prod", description: "protected")]
      default: [Candidate("abc\u{07}")]
      }
    return candidates.map { Offer($0) }
  }
}
