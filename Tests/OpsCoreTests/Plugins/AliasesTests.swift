import ArgumentParser
import Testing

@testable import OpsCore

@Suite struct AliasesTests {
  private struct Reset: OpsCommand {
    static let configuration = CommandConfiguration(commandName: "reset", aliases: ["rs"])
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.changes
    mutating func run(in context: Context) async throws -> Report { .none }
  }

  private let table = CommandTable([Reset.self])

  private func aliases(_ definitions: [String: String]) throws -> Aliases {
    var aliases = Aliases()
    for (name, line) in definitions { try aliases.define(name, as: line, over: table) }
    return aliases
  }

  @Test(
    "The command of a line is replaced, and what follows is added",
    arguments: [
      ("today", "batches --today"), ("today --limit 5", "batches --today --limit 5"),
      ("-e prod today -o json", "-e prod batches --today -o json"),
      ("--env=prod today", "--env=prod batches --today"), ("now", "batches --today --limit 1"),
      ("p", "-e prod batches --today"), ("p --limit 5", "-e prod batches --today --limit 5"),
      // Anywhere else the word is only a word.
      ("batch today", "batch today"), ("--reason today status", "--reason today status"),
      ("Today", "Today"), ("-- today", "-- today"), ("reset", "reset"), ("", ""),
    ])
  func expands(line: String, meaning: String) throws {
    let aliases = try aliases([
      "today": "batches --today", "now": "today --limit 1", "p": "-e prod today",
    ])
    #expect(try aliases.expanded(Words.split(line), over: table) == Words.split(meaning))
  }

  @Test("Quotes in an alias hold words together")
  func quotes() throws {
    let aliases = try aliases(["smoke": "batches --filename 'a b*'"])
    #expect(try aliases.expanded(["smoke"], over: table) == ["batches", "--filename", "a b*"])
  }

  @Test(
    "Aliases that lead back to themselves are an error that names the way",
    arguments: [("a", "a -> a"), ("b", "b -> c -> b"), ("d", "d -> b -> c -> b")])
  func loops(name: String, chain: String) throws {
    let aliases = try aliases(["a": "a --limit 1", "b": "c", "c": "b", "d": "b"])
    let error = #expect(throws: OpsError.self) { try aliases.expanded([name], over: table) }
    #expect(error?.exit == .usage)
    #expect(error?.message.hasSuffix(chain) == true)
  }

  @Test(
    "No command can be hidden, and only plain words are names",
    arguments: ["reset", "rs", "", "-x", "%1", "!!", "a b", "1a", "a=b", "é", "a\u{1B}[2J", "#a"])
  func refused(name: String) {
    var aliases = Aliases()
    let error = #expect(throws: OpsError.self) {
      try aliases.define(name, as: "batches", over: table)
    }
    #expect(error?.exit == .usage)
    #expect(error?.message.contains("\u{1B}") == false)
    #expect(aliases.names.isEmpty)
  }

  @Test(
    "An alias stands for a line that can be split", arguments: ["", " ", "# x", "'open", "x \\"])
  func lines(line: String) {
    var aliases = Aliases()
    #expect(throws: OpsError.self) { try aliases.define("x", as: line, over: table) }
  }

  @Test("An alias can be changed and taken back")
  func changes() throws {
    var aliases = try aliases(["x": "status"])
    try aliases.define("x", as: "stuck", over: table)
    #expect(aliases["x"] == "stuck")
    let isRemoved = [aliases.remove("x"), aliases.remove("x")]
    #expect(isRemoved == [true, false])
  }
}
