import Testing

@testable import LineEditor

@Suite struct CompletionStepTests {
  private static func completion(_ replaced: Int, _ texts: String...) -> Completion {
    Completion(replaced: replaced, candidates: texts.map { Candidate($0) })
  }

  @Test(
    "TAB puts in what all candidates share, and lists them when that is nothing new",
    arguments: [
      ("x", completion(0), .nothing),
      ("res", completion(3, "reset"), .insert(removing: 3, "reset ")),
      ("reset", completion(5, "reset"), .insert(removing: 5, "reset ")),
      ("st", completion(2, "status", "stuck"), .list([Candidate("status"), Candidate("stuck")])),
      ("s", completion(1, "status", "stuck"), .insert(removing: 1, "st")),
      ("", completion(0, "status", "stuck"), .insert(removing: 0, "st")),
      ("", completion(0, "a", "b"), .list([Candidate("a"), Candidate("b")])),
      ("éa", completion(2, "éab", "éabc"), .insert(removing: 2, "éab")),
      // Candidates that do not begin so take nothing away that was typed.
      ("age", completion(3, "stage", "usage"), .list([Candidate("stage"), Candidate("usage")])),
      ("may", completion(3, "3f2a1", "3f2a2"), .list([Candidate("3f2a1"), Candidate("3f2a2")])),
      ("ST", completion(2, "stage1", "stage2"), .insert(removing: 2, "stage")),
      ("'my", completion(3, "'my file'", "'my folder'"), .insert(removing: 3, "'my f")),
    ] as [(String, Completion, CompletionStep)])
  func decide(text: String, completion: Completion, step: CompletionStep) {
    #expect(CompletionStep.decide(completion, in: text) == step)
  }

  @Test("What was found by another name is shown before it takes the place of what was typed")
  func foundOtherwise() {
    let found = Completion(
      replaced: 6, candidates: [Candidate("f45256be", description: "failed failed_batch.csv")])
    #expect(CompletionStep.decide(found, in: "failed") == .list(found.candidates))
    #expect(
      CompletionStep.decide(found, in: "failed", isListed: true)
        == .insert(removing: 6, "f45256be "))
  }

  @Test(
    "Quotes that a word needs are no other word: what it means is what was typed",
    arguments: [
      ("my", "my", ["my dir/"], .insert(removing: 2, "'my dir/' ")),
      ("\"my", "my", ["my dir/"], .insert(removing: 3, "'my dir/' ")),
      ("my", "my", ["my dir", "my doc"], .insert(removing: 2, "'my d")),
      ("'my d", "my d", ["my dir", "my doc"], .list),
      ("dir", "dir", ["my dir"], .list),
    ] as [(String, String, [String], Expected)])
  func quotes(text: String, meaning: String, words: [String], expected: Expected) {
    let candidates = words.map { Candidate("'\($0)'", meaning: $0) }
    let found = Completion(
      replaced: text.unicodeScalars.count, meaning: meaning, candidates: candidates)
    let step = CompletionStep.decide(found, in: text)
    switch expected {
    case .insert(let removed, let added): #expect(step == .insert(removing: removed, added))
    case .list: #expect(step == .list(candidates))
    }
  }

  /// What TAB is expected to do with quoted candidates.
  enum Expected: Sendable {
    case insert(removing: Int, String)
    case list
  }

  @Test("What is listed right above is not listed again")
  func listedAlready() {
    let found = Self.completion(0, "a", "b")
    #expect(CompletionStep.decide(found, in: "", isListed: true) == .nothing)
  }

  @Test("No blank follows what can go on, such as a folder")
  func incomplete() {
    let folder = Completion(replaced: 2, candidates: [Candidate("src/", isComplete: false)])
    #expect(CompletionStep.decide(folder, in: "sr") == .insert(removing: 2, "src/"))
    let whole = Completion(replaced: 4, candidates: [Candidate("src/", isComplete: false)])
    #expect(CompletionStep.decide(whole, in: "src/") == .nothing)
  }
}
