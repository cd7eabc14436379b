import Testing

@testable import OpsCore

/// A journal in a folder of its own.
struct AuditFixture: Sendable {
  let scratch: Scratch
  let journal: AuditJournal

  init(entries: Int = 0) throws {
    scratch = try Scratch()
    journal = AuditJournal(StateFolder(path: scratch.path))
    for number in 0..<entries { try journal.append(Self.entry(number)) }
  }

  /// An entry that can be told from its neighbours.
  static func entry(_ number: Int, phase: AuditEntry.Phase = .intent) -> AuditEntry {
    let digits = String(number, radix: 16)
    return AuditEntry(
      audit: String(repeating: "0", count: 12 - digits.count) + digits, phase: phase,
      environment: "dev", identity: Identity(), reason: "number \(number)", command: "reset x",
      ids: ["x"])
  }

  /// The journal's lines, each without its end.
  var lines: [String] {
    get throws { try scratch.text("audit.jsonl").split(separator: "\n").map(String.init) }
  }

  var head: String { get throws { String(try scratch.text("audit.head").dropLast()) } }

  func write(_ bytes: some Sequence<UInt8>) throws {
    try scratch.write(Array(bytes), to: "audit.jsonl")
  }

  func write(lines: [String]) throws {
    try write(lines.map { $0 + "\n" }.joined().utf8)
  }
}

extension AuditJournal {
  /// The id of the change that was recorded last.
  func lastAudit() throws -> String? { try entries().last?.audit }
}
