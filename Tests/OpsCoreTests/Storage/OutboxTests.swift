import FoundationEssentials
import Testing

@testable import OpsCore

@Suite("The outbox")
struct OutboxTests {
  private let scratch: Scratch
  private let now = Instant(secondsSinceEpoch: 1_800_000_000)

  init() throws { scratch = try Scratch() }

  private func outbox(_ environment: String = "dev", oid: UInt32 = 1) -> Outbox {
    Outbox(
      StateFolder(path: scratch.path), environment: environment,
      identity: Identity(systemIdentifier: "s", databaseOID: oid))
  }

  private func objects(_ names: String...) -> [PlannedObject] {
    names.map { PlannedObject(batch: "b", name: $0, bytes: 10, version: "1") }
  }

  private func names(_ outbox: Outbox) throws -> [String] {
    try outbox.plans().flatMap { $0.items.map(\.object.name) }
  }

  @Test("What is deferred is there for the next process, once, and for its owner only")
  func durable() throws {
    for _ in 0..<2 {
      try outbox().defer(objects: objects("a", "b"), plan: "p", due: now, place: "m")
    }
    try outbox().defer(objects: objects("b", "c"), plan: "p", due: now, place: "m")
    #expect(try names(outbox()) == ["a", "b", "c"])
    #expect(scratch.mode("outbox.json") == 0o600)
    #expect(try outbox().plans()[0].rowsGo)
  }

  @Test("Other environments and databases have outboxes of their own")
  func apart() throws {
    try outbox().defer(objects: objects("a"), plan: "p", due: now, place: "m")
    #expect(try outbox("prod").plans().isEmpty)
    #expect(try outbox(oid: 2).plans().isEmpty)
    #expect(try outbox(oid: 2).cancel(plan: "p").isEmpty)
    #expect(try outbox().cancel(plan: "p").map(\.object) == objects("a"))
    #expect(try outbox().plans().isEmpty)
  }

  @Test("27: a plan that is taken back is not claimed; one that is claimed can still be taken back")
  func cancelled() throws {
    try outbox().defer(objects: objects("a", "b"), plan: "p", due: now, place: "m")
    #expect(try outbox().claim(["a"], of: "p").map(\.object.name) == ["a"])
    #expect(try outbox().cancel(plan: "p").map(\.isAsked) == [true, false])
    #expect(try outbox().claim(["a", "b"], of: "p").isEmpty)
    // A purge that was at it meanwhile settles what is not there any more.
    try outbox().settle(["a": .deleted], of: "p")
    #expect(try outbox().plans().isEmpty)
  }

  @Test(
    "What is settled leaves the outbox, what is not stays with what was found out",
    arguments: [
      (.deleted, false, nil), (.gone, false, nil), (.replaced, false, nil),
      (.kept("x"), false, nil),
      (.denied("HTTP 403"), true, "denied: HTTP 403"),
      (.unknown("no answer"), true, "unknown: no answer"),
      (.open, true, nil),
    ] as [(ObjectFate, Bool, String?)])
  func settled(_ fate: ObjectFate, _ stays: Bool, _ note: String?) throws {
    try outbox().defer(objects: objects("a", "z"), plan: "p", due: now, place: "m")
    try outbox().settle(["a": fate], of: "p")
    let items = try outbox().plans()[0].items
    #expect(items.map(\.object.name) == (stays ? ["a", "z"] : ["z"]))
    guard stays else { return }
    #expect(items[0].note == note)
    #expect(try outbox().summary(at: now).denied == (note?.hasPrefix("denied") == true ? 1 : 0))
  }

  @Test("The summary tells what should have gone by now")
  func summary() throws {
    try outbox().defer(objects: objects("a", "b"), plan: "p", due: now, place: "m")
    try outbox().defer(objects: objects("c"), plan: "q", due: now + .seconds(10), place: "m")
    let early = try outbox().summary(at: now - .seconds(1))
    #expect(early.objects == 3 && early.bytes == 30 && early.overdue == 0)
    let late = try outbox().summary(at: now + .seconds(5))
    #expect(late.overdue == 2 && late.overdueSince == now)
    #expect(try outbox().plans().map(\.plan) == ["p", "q"])
  }

  @Test(
    "A damaged outbox is refused, never taken for an empty one", arguments: ["", "[{", "{}", "x"])
  func damaged(_ text: String) throws {
    try scratch.write(text, to: "outbox.json")
    #expect(throws: OpsError.self) { try outbox().plans() }
    #expect(throws: OpsError.self) {
      try outbox().defer(objects: objects("a"), plan: "p", due: now, place: "m")
    }
    #expect(try scratch.text("outbox.json") == text)
  }

  @Test("Many objects fit, and several writers lose nothing")
  func many() async throws {
    let all = (0..<20_000).map {
      PlannedObject(batch: "b", name: "simplicity/\($0).csv", bytes: 1, version: "1")
    }
    let outbox = outbox()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for part in 0..<4 {
        group.addTask {
          try outbox.defer(
            objects: Array(all[(part * 5000)..<((part + 1) * 5000)]), plan: "p\(part)", due: now,
            place: "m")
        }
      }
      try await group.waitForAll()
    }
    #expect(try outbox.summary(at: now).overdue == 20_000)
  }
}
