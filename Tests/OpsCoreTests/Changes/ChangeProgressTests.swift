import Testing

@testable import OpsCore

@Suite struct ChangeProgressTests {
  @Test(
    "A change tells what it does from a step on, and how many of the steps that is",
    arguments: [
      (nil, "undo of 2 batches: 0s"), (.recorded, "undo of 2 batches: 0s"),
      (.begun, "undo of 2 batches: locking and comparing, step 1 of 5, 0s"),
      (.locked, "undo of 2 batches: writing, step 2 of 5, 0s"),
      (.committed, "undo of 2 batches: looking again, step 5 of 5, 0s"),
    ] as [(ChangeStep?, String)])
  func text(step: ChangeStep?, expected: String) {
    let progress = ChangeProgress("undo of 2 batches")
    if let step { progress.reach(step) }
    #expect(progress.text == expected)
  }
}
