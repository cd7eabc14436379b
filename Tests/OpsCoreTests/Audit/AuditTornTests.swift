import Glibc
import Testing

@testable import OpsCore

@Suite("A journal cut within its last line")
struct AuditTornTests {
  /// Cuts the last of three lines at every byte; `isCrash` puts the head back to where a crash leaves it.
  private func cut(
    isCrash: Bool, _ body: (AuditFixture, _ cut: Int, _ length: Int) throws -> Void
  ) throws {
    let fixture = try AuditFixture(entries: 3)
    let intact = try fixture.scratch.bytes("audit.jsonl")
    let lines = try fixture.lines
    let head = try isCrash ? #require(JournalLine(Array(lines[1].utf8))).hash : fixture.head
    let length = lines[2].utf8.count + 1
    for kept in 0..<length {
      try fixture.write(intact.dropLast(length - kept))
      try fixture.scratch.write(head + "\n", to: "audit.head")
      try body(fixture, kept, length)
    }
  }

  @Test("verify says what it finds and repairs nothing")
  func verify() throws {
    try cut(isCrash: true) { fixture, kept, length in
      let before = try fixture.scratch.bytes("audit.jsonl")
      let found = try fixture.journal.verify()
      switch kept {
      case 0: #expect(found.valid)
      case length - 1: #expect(found.problem == "line 3 has lost its line end")
      default: #expect(found.problem == "line 3 is torn: its end is missing")
      }
      #expect(found.entries == (kept == length - 1 ? 3 : 2))
      #expect(found.firstBad == (kept == 0 ? nil : 3))
      #expect(try fixture.scratch.bytes("audit.jsonl") == before)
      // Nobody was told that the torn entry is recorded, so the others are read as if it had not begun.
      #expect(try fixture.journal.entries().count == found.entries)
    }
  }

  @Test("The next entry seals what a crash has torn, and the journal is valid again")
  func crash() throws {
    try cut(isCrash: true) { fixture, kept, length in
      let before = try fixture.scratch.bytes("audit.jsonl")
      try fixture.journal.append(AuditFixture.entry(9))
      let after = try fixture.scratch.bytes("audit.jsonl")
      #expect(after.starts(with: before))
      let found = try fixture.journal.verify()
      #expect(found.valid, "cut at \(kept): \(found.problem ?? "")")
      let isTorn = (1..<(length - 1)).contains(kept)
      #expect(found.remarks.contains("line 3 is torn, and sealed by line 4") == isTorn)
      #expect(try fixture.lines.count == (kept == 0 ? 3 : isTorn ? 5 : 4))
      #expect(try fixture.journal.entries().last?.reason == "number 9")
      #expect(try fixture.journal.entries().count == found.entries)
    }
  }

  @Test("What was complete once and was cut later stays found after the next entry")
  func shortened() throws {
    try cut(isCrash: false) { fixture, kept, length in
      let found = try fixture.journal.verify()
      #expect(!found.valid)
      try fixture.journal.append(AuditFixture.entry(9))
      let later = try fixture.journal.verify()
      // Only the line end was missing: the entry is whole, and nothing is lost.
      #expect(later.valid == (kept == length - 1), "cut at \(kept): \(later)")
      #expect(later.entries == (kept == length - 1 ? 4 : 3))
    }
  }

  @Test("A journal whose only line is torn is sealed and goes on", arguments: [1, 40, 300])
  func first(kept: Int) throws {
    let fixture = try AuditFixture(entries: 1)
    try fixture.write(fixture.scratch.bytes("audit.jsonl").prefix(kept))
    _ = unsafe unlink(fixture.scratch.file("audit.head"))
    #expect(try fixture.journal.verify().firstBad == 1)
    try fixture.journal.append(AuditFixture.entry(2))
    #expect(try fixture.journal.verify().valid)
    #expect(try fixture.journal.entries().count == 1)
  }

  @Test("A sealed line that is changed, or taken out, afterwards is found")
  func sealed() throws {
    let fixture = try AuditFixture(entries: 3)
    let intact = try fixture.scratch.bytes("audit.jsonl")
    let second = try #require(JournalLine(Array(try fixture.lines[1].utf8)))
    try fixture.write(intact.dropLast(10))
    try fixture.scratch.write(second.hash, to: "audit.head")
    try fixture.journal.append(AuditFixture.entry(4))
    #expect(try fixture.journal.verify().valid)
    var lines = try fixture.lines
    let torn = lines[2]
    lines[2] += "x"
    try fixture.write(lines: lines)
    #expect(try fixture.journal.verify().problem == "line 3 is not as it was sealed")
    lines[2] = torn
    lines.remove(at: 2)
    try fixture.write(lines: lines)
    #expect(try fixture.journal.verify().problem == "the torn line that line 3 seals is missing")
  }

  @Test("A tail of zeros, as file systems leave it after a power failure, is sealed like any other")
  func zeros() throws {
    let fixture = try AuditFixture(entries: 2)
    try fixture.write(
      fixture.scratch.bytes("audit.jsonl") + [UInt8](repeating: 0, count: 200_000))
    #expect(try fixture.journal.verify().firstBad == 3)
    try fixture.journal.append(AuditFixture.entry(3))
    #expect(try fixture.journal.verify().valid)
    #expect(try fixture.journal.entries().count == 3)
  }
}
