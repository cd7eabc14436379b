import Testing

@testable import OpsCore

@Suite("Words of a line")
struct WordsTests {
  @Test(
    "A line is split as POSIX sh does, and nothing is expanded",
    arguments: [
      ("", []), ("   \t ", []), ("a", ["a"]), ("  a   b\tc  ", ["a", "b", "c"]),
      ("'a b'", ["a b"]), ("\"a b\"", ["a b"]), ("a\\ b", ["a b"]), ("a'b'\"c\"d", ["abcd"]),
      ("''", [""]), ("\"\" ''", ["", ""]), ("a '' b", ["a", "", "b"]), ("'a\"b'", ["a\"b"]),
      ("\"a'b\"", ["a'b"]), ("'a\\nb'", ["a\\nb"]), ("\"a\\nb\"", ["a\\nb"]), ("a\\nb", ["anb"]),
      ("\"a\\\"b\"", ["a\"b"]), ("\"a\\\\b\"", ["a\\b"]), ("\"\\$x \\`y\"", ["$x `y"]),
      ("'it'\\''s'", ["it's"]), ("\\'", ["'"]), ("\\\\", ["\\"]), ("\\#", ["#"]),
      ("$HOME *.csv ~ `id` $(id) a=b", ["$HOME", "*.csv", "~", "`id`", "$(id)", "a=b"]),
      ("a;b|c&d>e", ["a;b|c&d>e"]), ("# a comment", []), ("a # b", ["a"]), ("a#b c", ["a#b", "c"]),
      ("'#' \"#\"", ["#", "#"]), ("''# b", ["#", "b"]), ("a\r\n", ["a"]), ("a\\\nb", ["ab"]),
      ("a \\\n b", ["a", "b"]), ("\"a\\\nb\"", ["ab"]), ("'a\\\nb'", ["a\\\nb"]),
      ("'a\nb'", ["a\nb"]), ("ü 日本語 👩‍👧", ["ü", "日本語", "👩‍👧"]),
      // Only blanks of ASCII end a word; a name may have others.
      ("a\u{A0}b\u{3000}c", ["a\u{A0}b\u{3000}c"]),
      // An accent does not make another quote, blank or backslash.
      ("'\u{301}a'", ["\u{301}a"]), ("a \u{301}b", ["a", "\u{301}b"]), ("\\\u{301}", ["\u{301}"]),
    ] as [(String, [String])])
  func split(line: String, words: [String]) throws {
    let found = try Words.split(line)
    #expect(found.map { Array($0.utf8) } == words.map { Array($0.utf8) })
  }

  @Test(
    "A line that does not end is a usage error that says how it would",
    arguments: [
      ("'a", "close it with '"), ("\"a", "close it with \""), ("a 'b\"", "close it with '"),
      ("\"a\\\"", "close it with \""), ("a\\", "\\\\ stands for a backslash"),
      ("'\u{301}", "close it with '"),
    ] as [(String, String?)])
  func open(line: String, hint: String?) {
    let failure = #expect(throws: OpsError.self) { try Words.split(line) }
    #expect(failure?.exit == .usage)
    #expect(failure?.hint == hint)
  }

  @Test(
    "A line goes on in the next one while a quote is open, or a backslash stands at its end",
    arguments: [
      ("", true), ("a", true), ("'a", false), ("'a\nb'", true), ("a \\", false), ("a \\\nb", true),
      ("a \\\\", true), ("# it's", true), ("\"a\\\"", false),
    ])
  func complete(line: String, isComplete: Bool) {
    #expect(Words.isComplete(line) == isComplete)
    #expect((Words.opening(of: line) == nil) == isComplete)
  }

  @Test(
    "What is open is told",
    arguments: [
      ("'a", "'"), ("\"it's", "\""), ("a \\", "\\"), ("\"a\\", "\""), ("'a\"\nb", "'"),
    ] as [(String, Unicode.Scalar)])
  func opening(line: String, opening: Unicode.Scalar) {
    #expect(Words.opening(of: line) == opening)
  }

  @Test(
    "A word is quoted only where it must be",
    arguments: [
      ("", "''"), ("abc", "abc"), ("a-b_c./:=@%,+9", "a-b_c./:=@%,+9"), ("a b", "'a b'"),
      ("it's", "'it'\\''s'"), ("$x", "'$x'"), ("*", "'*'"), ("#", "'#'"), ("日本", "日本"),
      ("\n", "'\n'"),
      ("~", "'~'"), ("'\u{301}", "''\\''\u{301}'"),
    ])
  func quoted(word: String, text: String) {
    #expect(Array(Words.quoted(word).utf8) == Array(text.utf8))
  }

  @Test("Whatever the word, quoted it is one word", arguments: HostileText.all)
  func roundTrip(_ hostile: HostileText) throws {
    let words = try Words.split("a " + Words.quoted(hostile.text) + " b")
    #expect(words.map { Array($0.utf8) } == ["a", hostile.text, "b"].map { Array($0.utf8) })
  }

  @Test("No line ends in a trap", arguments: HostileText.all)
  func noTrap(_ hostile: HostileText) {
    _ = try? Words.split(hostile.text)
    _ = try? Words.split(String(hostile.text.reversed()))
  }
}
