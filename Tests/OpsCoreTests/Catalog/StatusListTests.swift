import Testing

@testable import OpsCore

@Suite("Statuses and their classes")
struct StatusListTests {
  @Test(
    "What a status means; what nobody has heard of is in flight",
    arguments: [
      ("completed", .final), ("failed", .final), ("pending", .waiting), ("uploaded", .waiting),
      ("validated", .waiting), ("staging", .inFlight), ("processing", .inFlight),
      ("quarantined", .inFlight), ("Completed", .inFlight), ("", .inFlight),
    ] as [(String, StatusClass)])
  func classes(_ status: String, _ expected: StatusClass) {
    #expect(StatusClass.of(status) == expected)
  }

  @Test(
    "system 9 row 1: the entry state is uploaded where that is allowed, else pending",
    arguments: [
      (["uploaded", "pending", "failed"], "uploaded"), (["pending", "failed"], "pending"),
      (["new", "validated", "failed"], "validated"), (["new", "failed"], "new"),
    ])
  func entry(_ statuses: [String], _ entry: String) {
    #expect(StatusList(statuses, origin: .check, isComplete: true).entry == entry)
  }

  @Test("Where nothing is forbidden, what new rows get is the entry state")
  func unlimited() {
    let list = StatusList(
      ["uploaded", "pending"], origin: .rows, isComplete: false, columnDefault: "pending")
    #expect(list.entry == "pending")
    #expect(StatusList([], origin: .rows, isComplete: false).entry == "uploaded")
  }

  @Test("Several CHECKs hold together, and one that was validated makes the list complete")
  func checks() {
    let a = "CHECK ((status = ANY (ARRAY['a'::text, 'b'::text])))"
    let b = "CHECK ((status = ANY (ARRAY['b'::text, 'c'::text])))"
    let both = StatusSource.list(from: [(a, true), (b, false)])
    #expect(both?.all == ["b"] && both?.isComplete == true)
    #expect(StatusSource.list(from: [(a, false)])?.isComplete == false)
    #expect(StatusSource.list(from: [("CHECK ((status <> ''::text))", true)]) == nil)
  }
}
