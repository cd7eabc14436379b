internal import FoundationEssentials

/// Deletes objects of which no batch knows, from the list that a scan has written.
public struct OrphanRemoval: Sendable {
  private let path: String
  private let grace: Duration
  private let isNow: Bool
  /// More are not taken at once.
  private static let most = 100_000
  private static let largestFile = 1 << 26

  /// Makes a removal.
  ///
  /// - Parameters:
  ///   - path: The list: a JSON object with `object` and `version` a line.
  ///   - grace: How long the objects stay.
  ///   - isNow: Whether they go at once, after a second question.
  public init(path: String, grace: Duration, isNow: Bool) {
    self.path = path
    self.grace = grace
    self.isNow = isNow
  }

  /// One line of the list; lines about batches without an object have no version and no size.
  struct Line: Codable, Equatable {
    var object: String
    var bytes: Int?
    var version: String?
    var batch: String?
  }

  /// Looks again at what is listed, shows, asks, records, and defers or deletes.
  ///
  /// - Returns: What was done.
  /// - Throws: `OpsError` with exit status 4 when refused, 64 when the list cannot be read.
  public func run(in context: Context) async throws -> ObjectReport {
    let lines = try Self.read(path)
    let storage = try context.requiredStorage()
    let link = try await context.link()
    let findings = try await Self.findings(lines, storage, link, context.output)
    return try await ObjectRemovalRun(
      command: "storage rm", findings: findings, grace: isNow ? nil : grace, rowsGo: true,
      storage: storage, context: context, link: link
    ).run()
  }

  static func read(_ path: String) throws(OpsError) -> [Line] {
    let shown = Sanitiser.visible(path)
    let text: String
    do throws(TextFile.Failure) {
      text = try TextFile(path: path, limit: largestFile).text
    } catch {
      throw OpsError(
        .failed, "cannot read \(shown): \(error.reason)",
        hint: "storage orphans --output FILE writes a list")
    }
    var lines: [Line] = []
    for (number, line) in text.split(separator: "\n").enumerated() {
      guard let parsed = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)) else {
        throw OpsError(
          .usage, "\(shown):\(number + 1): this is no line of a list of orphans",
          hint: "storage orphans --output FILE writes one")
      }
      if parsed.bytes != nil { lines.append(parsed) }
    }
    guard lines.count <= most else {
      throw OpsError(
        .refused, "\(shown) lists \(lines.count) objects, and \(most) are taken at once",
        hint: "split it")
    }
    return lines
  }

  private static func findings(
    _ lines: [Line], _ storage: Storage, _ link: Link, _ output: Output
  ) async throws -> ObjectLookup.Findings {
    let listed = Dictionary(lines.map { ($0.object, $0) }) { first, _ in first }
    let meter = Meter("storage rm", unit: "names", total: listed.count)
    return try await output.reporting(meter) {
      try await findings(listed, storage, link, meter)
    }
  }

  private static func findings(
    _ listed: [String: Line], _ storage: Storage, _ link: Link, _ meter: Meter
  ) async throws -> ObjectLookup.Findings {
    var findings = ObjectLookup.Findings()
    let names = listed.keys.sorted(by: ObjectNames.precedes)
    let references = ObjectReferences(settings: storage.settings, link: link)
    for start in stride(from: 0, to: names.count, by: 5000) {
      let part = Array(names[start..<min(start + 5000, names.count)])
      let known = try await references.batches(referringTo: part)
      let sightings = await ObjectFinder(store: storage.store, meter: meter).look(part)
      for name in part {
        let id = storage.settings.batch(ofName: name) ?? ""
        let problem: String
        switch sightings[name] {
        case _ where known[name] != nil:
          problem = "kept: batch \(known[name]?.min() ?? "") refers to it"
        case .there(let object) where object.version == listed[name]?.version:
          findings.objects.append(
            PlannedObject(batch: id, name: name, bytes: object.bytes, version: object.version))
          continue
        case .there: problem = "replaced since it was listed"
        case .gone: problem = "gone"
        case .unknown(let failure): problem = "unknown: \(failure.reason)"
        case nil: problem = "unknown: nobody has looked"
        }
        findings.skipped.append(SkippedObject(id: id, object: name, reason: problem))
      }
    }
    return findings
  }
}
