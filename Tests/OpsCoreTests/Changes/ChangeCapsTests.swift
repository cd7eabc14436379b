internal import Testing

@testable import OpsCore

@Suite struct ChangeCapsTests {
  private let limits = Limits(batches: 10_000, dependentRows: 2_000_000, share: 0.20)

  @Test(
    "A cap is exceeded by more than its number, not by the number itself",
    arguments: [
      (1, 0, nil, 0), (10_000, 0, nil, 0), (10_001, 0, nil, 1), (1, 2_000_000, nil, 0),
      (1, 2_000_001, nil, 1), (10_001, 2_000_001, nil, 2),
      // 20 % of a table: 50 of 250 is within, 50 of 249 is not; below 50 the share does not count.
      (50, 0, 250, 0), (50, 0, 249, 1), (49, 0, 49, 0),
    ] as [(Int, Int, Int?, Int)])
  func caps(batches: Int, dependents: Int, table: Int?, exceeded: Int) {
    let caps = ChangeCaps(limits: limits)
    #expect(
      caps.exceeded(batches: batches, dependentRows: dependents, tableAtMost: table).count
        == exceeded)
  }

  @Test("An environment without limits has no cap")
  func unlimited() {
    let caps = ChangeCaps(limits: Limits(batches: nil, dependentRows: nil, share: nil))
    #expect(caps.exceeded(batches: .max, dependentRows: .max, tableAtMost: 1).isEmpty)
  }

  @Test("trap 5: the table is counted no further than the share needs")
  func bounded() {
    #expect(ChangeCaps.tableNeeded(for: 50, share: 0.20) == 250)
    #expect(ChangeCaps.tableNeeded(for: 51, share: 0.33) == 155)
    #expect(ChangeCaps.tableNeeded(for: 50, share: 0) == .max)
  }
}
