import Testing

@testable import LineEditor

@Suite struct PasteTests {
  @Test(
    "A paste comes as lines, without what a terminal obeys",
    arguments: [
      ("", [""]),
      ("one", ["one"]),
      ("one\n", ["one"]),
      ("one\r\ntwo\rthree\nfour\n\n", ["one", "two", "three", "four"]),
      ("one\n\ntwo", ["one", "", "two"]),
      ("a\tb", ["a b"]),
      ("\u{1B}[31mred\u{7}\u{3}\u{0}\u{7F}\u{9B}2J", ["[31mred2J"]),
      ("e\u{301}x\u{302}\u{202E}", ["éxU+0302U+202E"]),
    ])
  func lines(pasted: String, expected: [String]) {
    CharacterEncoding.useUTF8()
    let paste = Paste(bytes: Array(pasted.utf8), count: pasted.utf8.count)
    #expect(paste.lines == expected)
    #expect(paste.lines.joined().unicodeScalars.elementsEqual(expected.joined().unicodeScalars))
  }

  @Test("Bytes that are no UTF-8 are seen")
  func invalid() {
    #expect(Paste(bytes: [0x61, 0xFF, 0x0A, 0xC3], count: 4).lines == ["a\u{FFFD}", "\u{FFFD}"])
  }

  @Test("An entry of several lines is one line on the screen, and comes back as it was")
  func shown() {
    #expect(LineText.shown("fail 'a\nb'") == "fail 'a⏎b'")
    #expect(LineText.meant("fail 'a⏎b'") == "fail 'a\nb'")
  }
}
