public import OpsCore
internal import Synchronization

/// A store in memory that can be told to misbehave, and keeps what it was asked.
public final class MemoryStore: ObjectStore {
  /// How it behaves.
  public struct Behaviour: Sendable {
    /// Names that it leaves out of its answers without a word, as a key that may not delete them gets.
    public var silentlyDenied: Set<String> = []
    /// Names whose deletion it denies.
    public var denied: Set<String> = []
    /// So many requests to delete fail first, with the work done or not.
    public var failures = 0
    /// Whether the work of a failing request is done.
    public var failsAfterwards = false
    /// What they fail with.
    public var failure = StoreFailure(.busy, "HTTP 429")
    /// Whether looking and listing fail, too.
    public var isBlind = false
    /// Called before each request to delete.
    public var beforeDelete: (@Sendable ([String]) -> Void)?

    /// Behaves well.
    public init() {}
  }

  private struct State {
    var objects: [String: StoredObject] = [:]
    var behaviour = Behaviour()
    var version = 0
    var requests: [[String]] = []
    var looks = 0
    var pages = 0
  }

  private let state: Mutex<State>
  /// The most names of one request.
  public let namesPerRequest: Int
  /// Whether a listing can begin at any name.
  public let startsAnywhere: Bool
  /// The largest page.
  public let pageSize: Int
  /// What it calls itself.
  public let place = "memory"

  /// Makes a store with objects.
  public init(
    _ names: [String] = [], namesPerRequest: Int = 500, startsAnywhere: Bool = true,
    pageSize: Int = 1000
  ) {
    self.namesPerRequest = namesPerRequest
    self.startsAnywhere = startsAnywhere
    self.pageSize = pageSize
    state = Mutex(State())
    for name in names { put(name) }
  }

  /// Stores an object, as a new version.
  @discardableResult
  public func put(_ name: String, bytes: Int = 1) -> StoredObject {
    state.withLock { state in
      state.version += 1
      let object = StoredObject(name: name, bytes: bytes, version: "v\(state.version)")
      state.objects[name] = object
      return object
    }
  }

  /// Changes how it behaves.
  public func behave(_ change: (inout Behaviour) -> Void) {
    state.withLock { change(&$0.behaviour) }
  }

  /// The names in it.
  public var names: [String] {
    state.withLock { $0.objects.keys.sorted(by: ObjectNames.precedes) }
  }

  /// The objects in it.
  public var objects: [StoredObject] { state.withLock { Array($0.objects.values) } }

  /// The requests to delete so far.
  public var requests: [[String]] { state.withLock { $0.requests } }

  /// How often one object was looked at, and how many pages were listed.
  public var questions: (looks: Int, pages: Int) { state.withLock { ($0.looks, $0.pages) } }

  /// Lists objects.
  public func page(_ query: ObjectQuery) async throws(StoreFailure) -> ObjectPage {
    let (all, isBlind) = state.withLock { state in
      state.pages += 1
      return (state.objects, state.behaviour.isBlind)
    }
    if isBlind { throw StoreFailure(.lost, "no answer") }
    let start = startsAnywhere ? query.start : nil
    let found = all.values.filter { object in
      object.name.hasPrefix(query.prefix)
        && (start.map { !ObjectNames.precedes(object.name, $0) } ?? true)
        && (query.cursor.map { ObjectNames.precedes($0, object.name) } ?? true)
    }.sorted { ObjectNames.precedes($0.name, $1.name) }
    let page = Array(found.prefix(query.limit))
    return ObjectPage(objects: page, cursor: found.count > page.count ? page.last?.name : nil)
  }

  /// Looks at an object.
  public func look(_ name: String) async throws(StoreFailure) -> StoredObject? {
    let (object, isBlind) = state.withLock { state in
      state.looks += 1
      return (state.objects[name], state.behaviour.isBlind)
    }
    if isBlind { throw StoreFailure(.lost, "no answer") }
    return object
  }

  /// Gives as many bytes as the object has.
  public func read(_ object: StoredObject, _ receive: ([UInt8]) throws -> Void) async throws {
    try receive([UInt8](repeating: 0x78, count: object.bytes))
  }

  /// Deletes as it was told to behave.
  public func delete(_ objects: [ObjectVersion]) async throws(StoreFailure) -> [ObjectAnswer] {
    let hook = state.withLock { $0.behaviour.beforeDelete }
    hook?(objects.map(\.name))
    let result: Result<[ObjectAnswer], StoreFailure> = state.withLock { state in
      state.requests.append(objects.map(\.name))
      let fails = state.behaviour.failures > 0
      if fails { state.behaviour.failures -= 1 }
      if fails, !state.behaviour.failsAfterwards { return .failure(state.behaviour.failure) }
      let answers = objects.map { object -> ObjectAnswer in
        guard state.objects[object.name] != nil else { return .absent }
        if state.behaviour.silentlyDenied.contains(object.name) { return .absent }
        if state.behaviour.denied.contains(object.name) { return .denied("HTTP 403") }
        state.objects[object.name] = nil
        return .deleted
      }
      return fails ? .failure(state.behaviour.failure) : .success(answers)
    }
    return try result.get()
  }
}
