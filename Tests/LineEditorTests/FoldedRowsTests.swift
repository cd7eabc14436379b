import Testing

@testable import LineEditor

@Suite struct FoldedRowsTests {
  init() { CharacterEncoding.useUTF8() }

  @Test(
    "Rows that the terminal has wrapped are joined again; those that libedit began stay apart",
    arguments: [
      ("0123456789abcde", 0, 10, 20, 0, 15), ("0123456789abcde", 15, 10, 20, 0, 15),
      // The blank at the end of the first row was not painted.
      ("012345678 abcde", 15, 10, 20, 1, 5), ("012345678 abcde", 0, 10, 20, 0, 15),
      ("012345678 abcde", 15, 10, 5, 3, 0), ("0123456789", 10, 20, 5, 2, 0),
    ])
  func end(text: String, painted: Int, old: Int, columns: Int, row: Int, column: Int) {
    #expect(
      FoldedRows(text: text, painted: painted, columns: old).end(columns: columns)
        == ScreenPlace(row: row, column: column))
  }

  @Test(
    "What has left the screen is known as lines that go on in the first row",
    arguments: [
      (0, [""]), (1, ["01234"]), (2, ["012345678", ""]), (3, ["012345678", "abcde"]),
      (4, ["012345678", "abcdefg"]),
    ])
  func first(rows: Int, lines: [String]) {
    let folded = FoldedRows(text: "012345678 abcdefg", painted: 17, columns: 10)
    #expect(folded.lines == ["012345678", "abcdefg"])
    #expect(folded.first(rows, columns: 5) == lines)
  }

  @Test("A wide character that is not cut in two begins the next row")
  func wide() {
    let folded = FoldedRows(text: "abcd日本", painted: 0, columns: 20)
    #expect(folded.first(1, columns: 5) == ["abcd"])
  }

  @Test("What has left the screen comes back with what was painted behind it")
  func above() {
    let rows = FoldedRows(above: ["dfops>", "01234"], text: "dfops> 0", painted: 8, columns: 5)
    #expect(rows.lines == ["dfops>", "01234dfops> 0"])
    #expect(rows.end(columns: 20) == ScreenPlace(row: 1, column: 13))
    #expect(rows.end(columns: 5) == ScreenPlace(row: 4, column: 3))
  }
}
