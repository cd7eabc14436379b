internal import FoundationEssentials

/// Something that happened to a plan: a line of its ledger.
struct LedgerEvent: Codable, Sendable, Equatable {
  /// What happened.
  enum Kind: String, Codable, Sendable {
    /// It was begun; from here on it cannot be begun again.
    case started
    /// A transaction is complete but for its COMMIT.
    case prepared
    /// A transaction was committed.
    case committed
    /// A transaction was not committed.
    case aborted
    /// A batch is left alone.
    case skipped
    /// A batch that was partly deleted is to be put back before the cleanup goes on.
    case returning
    /// It stopped before its end on somebody's wish.
    case paused
    /// Everything was done.
    case finished
    /// Somebody wants everything back.
    case undoing
    /// A transaction that brings a step back is complete but for its COMMIT.
    case undoPrepared
    /// A step is back.
    case undoCommitted
    /// A step is not back.
    case undoAborted
    /// Everything is back.
    case undone
    /// The archive was deleted.
    case forgotten
  }

  /// What happened.
  var kind: Kind
  /// When.
  var time = Instant.now
  /// The transaction, when it is prepared.
  var step: LedgerStep?
  /// The number of the step that it is about.
  var number: Int?
  /// The id of the transaction that brings a step back.
  var xid: String?
  /// The timeline of that transaction.
  var timeline: Int?
  /// The batch that it is about.
  var batch: String?
  /// Why.
  var reason: String?
  /// The entry of the journal.
  var audit: String?
  /// The SHA-256 of the plan.
  var digest: String?
  /// How long the transaction was open, in milliseconds.
  var milliseconds: Int?

  /// The event as a field of a line.
  var fields: Fields {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    return ["event": .text(json)]
  }

  /// Reads an event; nil when a line holds none.
  init?(line: [UInt8]) {
    struct Stored: Decodable { var event: String }
    guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(line)),
      let event = try? JSONDecoder().decode(LedgerEvent.self, from: Data(stored.event.utf8))
    else { return nil }
    self = event
  }

  /// Makes an event of now.
  init(_ kind: Kind) {
    self.kind = kind
  }
}
