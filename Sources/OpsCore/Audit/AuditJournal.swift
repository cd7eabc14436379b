/// The journal of changes: `audit.jsonl` in the state folder, one line an entry, each sealed by the hash of the one before.
///
/// Several processes may write at once. Lines are only ever added, and are on disk before a writer goes on.
public struct AuditJournal: Sendable {
  private let state: StateFolder
  private static let name = "audit.jsonl"
  private static let headName = "audit.head"

  /// Makes a journal in a state folder; nothing is written before the first entry.
  public init(_ state: StateFolder) {
    self.state = state
  }

  /// Where the journal is.
  public var path: String { state.location(of: Self.name) }

  var head: JournalHead { JournalHead(path: state.location(of: Self.headName)) }

  /// Adds an entry and returns when it is on disk.
  ///
  /// An end that is torn, or shorter than `audit.head` says, is sealed by a line of its own first: it stays what it is.
  ///
  /// - Returns: What vouches for the journal up to this entry.
  /// - Throws: `OpsError` with exit status 4: who cannot record must not act.
  @discardableResult
  public func append(_ entry: AuditEntry) throws(OpsError) -> AuditReceipt {
    let path = try state.file(Self.name)
    do {
      let file = try JournalFile.forAppending(path)
      let tail = try JournalTail(of: file)
      var bytes: [UInt8] = tail.lacksLineEnd ? [0x0A] : []
      var last = (number: tail.number, hash: tail.hash)
      var added = [entry.fields]
      if let seal = try seal(tail, of: file) { added.insert(seal.fields, at: 0) }
      for fields in added {
        let line = JournalLine(number: last.number + 1, previous: last.hash, fields: fields)
        last = (line.number, line.hash)
        bytes += line.terminated
      }
      try file.append(bytes)
      try head.write(last.hash)
      return AuditReceipt(head: last.hash, number: last.number)
    } catch {
      throw JournalFailure.notRecorded(path, errno: error.errno)
    }
  }

  /// Returns the seal that the end needs; nil when it is as it was left.
  private func seal(
    _ tail: JournalTail, of file: borrowing JournalFile
  ) throws(JournalFile.Failure) -> JournalSeal? {
    let end: JournalSeal.End
    let beside = try head.read()
    switch beside {
    case tail.hash: end = .kept
    // A process that was ended between a line and the head leaves an older head, or none with the first line.
    case nil: end = tail.number > 1 ? .unproven : .kept
    case .some(let hash): end = try file.containsLine(hash: hash) ? .kept : .lost
    }
    guard end != .kept || !tail.torn.isEmpty else { return nil }
    return JournalSeal(end: end, head: beside, torn: tail.torn)
  }
}

/// What vouches for the journal up to an entry.
public struct AuditReceipt: Sendable, Equatable {
  /// The hash of the line; kept elsewhere, it proves all lines up to this one.
  public let head: String
  /// The number of the line.
  public let number: Int
}
