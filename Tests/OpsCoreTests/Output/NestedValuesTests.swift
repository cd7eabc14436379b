import Testing

@testable import OpsCore

@Suite("Values within values, for people")
struct NestedValuesTests {
  private func lines(_ fields: Fields, width: Int? = nil) -> [String] {
    Rendering(format: .vertical, width: width).text(of: .record(fields))
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  @Test("Named values stand below their name, without any braces")
  func object() {
    #expect(
      lines(["rows": .int(3), "sources": .object(["a.b": .int(1), "a.longer": .int(2)])])
        == ["rows     3", "sources", "  a.b       1", "  a.longer  2"])
    #expect(lines(["limits": .object([:])]) == ["limits"])
  }

  @Test("What was before and what came after it stand on the two sides of an arrow")
  func change() {
    let columns: Fields = [
      "reason": .object(["before": .null, "after": .text("x")]),
      "status": .object(["before": .text("processing"), "after": .text("failed")]),
    ]
    let row = DataValue.object([
      "table": .text("t"), "key": .text("7"), "columns": .object(columns),
    ])
    #expect(
      lines(["rows": .array([row])]) == [
        "rows", "  table    t", "  key      7", "  columns", "    reason  nothing -> x",
        "    status  processing -> failed",
      ])
    #expect(
      lines(["rows": .array([row, row])]).filter { $0.contains("───") } == ["  ─── 1", "  ─── 2"])
  }

  @Test("Several flat things have a line each")
  func list() {
    let change = DataValue.object(["id": .text("7"), "status_before": .text("staging")])
    #expect(
      lines(["changes": .array([change, change]), "skipped": .array([])]) == [
        "changes", "  id 7, status_before staging", "  id 7, status_before staging", "skipped",
      ])
  }

  @Test("A cell of a table has them in one line")
  func cell() {
    #expect(Cell.text(.object(["a": .int(1), "b": .bool(true)]), .text) == "a 1, b yes")
    #expect(Cell.text(.array([.object(["a": .int(1)]), .object(["a": .null])]), .text) == "a 1; a")
  }

  @Test(
    "Names and values from outside are harmless, and fit any screen", arguments: HostileText.all)
  func hostile(_ hostile: HostileText) {
    let inner: Fields = ["k": .object([hostile.text: .text(hostile.text)] as Fields)]
    for width in [1, 2, 5, 40] {
      for line in lines(["a": .object(inner), "b": .array([.object(inner)])], width: width) {
        #expect(Sanitiser.visible(line) == line && DisplayWidth.of(line) <= width)
      }
    }
  }
}
