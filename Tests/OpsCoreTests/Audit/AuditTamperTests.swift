import FoundationEssentials
import Testing

@testable import OpsCore

@Suite("A journal that was tampered with")
struct AuditTamperTests {
  @Test("Every change of a single byte of a line is found", arguments: 1...3)
  func everyByte(line: Int) throws {
    let fixture = try AuditFixture(entries: 3)
    let intact = try fixture.scratch.bytes("audit.jsonl")
    let lengths = try fixture.lines.map { $0.utf8.count + 1 }
    let start = lengths.prefix(line - 1).reduce(0, +)
    for position in start..<(start + lengths[line - 1]) {
      // Another digit, another case, no ASCII any more: in turn.
      let change = [UInt8(0x01), 0x20, 0x80][position % 3]
      var bytes = intact
      bytes[position] ^= change
      try fixture.write(bytes)
      let found = try fixture.journal.verify()
      guard !found.valid, found.firstBad == line else {
        Issue.record("byte \(position) of line \(line) ^ \(change): \(found)")
        return
      }
    }
  }

  @Test("A byte that was put in or taken out is found, and so is another line end")
  func lengths() throws {
    let fixture = try AuditFixture(entries: 3)
    let text = try fixture.scratch.text("audit.jsonl")
    for edited in [
      text.replacing("number 1", with: "number 11"), text.replacing("number 1", with: "number"),
      text.replacing("\n", with: "\r\n"), text.replacing("\n", with: "\n\n"), " " + text,
      text.replacing("\"result\":null", with: "\"result\": null"),
    ] {
      try fixture.write(edited.utf8)
      #expect(try !fixture.journal.verify().valid)
    }
  }

  @Test(
    "Lines that were swapped, removed, repeated or put in are found",
    arguments: [
      ([1, 3, 2, 4, 5], 2, "missing before line 2"), ([2, 1, 3, 4, 5], 1, "missing before line 1"),
      ([1, 2, 4, 5], 3, "1 lines are missing before line 3"),
      ([1, 5], 2, "3 lines are missing before line 2"),
      ([2, 3, 4, 5], 1, "1 lines are missing before line 1"),
      ([1, 2, 2, 3, 4, 5], 3, "out of its order or stands there twice"),
      ([1, 2, 3, 4, 5, 1], 6, "out of its order"),
    ] as [([Int], Int, String)])
  func lines(order: [Int], firstBad: Int, problem: String) throws {
    let fixture = try AuditFixture(entries: 5)
    let lines = try fixture.lines
    try fixture.write(lines: order.map { lines[$0 - 1] })
    let found = try fixture.journal.verify()
    #expect(found.firstBad == firstBad)
    #expect(found.problem?.contains(problem) == true, "\(found.problem ?? "")")
  }

  @Test("A line of another journal in the place of one's own is found")
  func foreign() throws {
    let fixture = try AuditFixture(entries: 3)
    let other = try AuditFixture(entries: 3)
    var lines = try fixture.lines
    lines[1] = try other.lines[1]
    try fixture.write(lines: lines)
    let found = try fixture.journal.verify()
    #expect(found.firstBad == 2)
    #expect(found.problem?.contains("does not continue") == true)
  }

  @Test("A file that ends earlier than the head kept beside it is found", arguments: 0...4)
  func shortened(kept: Int) throws {
    let fixture = try AuditFixture(entries: 5)
    try fixture.write(lines: Array(fixture.lines.prefix(kept)))
    let found = try fixture.journal.verify()
    #expect(!found.valid)
    #expect(found.entries == kept)
    #expect(found.firstBad == nil)
    #expect(found.problem?.contains("its end is missing") == true)
    // What is written now does not hide it.
    try fixture.journal.append(AuditFixture.entry(9))
    let later = try fixture.journal.verify()
    #expect(later.firstBad == kept + 1)
    #expect(later.problem?.contains("the end was missing when line \(kept + 1)") == true)
    #expect(try fixture.journal.entries().count == kept + 1)
  }

  @Test("A file that is gone while its head is there is found")
  func gone() throws {
    let fixture = try AuditFixture(entries: 2)
    try FileManager.default.removeItem(atPath: fixture.scratch.file("audit.jsonl"))
    #expect(try !fixture.journal.verify().valid)
  }

  @Test("Without the head kept beside it, nothing is claimed about the end")
  func headGone() throws {
    let fixture = try AuditFixture(entries: 3)
    let head = fixture.scratch.file("audit.head")
    try FileManager.default.removeItem(atPath: head)
    #expect(try fixture.journal.verify().problem?.contains("cannot be proven") == true)
    try fixture.journal.append(AuditFixture.entry(4))
    let found = try fixture.journal.verify()
    #expect(found.valid)
    #expect(found.remarks.contains { $0.contains("missing before line 4 cannot be proven") })
  }

  @Test("A head kept beside it that is no head is found, and shown harmlessly")
  func headNonsense() throws {
    let fixture = try AuditFixture(entries: 1)
    try fixture.scratch.write("\u{1B}[2Jx\n", to: "audit.head")
    let problem = try #require(try fixture.journal.verify().problem)
    #expect(problem.contains("\\x1B[2Jx"))
  }

  // MARK: Heads kept elsewhere

  @Test("A head kept elsewhere proves the lines up to it")
  func givenHead() throws {
    let fixture = try AuditFixture(entries: 2)
    let head = try fixture.head
    let now = try fixture.journal.verify(head: head.uppercased())
    #expect(now.valid)
    #expect(now.remarks.isEmpty)
    try fixture.journal.append(AuditFixture.entry(3))
    let later = try fixture.journal.verify(head: head)
    #expect(later.valid)
    #expect(later.remarks.contains { $0.contains("proves lines 1 to 2") })
  }

  @Test(
    "A head that is not in the chain is found",
    arguments: ["", "9d3c", String(repeating: "0", count: 64), "\u{1B}[2J"])
  func wrongHead(_ head: String) throws {
    let fixture = try AuditFixture(entries: 2)
    let found = try fixture.journal.verify(head: head)
    #expect(!found.valid)
    #expect(found.problem?.contains("is not in it") == true)
    #expect(found.problem?.contains("\u{1B}") == false)
  }

  @Test("trap 35: a journal rewritten with its head is found by a head kept elsewhere, and only so")
  func rewritten() throws {
    let fixture = try AuditFixture(entries: 3)
    let kept = try fixture.head
    let other = try AuditFixture(entries: 3)
    try fixture.write(other.scratch.bytes("audit.jsonl"))
    try fixture.scratch.write(other.head + "\n", to: "audit.head")
    let alone = try fixture.journal.verify()
    #expect(alone.valid)
    #expect(alone.remarks.contains { $0.contains("found only by --head") })
    #expect(try !fixture.journal.verify(head: kept).valid)
  }

  // MARK: Reading

  @Test("Entries are not read from lines that are not as they were written")
  func reading() throws {
    let fixture = try AuditFixture(entries: 3)
    let text = try fixture.scratch.text("audit.jsonl")
    try fixture.write(text.replacing("number 1", with: "number 7").utf8)
    let failure = #expect(throws: OpsError.self) { try fixture.journal.entries() }
    #expect(failure?.exit == .failed)
    #expect(failure?.message == "line 2 of the journal is not as it was written")
    let audits = (0...2).map { AuditFixture.entry($0).audit }
    #expect(throws: OpsError.self) { try fixture.journal.entries(of: audits[1]) }
    // The other changes can still be taken back.
    #expect(try fixture.journal.entries(of: audits[2]).count == 1)
  }

  @Test("A last line that was edited is not read either")
  func lastEdited() throws {
    let fixture = try AuditFixture(entries: 2)
    let text = try fixture.scratch.text("audit.jsonl")
    try fixture.write(text.replacing("number 1", with: "number 7").utf8)
    #expect(throws: OpsError.self) { try fixture.journal.entries() }
    try fixture.journal.append(AuditFixture.entry(3))
    #expect(try fixture.journal.verify().firstBad == 3)
  }

  @Test("A line whose chain is right but which is no entry is not passed over")
  func noEntry() throws {
    let fixture = try AuditFixture()
    let line = JournalLine(
      number: 1, previous: JournalLine.origin, fields: ["audit": .text("abcd"), "x": .null])
    try fixture.write(line.terminated)
    #expect(throws: OpsError.self) { try fixture.journal.entries() }
  }
}
