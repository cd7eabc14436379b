import FoundationEssentials
import Testing

@testable import OpsCore

@Suite("An entry of the journal")
struct AuditEntryTests {
  private func roundTrip(_ entry: AuditEntry) throws -> AuditEntry {
    let fixture = try AuditFixture()
    try fixture.journal.append(entry)
    return try #require(try fixture.journal.entries().first)
  }

  @Test("Every text comes back byte for byte", arguments: HostileText.all)
  func text(_ hostile: HostileText) throws {
    let text = hostile.text
    var entry = AuditFixture.entry(1)
    entry.reason = text
    entry.command = text
    entry.ids = [text, text]
    entry.result = text
    entry.before = [
      AuditImage(table: "intake.t", key: "id", columns: ["id": text, "none": nil, "empty": ""])
    ]
    let back = try roundTrip(entry)
    #expect(back == entry)
    // Texts that look the same are equal for Swift; bytes are what counts.
    #expect(Array((back.reason ?? "").utf8) == Array(text.utf8))
    let column = try #require(back.before[0].columns["id"] ?? nil)
    #expect(Array(column.utf8) == Array(text.utf8))
  }

  @Test("Every character that a text can hold comes back", arguments: 0..<0x11)
  func planes(_ plane: UInt32) throws {
    var text = String.UnicodeScalarView()
    let step = plane == 0 ? UInt32(1) : 97
    for value in stride(from: max(1, plane << 16), to: (plane + 1) << 16, by: Int(step)) {
      if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
    var entry = AuditFixture.entry(1)
    entry.reason = String(text)
    let back = try roundTrip(entry)
    #expect(Array((back.reason ?? "").utf8) == Array(String(text).utf8))
  }

  @Test("Every field comes back, NULL as NULL")
  func fields() throws {
    var entry = AuditEntry(
      audit: AuditEntry.newID(), phase: .outcome, environment: "prod",
      identity: Identity(
        projectRef: "abcdefgh", systemIdentifier: "7301234567890123456", databaseOID: .max),
      reason: nil, command: "reset 3f2a", ids: [])
    entry.before = [AuditImage(table: "a.b", key: "k", columns: ["k": "1", "x": nil])]
    entry.after = [AuditImage(table: "a.b", key: "k", columns: ["k": "1", "x": "2"])]
    entry.counts = ["a.b": 1, "reopened a.c": 2_000_000]
    entry.xids = ["18446744073709551615"]
    entry.result = "changed"
    let back = try roundTrip(entry)
    #expect(back == entry)
    #expect(back.before[0].columns["x"] == .some(nil))
  }

  @Test(
    "Times are UTC with six digits and come back exactly",
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z"), (1, "1970-01-01T00:00:00.000001Z"),
      (1_795_539_600_120_000, "2026-11-24T17:00:00.120000Z"),
    ] as [(Int64, String)])
  func time(microseconds: Int64, text: String) throws {
    var entry = AuditFixture.entry(1)
    entry.time = Instant(microsecondsSinceEpoch: microseconds)
    #expect(AuditEntry.stamp(entry.time) == text)
    #expect(try roundTrip(entry).time == entry.time)
  }

  @Test("An entry names the user of the system and the machine")
  func who() {
    let entry = AuditFixture.entry(1)
    #expect(!entry.operator.isEmpty)
    #expect(!entry.host.isEmpty)
    #expect(entry.host.utf8.allSatisfy { $0 > 0x20 })
    #expect((.zero ... .seconds(60)).contains(Instant.now - entry.time))
  }

  @Test("Ids are twelve hexadecimal digits, and none comes twice")
  func ids() {
    let ids = (0..<1000).map { _ in AuditEntry.newID() }
    #expect(ids.allSatisfy { $0.utf8.count == 12 && $0.utf8.allSatisfy(Hexadecimal.isDigit) })
    #expect(Set(ids).count == ids.count)
  }

  @Test("A line is JSON that any program can read")
  func json() throws {
    let fixture = try AuditFixture(entries: 1)
    let line = try #require(try fixture.lines.first)
    let object = try JSONDecoder().decode([String: Loose].self, from: Data(line.utf8))
    #expect(
      Set(object.keys) == [
        "n", "previous", "audit", "phase", "time", "operator", "host", "environment", "identity",
        "reason", "command", "ids", "plan", "planned", "before", "after", "counts", "xids",
        "result", "hash",
      ])
  }

  /// Any value.
  private struct Loose: Decodable {
    init(from decoder: any Decoder) throws {}
  }
}
