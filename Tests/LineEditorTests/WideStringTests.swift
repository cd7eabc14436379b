import Testing

@testable import LineEditor

@Suite struct WideStringTests {
  @Test("Texts come back from C as they went", arguments: ["", "a", "é日😀", "👨‍👩‍👧", "\u{202E}x"])
  func roundTrip(text: String) {
    let count = text.unicodeScalars.count
    #expect(unsafe WideString.lend(text) { unsafe WideString.read($0, count) } == text)
  }

  @Test("A NUL does not cut a text off")
  func nul() {
    #expect(unsafe WideString.lend("a\0b") { unsafe WideString.read($0, 3) } == "a\u{FFFD}b")
  }
}
