import Testing

@testable import OpsCore
@testable import OpsShell

@Suite struct TypedWordsTests {
  @Test(
    "The word at the cursor is told from the finished ones, quotes and all",
    arguments: [
      ("", [], "", 0), ("re", [], "re", 2), ("reset ", ["reset"], "", 0),
      ("reset 3f", ["reset"], "3f", 2), ("reset  'my fi", ["reset"], "my fi", 6),
      ("a \"b c", ["a"], "b c", 4), ("a b\\ c", ["a"], "b c", 4), ("a 'b'", ["a"], "b", 3),
      ("a 'b' ", ["a", "b"], "", 0), ("a '", ["a"], "", 1), ("a '' ", ["a", ""], "", 0),
      ("a é", ["a"], "é", 1), ("a \\", ["a"], "", 1), ("a --format=js", ["a"], "--format=js", 11),
      ("a b#c", ["a"], "b#c", 3),
    ] as [(String, [String], String, Int)])
  func words(text: String, words: [String], current: String, count: Int) {
    let typed = TypedWords(text)
    #expect(typed.words == words)
    #expect(typed.current == current)
    #expect(typed.typedCount == count)
    #expect(!typed.isComment)
  }

  @Test("Nothing is completed in a comment", arguments: ["# re", "reset # 3f", "#"])
  func comment(text: String) {
    #expect(TypedWords(text).isComment)
  }

  @Test(
    "A finished line has the words that running it would see",
    arguments: [
      "reset 3f2a --expect 1", "fail 'a b' --message \"it's \\\"x\\\"\"", "a\\ b c", "a 'b'c\"d\"",
      "", "   ", "\"a\\b\" \\'", "日本 'é 😀'",
    ])
  func agrees(line: String) throws {
    #expect(TypedWords(line + " ").words == (try Words.split(line)))
  }
}
