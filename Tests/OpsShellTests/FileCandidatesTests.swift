import FoundationEssentials
import LineEditor
import Testing

@testable import OpsCore
@testable import OpsShell

@Suite struct FileCandidatesTests {
  @Test("A path goes on with the entries of its folder; hidden ones only when asked for")
  func entries() throws {
    let folder = "/tmp/dfops-files-\(UInt64.random(in: .min ... .max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(
      atPath: folder + "/my folder", withIntermediateDirectories: true)
    for name in ["b.csv", "a'b", ".hidden", "bad\u{1B}name", "#x"] {
      try Data().write(to: URL(filePath: folder + "/" + name))
    }
    func texts(_ beginning: String, onlyFolders: Bool = false) -> [String] {
      FileCandidates.list(beginning: folder + beginning, onlyFolders: onlyFolders).map(\.label)
    }
    #expect(texts("/") == ["#x", "a'b", "b.csv", "bad\u{1B}name", "my folder/"])
    #expect(texts("/.").contains(".hidden"))
    #expect(texts("/", onlyFolders: true) == ["my folder/"])
    #expect(texts("/none/").isEmpty)
  }

  @Test("Names that need quotes get them, and a folder leaves its quote open")
  func quoting() throws {
    let folder = "/tmp/dfops-files-\(UInt64.random(in: .min ... .max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(
      atPath: folder + "/my folder", withIntermediateDirectories: true)
    for name in ["a'b", "bad\u{07}", "e\u{3000}f"] {
      try Data().write(to: URL(filePath: folder + "/" + name))
    }
    let completer = Completer(table: TestCommands.table, source: FixedSource())
    func complete(_ word: String) -> [String] {
      completer.completion(of: "errors export --output \(word)").candidates.map(\.text)
    }
    #expect(complete(folder + "/m") == ["'\(folder)/my folder/"])
    #expect(complete("'\(folder)/my folder") == ["'\(folder)/my folder/"])
    #expect(complete(folder + "/a") == ["'\(folder)/a'\\''b'"])
    #expect(complete(folder + "/bad").isEmpty)
    #expect(complete(folder + "/e") == ["'\(folder)/e\u{3000}f'"])
    for text in complete(folder + "/a") {
      #expect(try Words.split(text) == [folder + "/a'b"])
    }
  }
}
