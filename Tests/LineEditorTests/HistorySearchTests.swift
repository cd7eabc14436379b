import Testing

@testable import LineEditor

@Suite("Searching the history") struct HistorySearchTests {
  private static let lines = [
    "batches", "reset 3f2a", "summary", "reset 77aa", "reset 77aa -n", "help",
  ]

  @Test(
    "The newest line that has the text is found",
    arguments: [
      ("", nil, false), ("r", "reset 77aa -n", false), ("3f", "reset 3f2a", false),
      ("set 7", "reset 77aa -n", false), ("rich", nil, true), ("help", "help", false),
    ] as [(String, String?, Bool)])
  func finds(pattern: String, line: String?, hasFailed: Bool) {
    var search = HistorySearch(in: Self.lines)
    search.look(for: pattern)
    #expect(search.found == line)
    #expect(search.hasFailed == hasFailed)
  }

  private enum Direction {
    case older, newer
  }

  private func move(_ search: inout HistorySearch, _ direction: Direction) -> Bool {
    direction == .older ? search.older() : search.newer()
  }

  @Test("It goes on to older lines and back, and stays at the ends")
  func moves() {
    var search = HistorySearch(in: Self.lines)
    search.look(for: "reset")
    #expect(move(&search, .older))
    #expect(search.found == "reset 77aa")
    #expect(move(&search, .older))
    #expect(!move(&search, .older))
    #expect(search.found == "reset 3f2a")
    #expect(move(&search, .newer))
    #expect(search.found == "reset 77aa")
    search.look(for: "reset 3")
    #expect(search.found == "reset 3f2a")
    search.look(for: "reset")
    #expect(search.found == "reset 3f2a", "what is taken away from the text moves nowhere")
  }

  @Test("After a failure, or without a text, there is nothing to move from")
  func nothing() {
    var search = HistorySearch(in: Self.lines)
    #expect(!move(&search, .older))
    search.look(for: "resetx")
    #expect(search.hasFailed)
    #expect(!move(&search, .older) && !move(&search, .newer))
    search.look(for: "reset")
    #expect(search.found == "reset 77aa -n")
  }

  @Test("The same line again is passed over")
  func repeated() {
    var search = HistorySearch(in: ["a", "status", "b", "status", "stuck", "stuck"])
    search.look(for: "st")
    #expect(move(&search, .older))
    #expect(search.found == "status")
    #expect(!move(&search, .older))
  }
}
