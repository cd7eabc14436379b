import Testing

@testable import OpsCore

@Suite struct BatchCountTests {
  private typealias Group = BatchCount.Group

  @Test(
    "The note says how many, how old, and what is left alone",
    arguments: [
      (BatchScope.all, [], "→ 0 batches"),
      (.all, [("failed", 1, 59)], "→ 1 batch, oldest 59 s"),
      (.all, [("failed", 1200, 7200), ("staging", 34, nil)], "→ 1,234 batches, oldest 2 h"),
      (
        .deletable, [("failed", 48, 260_000), ("staging", 1, 5), ("inserting", 1, 9)],
        "→ 48 batches, oldest 3 d, 2 running skipped"
      ),
      (
        .deletable, [("completed", 5, 5), ("failed", 1, 60)],
        "→ 1 batch, oldest 1 min, 5 completed skipped"
      ),
      (
        .resettable, [("uploaded", 2, 9), ("completed", 1, 9), ("staging", 3, 9)],
        "→ 3 batches, oldest 9 s, 2 uploaded skipped, 1 completed skipped"
      ),
      (.failable, [("failed", 2, 9)], "→ 0 batches, 2 failed skipped"),
      (.all, [("strange\u{1B}", 9_000, 1), ("failed", 1_001, 1)], "→ 10,000+ batches"),
      (.deletable, [("failed", 10_000, 1)], "→ 10,000 batches, oldest 1 s"),
    ] as [(BatchScope, [(String, Int, Int?)], String)])
  func words(scope: BatchScope, groups: [(String, Int, Int?)], words: String) {
    let groups = groups.map { Group(status: $0.0, batches: $0.1, oldestSeconds: $0.2) }
    let count = BatchCount(groups, for: scope, entry: "uploaded", namesCompleted: false)
    #expect(count.words == words)
  }

  @Test("Completed batches go only when their status was asked for")
  func completed() {
    let groups = [Group(status: "completed", batches: 5, oldestSeconds: 5)]
    let count = BatchCount(groups, for: .deletable, entry: "uploaded", namesCompleted: true)
    #expect(count.words == "→ 5 batches, oldest 5 s")
  }
}
