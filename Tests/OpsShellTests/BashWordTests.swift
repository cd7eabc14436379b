import Testing

@testable import OpsShell

@Suite struct BashWordTests {
  @Test(
    "trap: bash reads what is put in as the candidate, and as nothing else",
    arguments: [
      ("wc", "wc", "wc$SECRET.csv", #"wc\$SECRET.csv"#),
      ("", "", "`x` !! \"a\" 'b' \\ *?[~", #"\`x\`\ \!\!\ \"a\"\ \'b\'\ \\\ \*\?\[\~"#),
      ("", "", "3f2a_./:=@%,+-é", "3f2a_./:=@%,+-é"),
      ("", "", "a\u{A0}b", "a\\\u{A0}b"),
      (#"wc\$S"#, #"wc\$S"#, "wc$SECRET.csv", #"wc\$SECRET.csv"#),
      // Where bash parts the word, only the end of it is replaced.
      ("in:b", "b", "in:box a", #"box\ a"#),
      ("in:", "", "in:box", "box"),
      ("a@x", "@x", "a@x$y", #"@x\$y"#),
      ("--filename=in:b", "b", "in:box", "box"),
      ("--filename=i", "i", "in$x", #"in\$x"#),
      ("--filename=i", "--filename=i", "in$x", #"--filename=in\$x"#),
      (#"a\ b:c"#, "c", "a b:c d", #"c\ d"#),
      // Within quotes, what is special even there is left out.
      ("\"a", "a", "a b;c.csv", "a b;c.csv"),
      ("--filename='a", "a", "a b.csv", "a b.csv"),
      ("\"a", "a", "a$b", nil), ("\"a", "a", "a!b", nil), ("'a", "a", "a'b", nil),
      ("'a", "a", "a\\b", nil), ("'a'b", "b", "ab", nil), ("a\"b", "b", "abc", nil),
      // What stands before it means something else to bash.
      ("wc$(to", "to", "wc$(touch x)", nil), ("a*:b", "b", "a*:bc", nil),
    ] as [(String, String, String, String?)])
  func insertion(typed: String, replaced: String, candidate: String, insertion: String?) {
    let word = BashWord(typed: typed, replaced: replaced)
    #expect(word.insertion(of: candidate) == insertion)
  }
}
