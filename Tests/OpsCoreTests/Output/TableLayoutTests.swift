import Testing

@testable import OpsCore

@Suite("How columns share a screen")
struct TableLayoutTests {
  /// A column of this width, whose short form has half of it.
  private static func demand(
    _ key: String, _ width: Int, _ importance: Column.Importance,
    _ kind: Column.Kind = .id, short: Bool = false, maxWidth: Int? = nil
  ) -> TableLayout.Demand {
    let column = Column(
      key, key, kind, importance: importance, maxWidth: maxWidth, short: short ? .prefix(4) : nil)
    return TableLayout.Demand(column: column, width: width, shortWidth: short ? width / 2 : width)
  }

  private static let demands = [
    demand("id", 20, .essential, short: true), demand("name", 30, .essential, .text, maxWidth: 24),
    demand("rows", 6, .useful), demand("time", 20, .extra, short: true), demand("ago", 5, .extra),
  ]

  /// What each screen gets: the widths, `s` behind those of short forms, `-` for what is left out.
  @Test(
    "Short forms come first, then texts are cut, then what matters least goes, then texts give more",
    arguments: [
      (nil, "20 30 6 20 5"), (200, "20 30 6 20 5"), (86, "20 27 6 20 5"), (83, "20 24 6 20 5"),
      (82, "20 30 6 10s 5"), (63, "10s 24 6 10s 5"), (62, "10s 30 6 10s -"), (56, "10s 24 6 10s -"),
      (55, "10s 30 6 - -"), (44, "10s 24 6 - -"), (43, "10s 23 6 - -"), (32, "10s 12 6 - -"),
      (31, "10s 19 - - -"),
      (16, "10s 4 - - -"), (15, nil), (1, nil), (1000, "20 30 6 20 5"),
    ] as [(Int?, String?)])
  func fit(screen: Int?, expected: String?) {
    let layout = TableLayout.fit(Self.demands, into: screen)
    let text = layout.map { layout in
      Self.demands.indices.map { index in
        guard let place = layout.places.first(where: { $0.index == index }) else { return "-" }
        return "\(place.width)\(place.isShort ? "s" : "")"
      }.joined(separator: " ")
    }
    #expect(text == expected)
    let width = layout.map { $0.places.reduce(-2) { $0 + $1.width + 2 } } ?? 0
    #expect(screen.map { width <= $0 } != false)
  }

  @Test("One column always stays, however little it matters")
  func last() {
    let demands = [Self.demand("a", 10, .extra), Self.demand("b", 10, .extra)]
    #expect(TableLayout.fit(demands, into: 10)?.hidden == [1])
    #expect(TableLayout.fit(demands, into: 9) == nil)
  }
}
