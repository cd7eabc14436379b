import Testing

@testable import LineEditor

@Suite struct ScreenPlaceTests {
  init() { CharacterEncoding.useUTF8() }

  @Test(
    "A text ends where libedit and the terminal have its end",
    arguments: [
      ("", 10, 0, 0), ("abc", 10, 0, 3),
      // After the last column comes the next row.
      ("0123456789", 10, 1, 0), ("0123456789ab", 10, 1, 2),
      // A wide character does not fit into one column.
      ("012345678日", 10, 1, 2), ("日本", 10, 0, 4),
      ("\u{1}", 10, 0, 2), ("a\tb", 10, 0, 9), ("\u{E000}\u{FFFF}", 10, 0, 8),
      ("ab\nbck:x", 10, 1, 5), ("abc", 1, 3, 0), ("日", 1, 2, 0),
    ])
  func place(text: String, columns: Int, row: Int, column: Int) {
    var place = ScreenPlace()
    place.add(text, columns: columns)
    #expect(place == ScreenPlace(row: row, column: column))
  }

  @Test(
    "A hint takes the columns that are left, and is nothing where it could say nothing",
    arguments: [
      (Hint(suggestion: "et"), 20, "et"),
      (Hint(note: "→ 48 batches"), 20, "  → 48 batches"),
      (Hint(suggestion: "et", note: "→ 48"), 20, "et  → 48"),
      (Hint(suggestion: "reset all"), 5, "rese…"),
      (Hint(suggestion: "日本語"), 5, "日本…"),
      (Hint(suggestion: "fail 'a\nb'"), 20, "fail 'a⏎b'"),
      // Parts of a note that do not fit are left out, and no number is cut.
      (Hint(note: "→ 46 batches, oldest 3d"), 25, "  → 46 batches, oldest 3d"),
      (Hint(note: "→ 46 batches, oldest 3d"), 24, "  → 46 batches"),
      (Hint(suggestion: "et", note: "→ 1,046 batches, oldest 3d"), 20, "et  → 1,046 batches"),
      (Hint(suggestion: "et", note: "→ 1,046 batches"), 10, "et"),
      (Hint(note: "→ 1,046 batches"), 12, "  → 1,046 b…"),
      (Hint(note: "→ 1,046 batches"), 8, nil),
      (Hint(), 20, nil), (Hint(suggestion: "et"), 0, nil), (Hint(suggestion: "et"), -3, nil),
      (Hint(suggestion: "et"), 1, nil), (Hint(note: "→ 48"), 3, nil),
    ])
  func hints(hint: Hint, room: Int, expected: String?) {
    #expect(hint.text(room: room) == expected)
  }
}
