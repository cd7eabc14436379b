import Testing

@testable import OpsCore

@Suite("What has changed in a report")
struct ReportDiffTests {
  private static let columns = [
    Column("id", "ID", .id), Column("status", "STATUS", .status), Column("age", "AGE", .age),
    Column("moved", "MOVED", machineOnly: true), Column("hint", "HINT", tableOnly: true),
  ]

  private static func list(_ rows: [(String, String, Int)]) -> Report {
    .list(
      Table(
        columns: columns,
        rows: rows.map {
          [.text($0.0), .text($0.1), .int(Int64($0.2)), .int(Int64($0.2)), .text("\($0.2)")]
        }))
  }

  private func marks(_ now: Report, _ before: Report?, _ format: OutputFormat = .table) -> String {
    let rendering = Rendering(format: format)
    let diff = ReportDiff(now, since: before)
    let lines = diff.lines(in: rendering) + diff.gone(in: rendering)
    return lines.map(\.mark.rawValue).joined()
  }

  @Test(
    "Rows are known by their ids, wherever they stand; ages are no change",
    arguments: [
      ([("a", "failed", 9)], "   "),
      ([("a", "staging", 1)], "  *"),
      ([("b", "failed", 1), ("a", "failed", 1)], "  + "),
      ([("b", "failed", 1)], "  +-"),
      ([], " -"),
      ([("a", "failed", 1), ("a", "failed", 1)], "   +"),
    ] as [([(String, String, Int)], String)])
  func rows(now: [(String, String, Int)], marks: String) {
    let before = Self.list([("a", "failed", 1)])
    #expect(self.marks(Self.list(now), before) == marks)
    #expect(
      ReportDiff(Self.list(now), since: before).isDifferent(in: Rendering())
        == marks.contains { $0 != " " })
  }

  @Test("All lines of a row have its mark when each value has a line")
  func vertical() {
    let before = Self.list([("a", "failed", 1)])
    #expect(marks(Self.list([("a", "staging", 1)]), before, .vertical) == "*****")
  }

  @Test("What is no list is compared line by line")
  func lines() {
    #expect(marks(.text("a\nb\nc"), .text("a\nc\nd")) == " * -")
    #expect(
      marks(.record(["a": .int(1), "b": .int(2)]), .record(["a": .int(1), "b": .int(3)])) == " *-")
    #expect(marks(.text("a\na"), .text("a")) == " *")
  }

  @Test("The first look marks nothing")
  func first() {
    #expect(marks(Self.list([("a", "failed", 1)]), nil) == "   ")
    #expect(ReportDiff(.none, since: nil).isDifferent(in: Rendering()))
  }
}
