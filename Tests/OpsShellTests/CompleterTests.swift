import LineEditor
import Testing

@testable import OpsCore
@testable import OpsShell

@Suite struct CompleterTests {
  private let completer = Completer(table: TestCommands.table, source: FixedSource())

  @Test(
    "Every place of a line offers what may stand there",
    arguments: [
      ("", ["reset", "reload", "errors", "use", "clean", "quit", "twice", "choose", "mine"]),
      ("choose color ", ["auto", "always", "never"]), ("choose nothing ", []),
      ("twice ", []), ("twice 2s re", ["reset", "reload"]), ("twice 2s mi", []),
      ("twice 2s errors e", ["export"]),
      ("twice 2s reset --status ", ["'failed'", "'strange status'"]),
      ("twice 2s reset --ov", ["--over-cap"]),
      ("re", ["reset", "reload"]),
      ("RES", ["reset"]), ("ex", ["exit"]), ("zzz", []), ("load", ["reload"]), ("mi", ["mine"]),
      ("tool ", ["'grow'", "'1 words'"]), ("tool gr", ["grow"]),
      ("mine --st", ["--status"]),
      ("clean ", ["3f2a0000-0000"]),
      ("reset ", ["3f2a0000-0000", "3f2b0000-0000", "c0ffee00-0000"]),
      ("reset 3f", ["3f2a0000-0000", "3f2b0000-0000"]), ("reset C0", ["c0ffee00-0000"]),
      ("reset c0ffee00-0000 3f2a", ["3f2a0000-0000"]),
      ("reset --st", ["--status"]), ("reset --status ", ["'failed'", "'strange status'"]),
      ("reset --status=f", ["--status=failed"]),
      ("reset --status failed --st", ["--status"]),
      ("reset --over-cap --over", []), ("reset --older-than ", []),
      ("errors ", ["export", "top"]), ("errors e", ["export"]),
      ("errors export ", ["3f2a0000-0000", "3f2b0000-0000", "c0ffee00-0000"]),
      ("errors export c0 ", ["row", "file"]), ("errors export c0 row ", []),
      ("use ", ["dev", "prod"]), ("use dev ", []), ("nonsense ", []), ("nonsense --", []),
      ("-o ", ["table", "vertical", "json", "ndjson", "csv", "markdown"]),
      ("-o json re", ["reset", "reload"]), ("reset --format=j", ["--format=json"]),
      ("--color a", ["auto", "always"]), ("-e p", ["prod"]), ("--env=p", ["--env=prod"]),
      ("reset --reason ", []), ("reset -- --", []), ("reset # ", []),
      ("reset 'c0", ["c0ffee00-0000"]),
    ] as [(String, [String])])
  func places(text: String, candidates: [String]) {
    #expect(completer.completion(of: text).candidates.map(\.text) == candidates)
  }

  @Test("Options of the command come first, then those of all commands, each once")
  func options() {
    let found = completer.completion(of: "reset --").candidates
    let names = found.map(\.text)
    #expect(names.prefix(3) == ["--status", "--older-than", "--over-cap"])
    #expect(names.contains("--help"))
    for option in GlobalOption.allCases { #expect(names.contains(option.rawValue)) }
    #expect(Set(names).count == names.count)
    #expect(found.first?.description == "Only of this status.")
    let after = completer.completion(of: "reset -e dev --").candidates.map(\.text)
    #expect(!after.contains("--env"))
  }

  @Test("A command without arguments offers its options")
  func noArguments() {
    let names = completer.completion(of: "reload ").candidates.map(\.text)
    #expect(names.contains("--format"))
  }

  @Test("The environment that the line names is the one that is asked")
  func environment() {
    let found = completer.completion(of: "reset -e prod 3f2a").candidates
    #expect(found.first?.description == "failed 3h in prod")
  }

  @Test("Hostile descriptions are made visible, and what cannot be typed is not offered")
  func hostile() {
    let found = completer.completion(of: "reset 3f2b").candidates
    #expect(found.first?.description == "staging\\x1B[2J")
    #expect(FixedSource().offers(.audits, beginning: "", environment: nil).count == 1)
  }

  @Test("The whole word is replaced, its quotes included")
  func replaced() {
    #expect(completer.completion(of: "reset 'c0").replaced == 3)
    #expect(completer.completion(of: "reset --status=f").replaced == 10)
    #expect(completer.completion(of: "reset ").replaced == 0)
  }
}
