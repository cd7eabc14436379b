/// Collects the entries of the changes whose id begins with a text.
///
/// A torn line was never finished, so nobody has relied on it, and it is passed over. Any other line that is not as it
/// was written ends the reading, unless it belongs to another change.
struct JournalReader {
  private let prefix: String
  private var entries: [AuditEntry] = []
  private var line = 0
  /// A line that is not as it was written, and not sealed so far.
  private var broken: Int?
  private var altered: Int?

  init(prefix: String) {
    self.prefix = prefix
  }

  /// Takes the next line; false when reading has no use any more.
  mutating func take(_ bytes: [UInt8], isTerminated: Bool) -> Bool {
    line += 1
    guard let framed = JournalLine(bytes) else {
      if isTerminated, isMeant(bytes) { broken = broken ?? line }
      return true
    }
    let isSeal = JournalSeal(framed) != nil
    if !isSeal { altered = broken }
    broken = nil
    if altered == nil, !isSeal, framed.begins(with: "audit", prefix: prefix) {
      if let entry = AuditEntry(json: bytes) { entries.append(entry) } else { altered = line }
    }
    return altered == nil
  }

  func finish() throws(OpsError) -> [AuditEntry] {
    if let line = altered ?? broken { throw JournalFailure.altered(line: line) }
    return entries
  }

  /// Says whether a line that cannot be trusted speaks of a change that is looked for.
  private func isMeant(_ bytes: [UInt8]) -> Bool {
    prefix.isEmpty || bytes.contains(Array("\"audit\":\"\(prefix)".utf8))
  }
}
