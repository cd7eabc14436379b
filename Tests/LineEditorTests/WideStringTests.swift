import Testing

@testable import LineEditor

@Suite struct WideStringTests {
  @Test("Texts come back from C as they went", arguments: ["", "a", "é日😀", "👨‍👩‍👧", "\u{202E}x"])
  func roundTrip(text: String) {
    let wide = WideString(text)
    #expect(unsafe WideString.read(wide.pointer, text.unicodeScalars.count) == text)
  }

  @Test("A NUL does not cut a text off")
  func nul() {
    let wide = WideString("a\0b")
    #expect(unsafe WideString.read(wide.pointer, 3) == "a\u{FFFD}b")
  }
}
