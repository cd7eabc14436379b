import TestSupport
import Testing

@testable import OpsCore

@Suite("Deleting objects")
struct ObjectDeletionTests {
  private static let patience = Patience { _ in }

  private func names(_ count: Int) -> [String] { (0..<count).map { "simplicity/\(1000 + $0).csv" } }

  private func planned(_ store: MemoryStore) -> [PlannedObject] {
    store.objects.map {
      PlannedObject(batch: "b", name: $0.name, bytes: $0.bytes, version: $0.version)
    }
  }

  private func delete(
    _ objects: [PlannedObject], _ store: MemoryStore
  ) async -> [String: ObjectFate] {
    await ObjectDeletion(store: store, patience: Self.patience).run(objects)
  }

  @Test(
    "30: every name has its own fate, whatever the size of a request", arguments: [1, 3, 500])
  func fates(_ size: Int) async {
    let store = MemoryStore(["a", "b", "c", "d", "e"], namesPerRequest: size)
    let objects = planned(store)
    store.behave {
      $0.silentlyDenied = ["b"]
      $0.denied = ["c"]
    }
    store.put("d")
    let missing = PlannedObject(batch: "b", name: "x", bytes: 1, version: "v")
    let fates = await delete(objects + [missing], store)
    #expect(
      fates == [
        "a": .deleted, "b": .denied("the store leaves it out without a word"),
        "c": .denied("HTTP 403"), "d": .replaced, "e": .deleted, "x": .gone,
      ])
    #expect(store.names == ["b", "c", "d"])
  }

  @Test("31: what is replaced between the look and the request is told apart where the store tells")
  func replacedLate() async {
    let store = MemoryStore(["a", "b"], namesPerRequest: 1)
    let objects = planned(store)
    // The store forgets the precondition: our version went with the new one, or the new one is still there.
    store.behave { behaviour in
      behaviour.silentlyDenied = ["a"]
      behaviour.beforeDelete = { names in if names == ["a"] { store.put("a") } }
    }
    let fates = await delete(objects, store)
    #expect(fates == ["a": .replaced, "b": .deleted])
  }

  @Test("30: 429 for a while and lost answers end in what is true", arguments: [false, true])
  func failures(_ isDone: Bool) async {
    let store = MemoryStore(names(2000))
    let objects = planned(store)
    store.behave {
      $0.failures = 5
      $0.failsAfterwards = isDone
      $0.failure = isDone ? StoreFailure(.lost, "closed") : StoreFailure(.busy, "HTTP 429")
    }
    let fates = await delete(objects, store)
    #expect(fates.count == 2000)
    #expect(fates.values.allSatisfy { $0 == .deleted })
    #expect(store.names.isEmpty)
    #expect(store.requests.allSatisfy { $0.count <= 500 })
  }

  @Test("What a store bears is known to those who come next")
  func pace() async {
    let store = MemoryStore(names(64), namesPerRequest: 1)
    let objects = planned(store)
    store.behave { $0.failures = 2 }
    var pace = Pace()
    _ = await ObjectDeletion(store: store, patience: Self.patience).run(objects, pace: &pace)
    #expect(store.names.isEmpty)
    #expect(pace.width < 32)
  }

  @Test("A store that stays busy leaves everything as it was, and says so")
  func busy() async {
    let store = MemoryStore(names(3))
    let objects = planned(store)
    store.behave { $0.failures = 1000 }
    let fates = await delete(objects, store)
    #expect(fates.values.allSatisfy { $0 == .unknown("HTTP 429") })
    #expect(store.names.count == 3)
    #expect(store.requests.count == Pace.attempts)
  }

  @Test("What cannot be looked at is not asked for")
  func blind() async {
    let store = MemoryStore(names(20))
    let objects = planned(store)
    store.behave { $0.isBlind = true }
    let fates = await delete(objects, store)
    #expect(fates.values.allSatisfy { $0 == .unknown("no answer") })
    #expect(store.requests.isEmpty)
  }

  @Test(
    "Versions and the second look come from list pages, not one by one", arguments: [true, false])
  func pages(_ startsAnywhere: Bool) async {
    let store = MemoryStore(names(5000), startsAnywhere: startsAnywhere)
    let fates = await delete(planned(store), store)
    #expect(fates.values.allSatisfy { $0 == .deleted } && fates.count == 5000)
    #expect(store.questions.looks == 0)
    #expect(store.questions.pages <= 8)
    #expect(store.requests.count == 10)
  }

  @Test("Names that lie far apart are looked at one by one")
  func sparse() async {
    let store = MemoryStore(names(5000), startsAnywhere: false, pageSize: 100)
    let wanted = stride(from: 0, to: 5000, by: 250).map { "simplicity/\(1000 + $0).csv" }
    let found = await ObjectFinder(store: store, patience: Self.patience).look(wanted + ["x"])
    #expect(found.count == 21 && found["x"] == .gone)
    #expect(wanted.allSatisfy { if case .there? = found[$0] { true } else { false } })
    #expect(store.questions.pages <= 4)
  }

  @Test("An interruption leaves the rest unasked")
  func interrupted() async {
    let store = MemoryStore(names(100), namesPerRequest: 1)
    let objects = planned(store)
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return await delete(objects, store)
    }
    let fates = await task.value
    #expect(store.names.count == 100)
    #expect(!fates.values.contains(.deleted))
  }

  @Test(
    "The pace is halved by complaints and comes back slowly",
    arguments: [(0, 32), (1, 16), (2, 8), (5, 1), (9, 1)])
  func paces(_ complaints: Int, _ width: Int) {
    var pace = Pace()
    for _ in 0..<complaints { pace.complained() }
    #expect(pace.width == width)
    for _ in 0..<10_000 { pace.answered() }
    #expect(pace.width == 32)
  }

  @Test(
    "Waits grow to a bound, and jitter keeps them apart",
    arguments: [(1, 0.0, 125), (1, 1.0, 250), (2, 1.0, 500), (20, 0.0, 10_000), (20, 1.0, 20_000)])
  func delays(_ attempt: Int, _ jitter: Double, _ milliseconds: Int) {
    #expect(Pace.delay(after: attempt, jitter: jitter) == .milliseconds(milliseconds))
  }
}
