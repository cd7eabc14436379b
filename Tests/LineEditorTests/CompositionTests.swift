import Testing

@testable import LineEditor

@Suite struct CompositionTests {
  init() { CharacterEncoding.useUTF8() }

  @Test(
    "Marks join the character before them where Unicode has one for both, else they are named",
    arguments: [
      ("e\u{301}", "\u{E9}"),
      ("A\u{30A}", "\u{C5}"),
      ("a\u{323}\u{302}", "\u{1EAD}"),
      ("a\u{302}\u{323}", "\u{1EAD}"),
      ("\u{438}\u{306}", "\u{439}"),
      ("\u{3B1}\u{301}", "\u{3AC}"),
      ("\u{304B}\u{3099}", "\u{304C}"),
      ("\u{1112}\u{1161}\u{11AB}", "\u{D55C}"),
      ("x\u{302}", "xU+0302"),
      ("\u{301}", "U+0301"),
      // The composed form is excluded from NFC.
      ("\u{915}\u{93C}", "\u{915}U+093C"),
      ("a\u{200B}b\u{202E}c", "aU+200BbU+202Ec"),
      ("日é😀", "日é😀"),
    ])
  func visible(text: String, expected: String) {
    #expect(Composition.visible(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test("What is visible stays what it is")
  func idempotent() {
    let text = Composition.visible("e\u{301}x\u{302}")
    #expect(Composition.visible(text) == text)
  }
}
