/// What has happened to a plan so far, as its ledger tells.
struct CleanupLedger: Sendable, Equatable {
  /// A transaction and what became of it.
  struct Entry: Sendable, Equatable {
    /// The transaction.
    var step: LedgerStep
    /// Whether it was committed; nil while nobody knows.
    var isCommitted: Bool?
    /// The transaction that brings it back, when there was one.
    var undo: (xid: String, timeline: Int)?
    /// Whether it is back.
    var isUndone = false
    /// How long it was open, in milliseconds.
    var milliseconds = 0

    static func == (left: Entry, right: Entry) -> Bool {
      left.step == right.step && left.isCommitted == right.isCommitted
        && left.undo?.xid == right.undo?.xid && left.isUndone == right.isUndone
    }
  }

  /// The transactions in their order.
  private(set) var entries: [Entry] = []
  /// Batches that are left alone, with their reasons.
  private(set) var skipped: [SkippedTarget] = []
  /// Batches that are partly deleted and are to be put back.
  private(set) var returning: [String] = []
  /// Whether anything was ever deleted, or may have been; a plan of which nothing was can be begun again.
  var hasStarted: Bool { entries.contains { $0.isCommitted != false } }
  /// Whether everything was done.
  private(set) var isFinished = false
  /// Whether it stopped on somebody's wish.
  private(set) var isPaused = false
  /// Whether somebody wants everything back.
  private(set) var isUndoing = false
  /// Whether everything is back.
  private(set) var isUndone = false
  /// Whether the archive was deleted.
  private(set) var isForgotten = false
  /// The entry of the journal under which it was applied.
  private(set) var audit: String?

  /// Folds events.
  init(_ events: [LedgerEvent] = []) {
    for event in events { take(event) }
  }

  /// Takes the next event.
  mutating func take(_ event: LedgerEvent) {
    let place = entries.lastIndex { $0.step.number == event.number }
    switch event.kind {
    case .started:
      audit = event.audit ?? audit
      // Who was busy then need not be now.
      skipped.removeAll { $0.reason == CleanupDrift.Reason.busy.rawValue }
      isPaused = false
    case .prepared: if let step = event.step { entries.append(Entry(step: step)) }
    case .committed:
      if let place {
        entries[place].isCommitted = true
        entries[place].milliseconds = event.milliseconds ?? 0
      }
    case .aborted: if let place { entries[place].isCommitted = false }
    case .skipped:
      if let batch = event.batch, !skipped.contains(where: { $0.id == batch }) {
        skipped.append(SkippedTarget(id: batch, reason: event.reason ?? "changed"))
      }
    case .returning: if let batch = event.batch { returning.append(batch) }
    case .paused: isPaused = true
    case .finished: isFinished = true
    case .undoing: isUndoing = true
    case .undoPrepared:
      if let place, let xid = event.xid { entries[place].undo = (xid, event.timeline ?? 0) }
    case .undoCommitted: if let place { entries[place].isUndone = true }
    case .undoAborted: if let place { entries[place].undo = nil }
    case .undone: isUndone = true
    case .forgotten: isForgotten = true
    }
  }

  /// The transactions that were committed.
  var committed: [Entry] { entries.filter { $0.isCommitted == true } }

  /// The transactions that can be taken back: not those of batches that were put back already.
  var undoable: [Entry] {
    committed.filter { $0.step.kind == .chunk || !returning.contains($0.step.batches[0]) }
  }

  /// The batches of which some rows are gone, and that are there themselves.
  var begun: [String] {
    let parts = committed.filter { $0.step.kind == .part && !$0.isUndone }
    return Set(parts.flatMap(\.step.batches)).subtracting(deleted).sorted()
  }

  /// The last transaction, when nobody knows what became of it.
  var unsettled: Entry? { entries.last.flatMap { $0.isCommitted == nil ? $0 : nil } }

  /// The batches that are gone.
  var deleted: [String] {
    committed.filter { $0.step.kind == .chunk || $0.step.kind == .last }
      .filter { !$0.isUndone }.flatMap(\.step.batches)
  }

  /// The rows deleted, by table, and the references emptied, by name.
  var counts: [String: Int] {
    var counts: [String: Int] = [:]
    for entry in committed where !entry.isUndone {
      counts.merge(entry.step.rows, uniquingKeysWith: +)
      counts.merge(entry.step.references, uniquingKeysWith: +)
    }
    return counts
  }

  /// The number of the next transaction.
  var nextNumber: Int { (entries.last?.step.number ?? 0) + 1 }

  /// How long the longest transaction was open, in milliseconds.
  var longest: Int { entries.map(\.milliseconds).max() ?? 0 }
}
