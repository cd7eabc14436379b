import Testing

@testable import OpsCore

@Suite("Several writers of one journal")
struct AuditConcurrencyTests {
  @Test("trap 35: entries of many tasks are chained, none is lost and none is torn")
  func tasks() async throws {
    let fixture = try AuditFixture()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          let journal = AuditJournal(StateFolder(path: fixture.scratch.path))
          for number in 0..<25 { try journal.append(AuditFixture.entry(writer * 100 + number)) }
        }
      }
      try await group.waitForAll()
    }
    try check(fixture, writers: 8, each: 25)
  }

  @Test("A process adds its entries to the journal that it is given")
  func ownProcess() throws {
    let own = try AuditFixture()
    let path = OtherProcess.variable("DFOPS_TEST_JOURNAL") ?? own.scratch.path
    let writer = OtherProcess.variable("DFOPS_TEST_WRITER").flatMap { Int($0) } ?? 0
    let journal = AuditJournal(StateFolder(path: path))
    for number in 0..<25 { try journal.append(AuditFixture.entry(writer * 100 + number)) }
    #expect(try journal.verify().valid)
  }

  @Test("trap 35: entries of several processes are chained, while somebody verifies")
  func processes() throws {
    let fixture = try AuditFixture()
    let processes = try (0..<3).map { writer in
      try OtherProcess(
        "AuditConcurrencyTests/ownProcess",
        ["DFOPS_TEST_JOURNAL=\(fixture.scratch.path)", "DFOPS_TEST_WRITER=\(writer)"])
    }
    for _ in 0..<20 {
      let found = try fixture.journal.verify()
      #expect(found.valid, "\(found)")
    }
    for process in processes { try process.finish() }
    try check(fixture, writers: 3, each: 25)
  }

  private func check(_ fixture: AuditFixture, writers: Int, each: Int) throws {
    let found = try fixture.journal.verify()
    #expect(found.valid, "\(found)")
    #expect(found.entries == writers * each)
    let reasons = try fixture.journal.entries().compactMap(\.reason)
    #expect(Set(reasons).count == writers * each)
    for writer in 0..<writers {
      // Each writer's entries stand in the order in which it wrote them.
      let own = (0..<each).map { "number \(writer * 100 + $0)" }
      #expect(reasons.filter(own.contains) == own)
    }
  }
}
