internal import Postgres

/// Finds the objects of many batches, from list pages where that is possible.
public struct ObjectLookup: Sendable {
  /// What was found.
  public struct Findings: Sendable, Equatable {
    /// The objects that belong to these batches alone, in the order of their names.
    public var objects: [PlannedObject] = []
    /// The batches without such an object, and why.
    public var skipped: [SkippedObject] = []

    /// The size of all objects.
    public var bytes: Int { objects.reduce(0) { $0 + $1.bytes } }
  }

  let storage: Storage
  let link: Link
  var patience = Patience()
  private static let chunk = 5000

  /// Makes a lookup.
  public init(_ storage: Storage, _ link: Link) {
    self.storage = storage
    self.link = link
  }

  /// Looks for the objects of batches.
  ///
  /// An object to which another batch refers as well belongs to nobody alone and is left out.
  ///
  /// - Parameters:
  ///   - ids: The ids of the batches.
  ///   - command: What looks for them, for whoever waits.
  ///   - output: Where it is said how many names were looked at, when that lasts.
  /// - Returns: What was found, and what was left out; every batch is in one of both.
  /// - Throws: `OpsError`, `PostgresError` when the database cannot be asked.
  public func objects(
    of ids: [String], for command: String, _ output: Output
  ) async throws -> Findings {
    var findings = Findings()
    var places: [(id: String, location: ObjectLocation)] = []
    for start in stride(from: 0, to: ids.count, by: Self.chunk) {
      let part = Array(ids[start..<min(start + Self.chunk, ids.count)])
      places += try await locate(part, &findings)
    }
    let meter = Meter(
      command, unit: "names", total: Set(places.flatMap(\.location.names)).count)
    try await output.reporting(meter) {
      for start in stride(from: 0, to: places.count, by: Self.chunk) {
        let part = places[start..<min(start + Self.chunk, places.count)]
        await look(part, meter, &findings)
      }
    }
    var owners: [String: String] = [:]
    findings.objects.sort { ObjectNames.precedes($0.name, $1.name) }
    findings.objects.removeAll { object in
      guard let owner = owners.updateValue(object.batch, forKey: object.name) else { return false }
      owners[object.name] = owner
      findings.skipped.append(
        SkippedObject(id: object.batch, object: object.name, reason: "the same as that of \(owner)")
      )
      return true
    }
    try await leaveOutShared(&findings, leaving: Set(ids))
    return findings
  }

  /// Finds out which names batches give their objects.
  private func locate(
    _ ids: [String], _ findings: inout Findings
  ) async throws -> [(id: String, location: ObjectLocation)] {
    let rows = try await BatchStore(link: link).read(
      ObjectSQL.paths(in: link.schema), [.textArray(ids)])
    var locations: [(id: String, location: ObjectLocation)] = []
    for row in rows {
      let id = try row.string("id")
      do throws(ObjectLocation.Problem) {
        let location = try ObjectLocation(
          batch: id, path: row["path"], in: storage.settings)
        locations.append((id, location))
      } catch {
        findings.skipped.append(SkippedObject(id: id, object: nil, reason: error.reason))
      }
    }
    let known = Set(locations.map(\.id)).union(findings.skipped.map(\.id))
    for id in ids where !known.contains(id) {
      findings.skipped.append(SkippedObject(id: id, object: nil, reason: "the batch is gone"))
    }
    return locations
  }

  private func look(
    _ places: ArraySlice<(id: String, location: ObjectLocation)>, _ meter: Meter,
    _ findings: inout Findings
  ) async {
    let finder = ObjectFinder(store: storage.store, patience: patience, meter: meter)
    let sightings = await finder.look(places.flatMap(\.location.names))
    for (id, location) in places {
      switch Self.choose(location, sightings) {
      case .success(let object):
        findings.objects.append(
          PlannedObject(
            batch: id, name: object.name, bytes: object.bytes, version: object.version))
      case .failure(let problem):
        findings.skipped.append(
          SkippedObject(id: id, object: location.name, reason: problem.reason))
      }
    }
  }

  /// Chooses the one object that is meant.
  private static func choose(
    _ location: ObjectLocation, _ sightings: [String: Sighting]
  ) -> Result<StoredObject, ObjectLocation.Problem> {
    var found: [StoredObject] = []
    for name in location.names {
      switch sightings[name] {
      case .there(let object): found.append(object)
      case .gone: continue
      case .unknown(let failure):
        return .failure(.init(reason: "unknown: \(failure.reason)"))
      case nil: return .failure(.init(reason: "unknown: nobody has looked"))
      }
    }
    guard let first = found.first else { return .failure(.init(reason: "gone")) }
    return found.count == 1
      ? .success(first)
      : .failure(.init(reason: "its storage_path may mean two objects that are both there"))
  }

  private func leaveOutShared(_ findings: inout Findings, leaving ids: Set<String>) async throws {
    let references = ObjectReferences(settings: storage.settings, link: link)
    var shared: [String: String] = [:]
    let names = findings.objects.map(\.name)
    for start in stride(from: 0, to: names.count, by: Self.chunk) {
      let part = Array(names[start..<min(start + Self.chunk, names.count)])
      for (name, batches) in try await references.batches(referringTo: part) {
        if let other = batches.subtracting(ids).min() { shared[name] = other }
      }
    }
    for object in findings.objects {
      guard let other = shared[object.name] else { continue }
      findings.skipped.append(
        SkippedObject(
          id: object.batch, object: object.name, reason: "shared: \(other) refers to it, too"))
    }
    findings.objects.removeAll { shared[$0.name] != nil }
  }
}

/// An object that is left alone, and why.
public struct SkippedObject: Sendable, Equatable {
  /// Whether nobody knows if it is there.
  var isUnknown: Bool { reason.hasPrefix("unknown") }

  /// The id of the batch.
  public var id: String
  /// The name of the object; nil when there is none.
  public var object: String?
  /// Why it is left alone.
  public var reason: String

  /// Makes a skipped object.
  public init(id: String, object: String?, reason: String) {
    self.id = id
    self.object = object
    self.reason = reason
  }
}
