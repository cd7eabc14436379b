import Testing

@testable import LineEditor

@Suite struct KillRingTests {
  @Test(
    "What is in reach of the cursor",
    arguments: [
      (KillRing.Reach.toStart, "one two", " three", 7), (.toEnd, "one", " two", 4),
      (.nextWord, "one", "  two three", 5), (.nextWord, "o", "ne-two", 2), (.nextWord, "x", "", 0),
      (.previousWord, "reset --older-than", "", 4), (.previousWord, "one  ", "two", 5),
      (.toPreviousBlank, "reset --older-than", "", 12), (.toPreviousBlank, "one ", "two", 4),
      (.toPreviousBlank, "", "two", 0), (.previousWord, "a 日本", "", 2),
    ])
  func reach(_ reach: KillRing.Reach, before: String, after: String, count: Int) {
    #expect(
      KillRing.count(
        reach, before: Array(before.unicodeScalars), after: Array(after.unicodeScalars)) == count)
  }

  @Test("What is taken away at one go is put back as it stood")
  func continued() {
    var ring = KillRing()
    ring.add("two", .toPreviousBlank, isContinued: false)
    ring.add("one ", .toPreviousBlank, isContinued: true)
    ring.add(" three", .toEnd, isContinued: true)
    #expect(ring.current == "one two three")
  }

  @Test("Older ones come one after the other, and the last again")
  func turns() {
    var ring = KillRing()
    ring.turn()
    #expect(ring.current == nil)
    for text in ["a", "b", "c"] { ring.add(text, .toEnd, isContinued: false) }
    var seen: [String?] = []
    for _ in 0..<4 {
      seen.append(ring.current)
      ring.turn()
    }
    #expect(seen == ["c", "b", "a", "c"])
  }
}
