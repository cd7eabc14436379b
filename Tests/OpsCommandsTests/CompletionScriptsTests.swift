import ArgumentParser
import FoundationEssentials
import Testing

@testable import OpsCommands

@Suite struct CompletionScriptsTests {
  /// The folder of the stored scripts.
  private static let folder =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/completions"

  @Test(
    "The stored completion scripts are those that the declarations give",
    arguments: CompletionShell.allCases)
  func stored(_ shell: CompletionShell) throws {
    let path = "\(Self.folder)/\(CompletionScripts.fileName(for: shell))"
    let fresh = CompletionScripts.text(for: shell)
    if ProcessInfo.processInfo.environment["UPDATE_COMPLETIONS"] == "1" {
      try Data((fresh + "\n").utf8).write(to: URL(filePath: path))
    }
    let stored = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let isFresh = stored == fresh + "\n"
    #expect(isFresh, "run UPDATE_COMPLETIONS=1 scripts/test debug --filter CompletionScripts")
  }

  @Test(
    "trap: what names of others' files say is run by no shell", arguments: CompletionShell.allCases)
  func inert(_ shell: CompletionShell) {
    let script = CompletionScripts.text(for: shell)
    let calls = script.split(separator: "\n").filter { $0.contains("__complete ") }
    #expect(calls.count == 1)
    #expect(calls.allSatisfy { $0.contains("2>/dev/null") })
    #expect(!script.contains("eval") && !script.contains("compgen -W"))
  }
}
