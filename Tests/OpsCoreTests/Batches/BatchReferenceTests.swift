import Testing

@testable import OpsCore

@Suite("Naming a batch")
struct BatchReferenceTests {
  static let id = "3f2a91c0-1234-4abc-8def-0123456789ab"

  @Test(
    "UUIDs, beginnings of at least four digits, and places of a listing",
    arguments: [
      (id, .digits("3f2a91c012344abc8def0123456789ab")),
      ("3F2A91C012344ABC8DEF0123456789AB", .digits("3f2a91c012344abc8def0123456789ab")),
      ("3f2a", .digits("3f2a")), ("3F2A91C0-12", .digits("3f2a91c012")),
      ("3f2a91c012", .digits("3f2a91c012")), ("3f2a91c0-", .digits("3f2a91c0")),
      ("%1", .place(1)), ("%999999", .place(999_999)),
    ] as [(String, BatchReference)])
  func wellFormed(_ text: String, _ reference: BatchReference) throws {
    #expect(try BatchReference.parse(text) == reference)
  }

  @Test(
    "Anything else is malformed",
    arguments: [
      "", "3f2", "xyzw", "3f2a-91c0", "3f2a91c0-1234-4abc-8def-0123456789abc", "%", "%0", "%-1",
      "%1x", "%9999999", "% 1", "3f2a ", " 3f2a", "３ｆ２ａ", "3f2a%", "-3f2a", "3f2a91c0--12",
      "3f2a91c012344abc8def0123456789ab0", "'; DROP TABLE x", "3f2a\u{1B}[2J", "3f2ä",
      String(repeating: "a", count: 100_000), "_f2a", "3f2a\0",
    ])
  func malformed(_ text: String) {
    let error = #expect(throws: OpsError.self) { try BatchReference.parse(text) }
    #expect(error?.exit == .usage)
    #expect(error?.message.contains("\u{1B}") == false)
    #expect((error?.message.utf8.count ?? 0) < 300)
  }

  @Test("Digits stand for a range of ids")
  func range() {
    let range = BatchReference.range(of: "3f2a")
    #expect(range.low == "3f2a" + String(repeating: "0", count: 28))
    #expect(range.high == "3f2a" + String(repeating: "f", count: 28))
    #expect(BatchReference.range(of: String(repeating: "a", count: 32)).low.count == 32)
  }
}
