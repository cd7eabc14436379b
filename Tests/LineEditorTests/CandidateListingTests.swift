import Testing

@testable import LineEditor

@Suite struct CandidateListingTests {
  private func lines(_ candidates: [Candidate], _ columns: Int, rows: Int = 24) -> [String] {
    CandidateListing.lines(of: candidates, on: TerminalSize(columns: columns, rows: rows))
  }

  @Test("Each candidate stands with its description on one line")
  func described() {
    let candidates = [
      Candidate("reset", description: "Send back."), Candidate("fail", description: "Mark."),
    ]
    #expect(lines(candidates, 80) == ["reset -- Send back.", "fail  -- Mark."])
  }

  @Test("On a narrow terminal descriptions are cut, then left out, and names stay whole")
  func narrow() {
    let candidates = [Candidate("reset", description: "Send batches back"), Candidate("x")]
    #expect(lines(candidates, 20) == ["reset -- Send batc…", "x"])
    #expect(lines(candidates, 10) == ["reset", "x"])
  }

  @Test("Wide characters count as the terminal counts them")
  func wide() {
    CharacterEncoding.useUTF8()
    let candidates = [Candidate("日本", description: "a"), Candidate("abc", description: "b")]
    #expect(lines(candidates, 80) == ["日本 -- a", "abc  -- b"])
  }

  @Test("Names alone stand side by side, in columns")
  func columns() {
    let candidates = ["a", "bb", "c", "d", "e"].map { Candidate($0) }
    #expect(lines(candidates, 13) == ["a   c   e", "bb  d"])
    #expect(lines(candidates, 1) == ["a", "bb", "c", "d", "e"])
  }

  @Test("What does not fit on the screen is counted")
  func limited() {
    let candidates = (1...100).map { Candidate("\($0)", description: "n") }
    let short = lines(candidates, 80, rows: 10)
    #expect(short.count == 8)
    #expect(short.last == "… 93 more")
    #expect(lines(candidates, 80, rows: 1).count == 2)
    #expect(lines([], 80).isEmpty)
  }
}
