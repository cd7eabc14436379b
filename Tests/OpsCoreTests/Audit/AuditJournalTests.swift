import FoundationEssentials
import Glibc
import Testing

@testable import OpsCore

@Suite("The journal of changes")
struct AuditJournalTests {
  @Test("Entries come back in their order, and the receipt is the head")
  func order() throws {
    let fixture = try AuditFixture()
    for number in 1...5 {
      let receipt = try fixture.journal.append(AuditFixture.entry(number))
      #expect(receipt.number == number)
      #expect(try fixture.head == receipt.head)
    }
    #expect(try fixture.journal.entries().map(\.reason) == (1...5).map { "number \($0)" })
    #expect(try fixture.journal.lastAudit() == AuditFixture.entry(5).audit)
  }

  @Test("Both files are for their owner only, and nothing else is left in the folder")
  func modes() throws {
    let fixture = try AuditFixture(entries: 2)
    #expect(fixture.scratch.mode("audit.jsonl") == 0o600)
    #expect(fixture.scratch.mode("audit.head") == 0o600)
    #expect(try fixture.scratch.names == ["audit.head", "audit.jsonl"])
    _ = unsafe chmod(fixture.scratch.file("audit.jsonl"), 0o644)
    try fixture.journal.append(AuditFixture.entry(3))
    #expect(fixture.scratch.mode("audit.jsonl") == 0o600)
  }

  @Test("A journal that nobody has written to is empty and valid, and reading makes no file")
  func empty() throws {
    let fixture = try AuditFixture()
    #expect(try fixture.journal.entries().isEmpty)
    #expect(try fixture.journal.entries(of: "0000").isEmpty)
    let found = try fixture.journal.verify()
    #expect(found == AuditVerification())
    #expect(found.valid)
    #expect(try fixture.scratch.names.isEmpty)
  }

  @Test("A line carries the hash of the line before and its own")
  func chain() throws {
    let fixture = try AuditFixture(entries: 3)
    let lines = try fixture.lines.compactMap { JournalLine(Array($0.utf8)) }
    #expect(lines.map(\.number) == [1, 2, 3])
    #expect(lines.map(\.previous) == [JournalLine.origin] + lines.dropLast().map(\.hash))
    #expect(try fixture.head == lines.last?.hash)
  }

  @Test("Entries of one change are found by its id and by the beginning of it")
  func prefix() throws {
    let fixture = try AuditFixture()
    for audit in ["abcd00000001", "abcd00000002", "abcd00000001", "ffff00000000"] {
      var entry = AuditFixture.entry(0)
      entry.audit = audit
      try fixture.journal.append(entry)
    }
    #expect(try fixture.journal.entries(of: "abcd00000001").count == 2)
    #expect(try fixture.journal.entries(of: "FFFF").map(\.audit) == ["ffff00000000"])
    #expect(try fixture.journal.entries(of: "ffffffff").isEmpty)
    let ambiguous = #expect(throws: OpsError.self) { try fixture.journal.entries(of: "abcd") }
    #expect(ambiguous?.exit == .failed)
    #expect(ambiguous?.message.contains("abcd00000001, abcd00000002") == true)
  }

  @Test("What is no audit id is a usage error", arguments: ["", "abc", "xyz0", "../..", "ab\ncd"])
  func malformed(_ text: String) throws {
    let fixture = try AuditFixture(entries: 1)
    let failure = #expect(throws: OpsError.self) { try fixture.journal.entries(of: text) }
    #expect(failure?.exit == .usage)
  }

  @Test("An id that is the beginning of another one is itself")
  func exact() throws {
    let fixture = try AuditFixture()
    for audit in ["abcd", "abcd0001"] {
      var entry = AuditFixture.entry(0)
      entry.audit = audit
      try fixture.journal.append(entry)
    }
    #expect(try fixture.journal.entries(of: "abcd").map(\.audit) == ["abcd"])
  }

  // MARK: What cannot be written

  @Test("trap 36: what cannot be recorded is refused, and says that nothing was done")
  func notWritable() throws {
    let fixture = try AuditFixture()
    let target = fixture.scratch.file("audit.jsonl")
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
    let failure = #expect(throws: OpsError.self) {
      try fixture.journal.append(AuditFixture.entry(1))
    }
    #expect(failure?.exit == .refused)
    #expect(failure?.message.contains("is a directory") == true)
    #expect(failure?.hint?.contains("changes nothing that it cannot record") == true)
  }

  @Test("A full disk is a refusal, and leaves the journal as it was")
  func full() throws {
    let fixture = try AuditFixture()
    try FileManager.default.createSymbolicLink(
      atPath: fixture.scratch.file("audit.jsonl"), withDestinationPath: "/dev/full")
    var before = stat()
    #expect(unsafe stat("/dev/full", &before) == 0)
    let failure = #expect(throws: OpsError.self) {
      try fixture.journal.append(AuditFixture.entry(1))
    }
    // The modes of a device are not ours to change.
    var after = stat()
    #expect(unsafe stat("/dev/full", &after) == 0 && after.st_mode == before.st_mode)
    #expect(failure?.exit == .refused)
    #expect(failure?.message.contains("no space left on device") == true)
    #expect(try fixture.scratch.names == ["audit.jsonl"])
  }

  @Test("A head that cannot be replaced is a refusal; the journal stays valid and goes on")
  func headNotWritable() throws {
    let fixture = try AuditFixture(entries: 2)
    let blocker = fixture.scratch.file("audit.head.tmp")
    try FileManager.default.createDirectory(atPath: blocker, withIntermediateDirectories: false)
    for number in 3...4 {
      let failure = #expect(throws: OpsError.self) {
        try fixture.journal.append(AuditFixture.entry(number))
      }
      #expect(failure?.exit == .refused)
    }
    let behind = try fixture.journal.verify()
    #expect(behind.valid)
    #expect(behind.remarks.contains { $0.contains("older than the end") })
    try FileManager.default.removeItem(atPath: blocker)
    try fixture.journal.append(AuditFixture.entry(5))
    #expect(try fixture.journal.verify().valid)
    #expect(try fixture.journal.verify().entries == 5)
  }

  @Test("A journal that is there and cannot be read is an error, never an empty list")
  func notReadable() throws {
    let fixture = try AuditFixture()
    let target = fixture.scratch.file("audit.jsonl")
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
    let failure = #expect(throws: OpsError.self) { try fixture.journal.entries() }
    #expect(failure?.exit == .failed)
    #expect(throws: OpsError.self) { try fixture.journal.verify() }
  }

  @Test("The end of a long journal is found from behind, and all of it is verified")
  func large() throws {
    let fixture = try AuditFixture()
    var bytes: [UInt8] = []
    var hash = JournalLine.origin
    for number in 1...20_000 {
      let line = JournalLine(
        number: number, previous: hash, fields: ["audit": .text("abcd"), "x": .text("y")])
      bytes += line.terminated
      hash = line.hash
    }
    try fixture.write(bytes)
    try fixture.scratch.write("\(hash)\n", to: "audit.head")
    let found = try fixture.journal.verify()
    #expect(found.valid)
    #expect(found.entries == 20_000)
    #expect(try fixture.journal.append(AuditFixture.entry(1)).number == 20_001)
  }
}
