import Testing

@testable import OpsCore

@Suite("Columns of a terminal")
struct DisplayWidthTests {
  @Test(
    "A text takes the columns that a terminal gives it",
    arguments: [
      ("", 0), ("abc", 3), ("naïve", 5), ("e\u{301}", 1), ("\u{301}", 0), ("日本語", 6), ("한글", 4),
      ("\u{1112}\u{1161}\u{11AB}", 2), ("ｱｲ", 2), ("Ａ", 2), ("〈〉", 4), ("😀", 2), ("👩‍👩‍👧‍👦", 2),
      ("🇩🇪", 2), ("👍🏽", 2), ("❤️", 2), ("❤", 1), ("1️⃣", 1), ("🖥", 1), ("🖥️", 2), ("हि", 2), ("ก็", 1),
      ("─", 1), ("…", 1), ("𠀀", 2), ("a日😀", 5),
    ] as [(String, Int)])
  func width(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test(
    "A text that is too wide is cut, and says so",
    arguments: [
      ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""),
      ("abcdef", -1, ""), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
      ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3, "👩‍👩‍👧‍👦…"),
    ] as [(String, Int, String)])
  func truncate(text: String, columns: Int, cut: String) {
    #expect(DisplayWidth.truncate(text, to: columns) == cut)
  }

  @Test("Whatever the text, what was cut fits", arguments: [0, 1, 2, 7, 20, 80])
  func fits(columns: Int) {
    for hostile in HostileText.all {
      let cut = DisplayWidth.truncate(Sanitiser.visible(hostile.text), to: columns)
      #expect(DisplayWidth.of(cut) <= columns, "\(hostile.testDescription)")
    }
  }

  @Test("Blanks fill up to a width, in front for numbers")
  func padded() {
    #expect(DisplayWidth.padded("日", to: 4) == "日  ")
    #expect(DisplayWidth.padded("12", to: 4, right: true) == "  12")
    #expect(DisplayWidth.padded("too long", to: 4) == "too long")
  }
}
