import OpsCore
import Testing

/// The confirmation table of the contract, row by row.
@Suite struct ConfirmationTests {
  private func decide(
    protected isProtected: Bool, terminal: Bool, rows: Int, deletion: Bool = false,
    yes: Bool = false, expect: Int? = nil, armed: Bool = true
  ) -> ConfirmationRule.Decision {
    ConfirmationRule.decide(
      ConfirmationQuestion(
        environment: isProtected ? "prod" : "dev", isProtected: isProtected,
        isTerminal: terminal, rows: rows, isDeletion: deletion, yes: yes, expect: expect,
        isArmed: armed))
  }

  @Test(
    "On a terminal, friction grows with the environment and the number of rows",
    arguments: [
      (false, 1, .act), (true, 1, .askYesNo),
      (false, 2, .askYesNo), (true, 2, .askYesNo), (false, 10, .askYesNo), (true, 10, .askYesNo),
      (false, 11, .typeText("11")), (true, 11, .typeText("prod 11")),
      (false, 1284, .typeText("1284")), (true, 1284, .typeText("prod 1284")),
    ] as [(Bool, Int, ConfirmationRule.Decision)])
  func terminal(isProtected: Bool, rows: Int, decision: ConfirmationRule.Decision) {
    #expect(decide(protected: isProtected, terminal: true, rows: rows) == decision)
  }

  @Test("A deletion of a single row is confirmed by its count, too")
  func deletion() {
    #expect(decide(protected: false, terminal: true, rows: 1, deletion: true) == .typeText("1"))
    #expect(
      decide(protected: true, terminal: true, rows: 1, deletion: true) == .typeText("prod 1"))
  }

  @Test("On a terminal, a protected environment asks whatever was given", arguments: [1, 5, 50])
  func protectedTerminal(rows: Int) {
    let bare = decide(protected: true, terminal: true, rows: rows)
    #expect(decide(protected: true, terminal: true, rows: rows, yes: true) == bare)
    #expect(decide(protected: true, terminal: true, rows: rows, expect: rows) == bare)
    #expect(bare != .act)
  }

  @Test("Without a terminal, an unprotected environment takes --yes or --expect, and nothing else")
  func scripts() {
    #expect(decide(protected: false, terminal: false, rows: 3, yes: true) == .act)
    #expect(decide(protected: false, terminal: false, rows: 3, expect: 3) == .act)
    #expect(isRefused(decide(protected: false, terminal: false, rows: 1)))
  }

  @Test(
    "Without a terminal, a protected environment takes --expect when it is armed, and nothing else",
    arguments: [
      (false, false, nil), (false, false, 3), (false, true, nil), (false, true, 3),
      (true, false, nil), (true, false, 3), (true, true, nil), (true, true, 3),
    ] as [(Bool, Bool, Int?)])
  func protectedScripts(yes: Bool, armed: Bool, expect: Int?) {
    let decision = decide(
      protected: true, terminal: false, rows: 3, yes: yes, expect: expect, armed: armed)
    #expect((decision == .act) == (armed && expect == 3))
    #expect((decision == .act) != isRefused(decision))
  }

  private func isRefused(_ decision: ConfirmationRule.Decision) -> Bool {
    if case .refuse = decision { true } else { false }
  }
}
