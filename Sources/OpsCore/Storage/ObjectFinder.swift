/// What was found under a name.
enum Sighting: Sendable, Equatable {
  /// An object.
  case there(StoredObject)
  /// Nothing, as the store says.
  case gone
  /// It could not be looked at.
  case unknown(StoreFailure)
}

/// Looks at many objects: from list pages where the names lie close together, else one by one.
struct ObjectFinder: Sendable {
  let store: any ObjectStore
  var patience = Patience()
  /// Counts the names that were looked at.
  var meter: Meter?
  /// So few are asked one by one.
  private static let few = 8
  private static let atOnce = 32

  /// Looks at names; every one of them has a sighting afterwards.
  func look(_ names: some Sequence<String>) async -> [String: Sighting] {
    var wanted = Array(Set(names)).sorted(by: ObjectNames.precedes)
    var found: [String: Sighting] = [:]
    if wanted.count > Self.few, !store.looksAreCheap { await scan(&wanted, &found) }
    await lookOneByOne(wanted, &found)
    return found
  }

  /// Reads list pages as long as they are worth it, and leaves in `wanted` what they have not reached.
  private func scan(_ wanted: inout [String], _ found: inout [String: Sighting]) async {
    guard let first = wanted.first, let last = wanted.last else { return }
    let prefix = ObjectNames.commonPrefix(first, last)
    var query = ObjectQuery(prefix: prefix, start: first)
    // Pages come one after the other, looks side by side; with fewer hits than that, looks are better.
    var pages = 2 + wanted.count / Self.atOnce
    var position = 0
    while position < wanted.count, pages > 0, !Task.isCancelled {
      pages -= 1
      guard
        let page = try? await patience.ask({ () throws(StoreFailure) in try await store.page(query)
        })
      else { break }
      let objects = Dictionary(page.objects.map { ($0.name, $0) }) { first, _ in first }
      let end = page.cursor == nil ? nil : page.objects.last?.name
      if page.cursor != nil, end == nil { break }
      let before = position
      defer { meter?.add(position - before) }
      while position < wanted.count {
        let name = wanted[position]
        if let end, ObjectNames.precedes(end, name) { break }
        found[name] = objects[name].map(Sighting.there) ?? .gone
        position += 1
      }
      guard position < wanted.count, page.cursor != nil else { break }
      query.cursor = page.cursor
      // What lies between here and the next name need not be read.
      if store.startsAnywhere {
        query.cursor = nil
        query.start = wanted[position]
      }
    }
    wanted.removeFirst(position)
  }

  private func lookOneByOne(_ names: [String], _ found: inout [String: Sighting]) async {
    await withTaskGroup(of: (String, Sighting).self) { group in
      var rest = names[...]
      var running = 0
      while !rest.isEmpty || running > 0 {
        while running < Self.atOnce, let name = rest.popFirst() {
          group.addTask { (name, await sighting(name)) }
          running += 1
        }
        guard let (name, sighting) = await group.next() else { break }
        running -= 1
        found[name] = sighting
        meter?.add(1)
      }
    }
  }

  private func sighting(_ name: String) async -> Sighting {
    do throws(StoreFailure) {
      let object = try await patience.ask { () throws(StoreFailure) in try await store.look(name) }
      return object.map(Sighting.there) ?? .gone
    } catch {
      return .unknown(error)
    }
  }
}

/// Names of objects in the order of stores: by their bytes.
public enum ObjectNames {
  /// Whether a name stands before another.
  public static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// Returns with what both begin.
  static func commonPrefix(_ left: String, _ right: String) -> String {
    let bytes = zip(left.unicodeScalars, right.unicodeScalars).prefix { $0 == $1 }.map(\.0)
    var prefix = String.UnicodeScalarView()
    prefix.append(contentsOf: bytes)
    return String(prefix)
  }
}
