import Testing

@testable import OpsCore

@Suite("A screen that renews itself")
struct FramePainterTests {
  private let size = LiveSize(columns: 5, rows: 3)

  @Test("Only lines that have changed are written")
  func changes() {
    var painter = FramePainter()
    let first = painter.update(to: ["a", "b", "12345"], on: size)
    #expect(
      first == "\u{1B}[0m\u{1B}[2J\u{1B}[1;1Ha\u{1B}[K\u{1B}[2;1Hb\u{1B}[K\u{1B}[3;1H12345")
    #expect(painter.update(to: ["a", "b", "12345"], on: size).isEmpty)
    #expect(painter.update(to: ["a", "c", "12345"], on: size) == "\u{1B}[2;1Hc\u{1B}[K")
    #expect(painter.update(to: ["a"], on: size) == "\u{1B}[2;1H\u{1B}[K\u{1B}[3;1H\u{1B}[K")
  }

  @Test("Another size, or another's text on the screen, has everything written anew")
  func anew() {
    var painter = FramePainter()
    _ = painter.update(to: ["a"], on: size)
    let wider = LiveSize(columns: 6, rows: 3)
    #expect(painter.update(to: ["a"], on: wider).hasPrefix("\u{1B}[0m\u{1B}[2J"))
    painter.forget()
    #expect(painter.update(to: ["a"], on: wider).hasPrefix("\u{1B}[0m\u{1B}[2J"))
    #expect(painter.update(to: ["a"], on: wider).isEmpty)
  }

  @Test("Nothing is written below the screen")
  func below() {
    var painter = FramePainter()
    #expect(!painter.update(to: ["1", "2", "3", "4"], on: size).contains("4;1H"))
  }

  @Test(
    "Colours take no room",
    arguments: [
      ("", 0), ("abc", 3), ("\u{1B}[31mab\u{1B}[0mc", 3), ("\u{1B}[1;33m*\u{1B}[39m 日", 4),
    ])
  func width(line: String, columns: Int) {
    #expect(FramePainter.width(of: line) == columns)
  }
}
