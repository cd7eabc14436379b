internal import Crypto
internal import FoundationEssentials

/// A line that says in what state the end of the journal was found, so that it can be written on.
struct JournalSeal: Equatable {
  /// What `audit.head` proves about the end.
  enum End: String {
    /// It is all there: whatever is torn was never finished.
    case kept
    /// There is no `audit.head`, so nothing is proven.
    case unproven
    /// `audit.head` names a line which is not in the file.
    case lost
  }

  let end: End
  /// What `audit.head` said; nil when there was none.
  let head: String?
  /// The bytes between the last intact line and the seal.
  let tornBytes: Int
  /// Their SHA-256.
  let tornHash: String

  private static let key = "seal"

  init(end: End, head: String?, torn: [UInt8]) {
    self.end = end
    self.head = head
    tornBytes = torn.count
    tornHash = Hexadecimal.text(SHA256.hash(data: torn))
  }

  /// Reads a seal; nil when the line is an entry.
  init?(_ line: JournalLine) {
    guard line.begins(with: Self.key, prefix: ""),
      let stored = try? JSONDecoder().decode(Stored.self, from: Data(line.bytes)),
      let end = End(rawValue: stored.seal)
    else { return nil }
    self.end = end
    head = stored.head
    tornBytes = stored.torn_bytes
    tornHash = stored.torn_sha256
  }

  /// The seal as it stands in the journal.
  var fields: Fields {
    [
      Self.key: .text(end.rawValue), "head": head.map(DataValue.text) ?? .null,
      "torn_bytes": .int(Int64(tornBytes)),
      "torn_sha256": .text(tornHash), "time": .text(AuditEntry.stamp(.now)),
      "operator": .text(AuditOperator.name), "host": .text(AuditOperator.host),
    ]
  }

  private struct Stored: Decodable {
    var seal: String
    var head: String?
    var torn_bytes: Int
    var torn_sha256: String
  }
}

extension JournalFile {
  /// Says whether an intact line has this hash.
  func containsLine(hash: String) throws(Failure) -> Bool {
    var isFound = false
    try forEachLine(upTo: size()) { bytes, _ in
      isFound = JournalLine(bytes)?.hash == hash
      return !isFound
    }
    return isFound
  }
}
