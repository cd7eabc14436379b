import Testing

@testable import OpsCore

@Suite struct DeletionRuleTests {
  @Test(
    "What is taken depends on the status, and on how it was found",
    arguments: [
      ("failed", false, false, nil), ("pending", false, false, nil),
      ("completed", false, false, "completed"), ("completed", true, false, nil),
      ("completed", false, true, nil), ("staging", false, false, "in_flight"),
      ("", false, false, "in_flight"), ("of_tomorrow", false, true, "in_flight"),
    ] as [(String, Bool, Bool, String?)])
  func refusal(status: String, isNamed: Bool, namesCompleted: Bool, expected: String?) {
    let batch = SelectedBatch(
      id: "i", filename: "f", status: status, version: "1", isNamed: isNamed)
    let refusal = DeletionRule(namesCompleted: namesCompleted).refusal(batch)
    #expect(refusal?.rawValue == expected)
  }

  @Test("One that was named and is in flight refuses all; one that was found is left out")
  func part() throws {
    let rule = DeletionRule(namesCompleted: false)
    let free = SelectedBatch(id: "b", filename: "f", status: "failed", version: "1", isNamed: true)
    var busy = SelectedBatch(id: "a", filename: "f", status: "staging", version: "1", isNamed: true)
    let refusal = #expect(throws: OpsError.self) {
      try rule.part([free, busy])
    }
    #expect(refusal?.exit == .refused)
    #expect(refusal?.message.contains("a is in flight (staging)") == true)
    busy.isNamed = false
    let (taken, skipped) = try rule.part([free, busy])
    #expect(taken.map(\.id) == ["b"])
    #expect(skipped == [SkippedTarget(id: "a", reason: "in_flight")])
    #expect(skipped[0].explanation.hasPrefix("in flight"))
  }

  @Test(
    "Beginnings of ids that are too short to delete by are refused where it matters",
    arguments: [
      ("3f2a", true, false), ("3f2a91c", true, false), ("3f2a91c0", true, true),
      ("3f2a", false, true), ("%3", true, true),
    ])
  func digits(id: String, isProtected: Bool, isTaken: Bool) throws {
    let environment = Environment(name: "e", isProtected: isProtected)
    do throws(OpsError) {
      try DeletionRule.checkDigits([id], in: environment)
      #expect(isTaken)
    } catch {
      #expect(!isTaken)
      #expect(error.exit == .refused)
    }
  }

  @Test("Caps that may be overruled are told apart from a count that was not finished")
  func caps() {
    let limits = Limits(batches: 2, dependentRows: 10, share: 0.5)
    func kinds(_ batches: Int, _ rows: Int, cut: Bool = false, table: Int? = nil) -> [String] {
      CleanupCaps(
        limits: limits, batches: batches, dependentRows: rows, isCut: cut, tableAtMost: table
      ).warnings.map(\.kind.rawValue)
    }
    #expect(kinds(2, 10) == [])
    #expect(kinds(3, 10) == ["cap"])
    #expect(kinds(3, 11) == ["cap", "cap"])
    #expect(kinds(1, 11, cut: true) == ["obstacle"])
    #expect(kinds(60, 0, table: 119) == ["cap", "cap"])
    #expect(kinds(60, 0, table: 120) == ["cap"])
  }

  @Test(
    "Numbers are told as people read them",
    arguments: [
      (0.04, "less than 0.1s"), (0.05, "0.1s"), (9.96, "10.0s"), (12.4, "12s"), (4000, "1h6m"),
      (1e12, "more than 90 years"),
    ])
  func seconds(value: Double, expected: String) {
    #expect(CleanupWords.seconds(value) == expected)
  }
}
