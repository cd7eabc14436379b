internal import Testing

@testable import OpsCore

@Suite struct RowDiffTests {
  @Test("Rows that are the same in every expected column have no difference")
  func same() {
    #expect(
      RowDiff.between(
        key: "1", expected: ["a": "x", "b": nil], actual: ["a": "x", "b": nil, "c": "y"])
        == nil)
  }

  @Test(
    "Each difference names its column, what was and what is",
    arguments: [
      (["a": "x"], ["a": "y"], "1: a was 'x', is 'y'"),
      (["a": nil], ["a": ""], "1: a was NULL, is ''"),
      (["a": ""], ["a": nil], "1: a was '', is NULL"),
      (["gone": "x"], ["a": nil], "1: gone was 'x', is NULL"),
    ] as [([String: String?], [String: String?], String)])
  func different(expected: [String: String?], actual: [String: String?], line: String) {
    #expect(RowDiff.between(key: "1", expected: expected, actual: actual)?.lines == [line])
  }

  @Test("A row that is gone says so")
  func gone() {
    let diff = RowDiff.between(key: "1", expected: [:], actual: nil)
    #expect(diff?.lines == ["1: the row is gone"])
  }

  @Test("Columns come in the order of their names, and hostile values are made visible and short")
  func hostile() throws {
    let diff = try #require(
      RowDiff.between(
        key: "1", expected: ["b": "\u{1B}[2J", "a": "x"],
        actual: ["b": String(repeating: "z", count: 5000), "a": "y"]))
    #expect(diff.columns.map(\.name) == ["a", "b"])
    #expect(!diff.lines.joined().contains("\u{1B}"))
    #expect(diff.lines[1].count < 200)
  }
}
