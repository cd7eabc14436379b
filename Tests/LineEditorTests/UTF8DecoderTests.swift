import Testing

@testable import LineEditor

@Suite struct UTF8DecoderTests {
  @Test(
    "Bytes become characters as soon as they are complete; what is no UTF-8 is shown, not dropped",
    arguments: [
      ([0x61, 0x62], "ab"), ([0xC3, 0xA9], "é"), ([0xE6, 0x97, 0xA5], "日"),
      ([0xF0, 0x9F, 0x98, 0x80], "😀"), ([0xFF, 0x61], "\u{FFFD}a"), ([0x80], "\u{FFFD}"),
      ([0xC3, 0x61], "\u{FFFD}a"), ([0xE6, 0x97, 0x61], "\u{FFFD}a"),
      ([0xC3, 0xC3, 0xA9], "\u{FFFD}é"), ([0xED, 0xA0, 0x80], "\u{FFFD}"),
      ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}"), ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"),
      ([0x03], "\u{03}"), ([0x00], "\u{00}"),
    ] as [([UInt8], String)])
  func decodes(bytes: [UInt8], text: String) {
    var decoder = UTF8Decoder()
    #expect(bytes.flatMap { decoder.take($0) } == Array(text.unicodeScalars))
  }

  @Test("A character comes with its last byte, not later")
  func waits() {
    var decoder = UTF8Decoder()
    #expect(decoder.take(0xE6).isEmpty)
    #expect(decoder.take(0x97).isEmpty)
    #expect(decoder.take(0xA5) == ["日"])
  }
}
