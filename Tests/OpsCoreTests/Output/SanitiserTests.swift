import Testing

@testable import OpsCore

@Suite("Texts on a terminal")
struct SanitiserTests {
  @Test("Every C0, DEL and C1 character is made visible", arguments: [0x00...0x1F, 0x7F...0x9F])
  func controls(_ range: ClosedRange<UInt32>) throws {
    for value in range {
      let scalar = try #require(Unicode.Scalar(value))
      let visible = Sanitiser.visible("a\(Character(scalar))b")
      let hex = String(value, radix: 16, uppercase: true)
      let code = "\\x" + (hex.count == 1 ? "0" : "") + hex
      let short = [0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"][value]
      #expect(visible == "a\(short ?? code)b")
    }
  }

  @Test(
    "Characters that turn, hide or join what stands beside them are made visible",
    arguments: [
      0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028,
      0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069,
      0x206F, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9, 0x1D173, 0xE0001, 0xE0041,
    ] as [UInt32])
  func invisible(_ value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    let hex = String(value, radix: 16, uppercase: true)
    let code = "\\u{" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex + "}"
    let visible = Sanitiser.visible("a\(Character(scalar))b")
    #expect(visible == "a" + (value < 0x100 ? "\\xAD" : code) + "b")
  }

  @Test(
    "What people write stays as it is",
    arguments: [
      "", "plain", "naïve", "e\u{301}", "日本語", "Ελληνικά", "עברית", "العربية", "हिन्दी", "a\u{A0}b",
      "👩‍👩‍👧‍👦", "👩🏽‍🚀", "🏳️‍🌈", "❤️‍🔥", "🇩🇪", "1️⃣", "葛\u{E0100}",
    ])
  func harmless(_ text: String) {
    #expect(Sanitiser.visible(text) == text)
  }

  @Test(
    "A joiner stays between emoji only",
    arguments: [
      ("1\u{200D}2", "1\\u{200D}2"), ("a\u{200D}👧", "a\\u{200D}👧"), ("👧\u{200D}", "👧\\u{200D}"),
      ("\u{200D}👧", "\\u{200D}👧"), ("👧\u{200D}\u{200D}👧", "👧\\u{200D}\\u{200D}👧"),
      ("#\u{200D}*", "#\\u{200D}*"),
    ])
  func joiners(text: String, visible: String) {
    #expect(Sanitiser.visible(text) == visible)
  }

  @Test("Nothing that a terminal obeys is left of any text", arguments: HostileText.all)
  func hostile(_ hostile: HostileText) {
    #expect(!Sanitiser.visible(hostile.text).unicodeScalars.contains(where: Sanitiser.isObeyed))
  }

  @Test("A carriage return with its line feed is two characters")
  func lineEnds() {
    #expect(Sanitiser.visible("a\r\nb") == "a\\r\\nb")
  }
}
