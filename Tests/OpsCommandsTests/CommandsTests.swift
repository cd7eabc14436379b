import ArgumentParser
import FoundationEssentials
import OpsCore
import Testing

@testable import OpsCommands

@Suite("The table of commands")
struct CommandsTests {
  /// A command or a part of one, with the words that lead to it.
  struct Entry: CustomTestStringConvertible, Sendable {
    let words: [String]
    let root: any ParsableCommand.Type
    let type: any ParsableCommand.Type

    var testDescription: String { words.joined(separator: " ") }
  }

  static let entries: [Entry] = Commands.table.commands.flatMap { root in
    [Entry(words: [root._commandName], root: root, type: root)]
      + root.configuration.subcommands.map {
        Entry(words: [root._commandName, $0._commandName], root: root, type: $0)
      }
  }

  @Test("Every help screen says what the command does and shows an example", arguments: entries)
  func help(_ entry: Entry) throws {
    let screen = Help.screen(of: entry.type, in: entry.root)
    #expect(entry.type.configuration.abstract.hasSuffix("."))
    #expect(screen.contains(entry.type.configuration.abstract.prefix(30)))
    let discussion = entry.type.configuration.discussion
    let lines = discussion.split(separator: "\n").map(String.init)
    let start = try #require(lines.firstIndex { $0.hasPrefix("EXAMPLE") })
    let example = try #require(lines.dropFirst(start + 1).first)
    #expect(example.hasPrefix("  " + entry.words[0]))
  }

  @Test("Every name is declared: deriving it from the type would cost each start a millisecond")
  func declared() {
    for entry in Self.entries {
      #expect(entry.type.configuration.commandName != nil, "\(entry.type) has no commandName")
    }
  }

  @Test("Names are told apart, aliases included")
  func names() {
    let words = Commands.table.commands.flatMap { [$0._commandName] + $0.configuration.aliases }
    #expect(Set(words).count == words.count)
  }

  @Test("A command that stands in this folder stands in the table")
  func folder() throws {
    let folder = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let known = Self.entries.map { "\($0.type)" }
    for file in try FileManager.default.contentsOfDirectory(atPath: folder + "/Sources/OpsCommands")
    {
      let text = try String(
        contentsOfFile: "\(folder)/Sources/OpsCommands/\(file)", encoding: .utf8)
      guard let line = text.split(separator: "\n").first(where: { $0.contains(": OpsCommand {") })
      else { continue }
      let name = line.split(separator: " ").drop { $0 != "struct" }.dropFirst().first ?? ""
      let isKnown = known.contains(String(name.dropLast()))
      #expect(isKnown, "add \(name) to the table in Commands.swift, or to its group")
    }
  }

  @Test("The overview names every command once, in groups")
  func overview() {
    let text = HelpOverview.text().split(separator: "\nTOPICS\n")[0]
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("  ") }
    #expect(
      Set(lines.map { $0.split(separator: " ")[0] })
        == Set(Commands.names.map { Substring($0) }))
    #expect(lines.count == Commands.names.count)
  }
}
