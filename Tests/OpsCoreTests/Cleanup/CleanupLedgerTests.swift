import Testing

@testable import OpsCore

@Suite("Cleanup: what the ledger tells")
struct CleanupLedgerTests {
  private static func prepared(_ number: Int, _ kind: LedgerStep.Kind = .chunk) -> LedgerEvent {
    var event = LedgerEvent(.prepared)
    event.step = LedgerStep(
      number: number, kind: kind, batches: ["b\(number)"], xid: "\(number)", timeline: 1,
      rows: ["intake.row_errors": 2, "intake.simplicity_batches": 1])
    return event
  }

  private static func about(_ kind: LedgerEvent.Kind, _ number: Int) -> LedgerEvent {
    var event = LedgerEvent(kind)
    event.number = number
    event.xid = "9"
    return event
  }

  private static let now = Instant(secondsSinceEpoch: 1000)

  private static func state(
    _ events: [LedgerEvent], expired: Bool = false, isLocked: Bool = false, created: Int64 = 100
  ) -> PlanState {
    PlanState.of(
      createdAt: Instant(secondsSinceEpoch: created),
      expiresAt: Instant(secondsSinceEpoch: expired ? 999 : 1001),
      ledger: CleanupLedger(events), isLocked: isLocked, now: now)
  }

  @Test("Nothing that was begun and came to nothing uses a plan up")
  func unused() {
    #expect(Self.state([]) == .planned)
    #expect(Self.state([], expired: true) == .expired)
    #expect(Self.state([LedgerEvent(.started)]) == .planned)
    #expect(
      Self.state([LedgerEvent(.started), Self.prepared(1), Self.about(.aborted, 1)]) == .planned)
    #expect(Self.state([], isLocked: true) == .applying)
    // The clock was moved back.
    #expect(Self.state([], created: 1001) == .expired)
  }

  @Test("Each way has its state")
  func states() {
    let begun = [LedgerEvent(.started), Self.prepared(1)]
    let one = begun + [Self.about(.committed, 1)]
    #expect(Self.state(begun, expired: true) == .interrupted)
    #expect(Self.state(one, isLocked: true) == .applying)
    #expect(Self.state(one) == .interrupted)
    #expect(Self.state(one + [LedgerEvent(.paused)]) == .paused)
    #expect(Self.state(one + [LedgerEvent(.paused), LedgerEvent(.started)]) == .interrupted)
    #expect(Self.state(one + [LedgerEvent(.finished)]) == .applied)
    #expect(
      Self.state(one + [LedgerEvent(.finished), LedgerEvent(.undoing)]) == .interrupted)
    #expect(
      Self.state(one + [LedgerEvent(.finished), LedgerEvent(.undoing), LedgerEvent(.undone)])
        == .undone)
  }

  @Test("Only what was committed and is not back counts")
  func counts() {
    var ledger = CleanupLedger(
      [Self.prepared(1), Self.about(.committed, 1), Self.prepared(2), Self.about(.aborted, 2)]
        + [Self.prepared(3), Self.about(.committed, 3), Self.prepared(4)])
    #expect(ledger.deleted == ["b1", "b3"])
    #expect(ledger.counts["intake.row_errors"] == 4)
    #expect(ledger.unsettled?.step.number == 4)
    #expect(ledger.nextNumber == 5)
    ledger.take(Self.about(.undoPrepared, 3))
    #expect(ledger.deleted == ["b1", "b3"])
    ledger.take(Self.about(.undoCommitted, 3))
    #expect(ledger.deleted == ["b1"])
    #expect(ledger.counts["intake.row_errors"] == 2)
  }

  @Test("A batch that is emptied in parts is gone with its last one")
  func parts() {
    let events = [
      Self.prepared(1, .quarantine), Self.about(.committed, 1), Self.prepared(2, .part),
      Self.about(.committed, 2),
    ]
    #expect(CleanupLedger(events).deleted.isEmpty)
    let last = [Self.prepared(3, .last), Self.about(.committed, 3)]
    #expect(CleanupLedger(events + last).deleted == ["b3"])
  }

  @Test(
    "The allowance is one in a hundred or five, whichever is more",
    arguments: [
      (1, 5), (500, 5), (501, 6), (10_000, 100),
    ])
  func allowance(_ batches: Int, _ allowed: Int) {
    #expect(CleanupDrift.allowance(batches: batches, allowShrink: nil) == allowed)
    #expect(CleanupDrift.allowance(batches: batches, allowShrink: 0) == 0)
  }

  @Test("The line of progress has rate, time to go and the reason of a wait")
  func progress() {
    #expect(
      CleanupProgress.line(
        "cleanup p", done: 50, total: 200, rows: 500, chunk: 80, before: 0, seconds: 10,
        reason: nil)
        == "cleanup p: 25 %, 30s to go, 50 of 200 batches, 5 batches/s, 500 rows, 80 rows a transaction"
    )
    #expect(
      CleanupProgress.line(
        "undo p", done: 0, total: 0, rows: 0, chunk: 0, before: 0, seconds: 0, reason: "lag")
        == "undo p: 100 %, waiting: lag, 0 of 0 batches, 0 rows")
  }

  @Test("Rows are compared whatever their order and their pieces")
  func rowSets() {
    var one = RowSetDigest()
    one.take(Array("a\tb\nc\n".utf8))
    var other = RowSetDigest()
    for piece in ["c", "\na", "\tb", "\n"] { other.take(Array(piece.utf8)) }
    #expect(one.rows == 2)
    #expect(one == other)
    var third = RowSetDigest()
    third.take(Array("a\tb\nd\n".utf8))
    #expect(one != third)
  }

  @Test(
    "Sizes are read by people",
    arguments: [
      (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1_500_000, "1.4 MiB"), (10 << 20, "10 MiB"),
      (28 << 30, "28 GiB"),
    ])
  func sizes(_ bytes: Int, _ text: String) {
    #expect(ByteCount.text(bytes) == text)
  }
}
