import Testing

@testable import OpsCore

@Suite("Files of variables")
struct DotEnvTests {
  @Test(
    "A line is KEY=VALUE, with quotes and comments as in a shell",
    arguments: [
      ("A=b", "b"),
      ("export A=b", "b"),
      ("  export   A = b  ", "b"),
      ("A=", ""),
      ("A=b # comment", "b"),
      ("A=b#c", "b#c"),
      ("A=#b", ""),
      ("A='b # c'", "b # c"),
      ("A='b\\n\"c\"'", "b\\n\"c\""),
      (#"A="b\n\"c\" \$d \x""#, "b\n\"c\" $d \\x"),
      ("A=\"two\nlines\"", "two\nlines"),
      ("A=$B", "$B"),
      ("\u{FEFF}A=b\r\n", "b"),
      ("A=1\nA=2", "2"),
      ("A=postgresql://u:p%40@h/d?x=y", "postgresql://u:p%40@h/d?x=y"),
      ("exported=1\nA=b", "b"),
      ("A='b' # tail", "b"),
    ])
  func value(_ text: String, _ expected: String) {
    let file = DotEnv(text)
    #expect(file.values["A"] == expected)
    #expect(file.badLines.isEmpty)
  }

  @Test(
    "A line that is none is counted and left out",
    arguments: [
      ("A=b\nnonsense\nC=d", [2]), ("A: b", [1]), ("1A=b", [1]), ("A-B=c", [1]), ("\n\n=b", [3]),
      ("A='open", [1]), ("export", [1]),
    ])
  func malformed(_ text: String, _ lines: [Int]) {
    #expect(DotEnv(text).badLines == lines)
  }

  @Test(
    "Nothing, blanks and comments are no variables", arguments: ["", "\n\n", "# A=b", "  \t#x"])
  func nothing(_ text: String) {
    let file = DotEnv(text)
    #expect(file.values.isEmpty)
    #expect(file.badLines.isEmpty)
  }
}
