import Testing

@testable import OpsCore

@Suite("Bars and sparklines")
struct BarTests {
  @Test(
    "A bar has all columns for everything, and something for anything",
    arguments: [
      (0, "", ""), (-1, "", ""), (0.00001, "▏", "#"), (0.05, "█", "#"),
      (0.5, "██████████", "##########"),
      (1, "████████████████████", "####################"),
      (2.5, "████████████████████", "####################"),
    ] as [(Double, String, String)])
  func bars(share: Double, unicode: String, ascii: String) {
    #expect(Bar.text(share, columns: 20, hasUnicode: true) == unicode)
    #expect(Bar.text(share, columns: 20, hasUnicode: false) == ascii)
  }

  @Test(
    "A series is as high as its greatest value; what is not known is a gap",
    arguments: [
      ([], "", ""), ([0, 0], "▁▁", "__"), ([1], "█", "#"), ([nil, 7, 0, 1], " █▁▂", " #_."),
      ([1, 2, 3, 4, 5, 6, 7], "▂▃▄▅▆▇█", ".--==##"),
    ] as [([Double?], String, String)])
  func series(values: [Double?], unicode: String, ascii: String) {
    #expect(Bar.sparkline(values, hasUnicode: true) == unicode)
    #expect(Bar.sparkline(values, hasUnicode: false) == ascii)
  }
}
