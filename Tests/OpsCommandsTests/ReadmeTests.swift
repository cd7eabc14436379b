import FoundationEssentials
import OpsCore
import TestSupport
import Testing

@testable import OpsCommands

@Suite("README")
struct ReadmeTests {
  private static let folder =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  private let readme: String

  init() throws {
    readme = try String(contentsOfFile: Self.folder + "/README.md", encoding: .utf8)
  }

  @Test("The command that it shows is the one that is compiled and run here, to the letter")
  func command() async throws {
    let block = try #require(readme.split(separator: "```swift\n").dropFirst().first)
    let shown = String(try #require(block.split(separator: "```").first))
    let compiled = try String(
      contentsOfFile: Self.folder + "/Tests/OpsCommandsTests/Count.swift", encoding: .utf8)
    #expect(shown == compiled)
    #expect(readme.contains("here `Count.self,`"))

    let harness = try await Harness.make(.dev)
    let results = MemorySink()
    let dispatcher = Dispatcher(
      table: CommandTable(Commands.table.commands + [Count.self]), session: await harness.session,
      output: Output(results: results, messages: MemorySink()),
      confirmer: NoTerminalConfirmer())
    #expect(await dispatcher.run(line: "count -o json") == .success)
    #expect(results.text == "{\"batches\":0}\n")
    #expect(await dispatcher.run(line: "count --help") == .success)
    #expect(results.text.contains("Show how many batches there are."))
  }

  @Test("Every setting stands in its table, and every command in its list")
  func lists() {
    for setting in SessionSetting.allCases { #expect(readme.contains("`\(setting.rawValue)`")) }
    for name in Commands.names {
      #expect(readme.contains("`\(name)`") || readme.contains("`\(name) "), "\(name)")
    }
  }
}
