internal import Crypto
internal import Glibc

/// The ledger of a plan on disk: one line an event, each sealed by the hash of the one before.
struct LedgerFile: Sendable {
  private let path: String
  private let folder: String

  init(_ folder: StateFolder) {
    self.folder = folder.path
    path = folder.location(of: "ledger.jsonl")
  }

  /// Reads what has happened.
  ///
  /// A line that was never finished is no event: nothing follows from it but what the server knows.
  ///
  /// - Throws: `OpsError` with exit status 1 when a line is not as it was written.
  func read() throws(OpsError) -> CleanupLedger {
    var ledger = CleanupLedger()
    var last = (number: 0, hash: JournalLine.origin)
    var isDamaged = false
    var endsBroken = false
    do throws(JournalFile.Failure) {
      guard let file = try JournalFile.forReading(path) else {
        isDamaged = FolderListing.names(in: folder).contains { $0.hasSuffix(".copy.gz") }
        if isDamaged { throw JournalFile.Failure(errno: ENOENT) }
        return ledger
      }
      try file.forEachLine(upTo: try file.size()) { bytes, isTerminated in
        guard let line = JournalLine(bytes) else {
          // What a crash leaves has no end; it gets one only together with the next line.
          endsBroken = isTerminated
          return true
        }
        endsBroken = false
        guard line.number == last.number + 1, line.previous == last.hash,
          let event = LedgerEvent(line: bytes)
        else {
          isDamaged = true
          return false
        }
        last = (line.number, line.hash)
        ledger.take(event)
        return true
      }
    } catch {
      throw OpsError(
        .failed, "cannot read \(Sanitiser.visible(path)): \(systemReason(error.errno))",
        hint: "check the state folder", code: "ledger_unreadable")
    }
    guard !isDamaged, !endsBroken else {
      throw OpsError(
        .failed,
        "the ledger \(Sanitiser.visible(path)) is not as it was written; nothing was changed",
        hint: "audit show has the counts and transactions; the archive beside it is still there",
        code: "ledger_damaged")
    }
    return ledger
  }

  /// One digest for all files of an archive, in their order; nil when there are none.
  static func digest(of files: [ArchiveFile]) -> String? {
    guard !files.isEmpty else { return nil }
    let text = files.map { "\($0.sha256)  \($0.name)\n" }.joined()
    return Hexadecimal.text(SHA256.hash(data: Array(text.utf8)))
  }

  /// Adds an event and returns when it is on disk.
  ///
  /// - Throws: `OpsError` with exit status 4: what cannot be recorded must not be done.
  func append(_ event: LedgerEvent) throws(OpsError) {
    do throws(JournalFile.Failure) {
      let file = try JournalFile.forAppending(path)
      let tail = try JournalTail(of: file)
      let line = JournalLine(number: tail.number + 1, previous: tail.hash, fields: event.fields)
      try file.append((tail.lacksLineEnd ? [0x0A] : []) + line.terminated)
    } catch {
      throw OpsError(
        .refused, "cannot record in \(Sanitiser.visible(path)): \(systemReason(error.errno))",
        hint: "make room in the state folder, then resume", code: "ledger_not_recorded")
    }
  }
}
