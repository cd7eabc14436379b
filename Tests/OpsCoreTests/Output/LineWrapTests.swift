import Testing

@testable import OpsCore

@Suite("Lines broken to fit a screen")
struct LineWrapTests {
  @Test(
    "They break at blanks, and no word is lost",
    arguments: [
      ("", 4, 0, [""]),
      ("one two", nil, 2, ["one two"]),
      ("one two", 7, 2, ["one two"]),
      ("one two three four", 9, 2, ["one two", "  three", "  four"]),
      ("unbreakable", 4, 0, ["unbr", "eaka", "ble"]),
      ("a unbreakable", 4, 1, ["a", " unb", " rea", " kab", " le"]),
      ("reset      possible; it is", 18, 2, ["reset", "  possible; it is"]),
      ("    deep down here", 10, 0, ["    deep", "    down", "    here"]),
      ("日本語", 4, 0, ["日本", "語"]),
      ("日a", 1, 0, ["…", "a"]),
      ("abc", 1, 4, ["a", "b", "c"]),
    ] as [(String, Int?, Int, [String])])
  func lines(text: String, columns: Int?, indent: Int, expected: [String]) {
    #expect(LineWrap.lines(text, columns: columns, indent: indent) == expected)
  }
}
