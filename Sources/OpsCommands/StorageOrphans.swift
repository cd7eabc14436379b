internal import ArgumentParser
internal import OpsCore

/// Compares the store with the batches, both ways.
struct StorageOrphans: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "orphans", abstract: "Find files without a batch, and batches without their file.",
    discussion: """
      Both sides are read once, in the order of the names; a read-only snapshot of the database is \
      held meanwhile. Files younger than --min-age are not counted: their batch may not be there \
      yet. --output writes every finding, one JSON object a line, and storage rm --orphans takes \
      that list.

      EXAMPLE
        storage orphans --output orphans.ndjson
      """)
  static let requirements: Requirements = [.connection]
  static let group = OpsCore.CommandGroup.services

  @Option(
    help: ArgumentHelp(
      "Write every finding to this file; - is standard output.", valueName: "file"),
    completion: .file(extensions: ["ndjson"]))
  var output: String?

  @Option(
    help: ArgumentHelp("Leave out younger files. Default: 1h.", valueName: "duration"),
    transform: Durations.parse)
  var minAge: Duration = .seconds(3600)

  mutating func run(in context: Context) async throws -> Report {
    let target = try output.map { given throws(OpsError) in try ExportTarget(given) }
    let storage = try context.requiredStorage()
    let link = try await context.link()
    if let target, target.replacesFile {
      context.output.notice("\(target.path) exists and is replaced")
    }
    let list = try OrphanList(target)
    let scan = OrphanScan(storage, link, minimumAge: minAge)
    // How many names there are nobody knows before the last one.
    let meter = Meter("storage orphans", unit: "names")
    let compare = { try await scan.run(counting: meter, list.add) }
    let summary =
      target == .standardOutput
      ? try await context.output.quietly(compare)
      : try await context.output.reporting(meter, during: compare)
    try list.finish()
    guard target != .standardOutput else { return .none }
    let fields = Self.fields(summary, list, link.environment.name, storage.store.place, target)
    return .card(fields, people: Self.sections(summary, list, target))
  }

  private static func fields(
    _ summary: OrphanScan.Summary, _ list: OrphanList, _ environment: String, _ place: String,
    _ target: ExportTarget?
  ) -> Fields {
    [
      "environment": .text(environment), "place": .text(place),
      "objects": .int(Int64(summary.objects)), "batches": .int(Int64(summary.batches)),
      "orphans": .int(Int64(summary.orphans)), "orphan_bytes": .int(Int64(summary.orphanBytes)),
      "recent": .int(Int64(summary.recent)), "missing": .int(Int64(summary.missing)),
      "orphan_samples": .array(list.orphans.map(DataValue.text)),
      "missing_samples": .array(list.missing.map { .text($0.id) }),
      "output": DataValue(orNull: target?.path),
    ]
  }

  private static func sections(
    _ summary: OrphanScan.Summary, _ list: OrphanList, _ target: ExportTarget?
  ) -> [ReportSection] {
    var head = [
      "\(summary.objects) objects, \(summary.batches) batches compared",
      "\(summary.orphans) objects without a batch, \(summary.orphanBytes) bytes",
      "\(summary.missing) batches without their object",
    ]
    if summary.recent > 0 { head.append("\(summary.recent) objects too young to tell") }
    var sections = [ReportSection("", .lines(head))]
    if !list.orphans.isEmpty {
      sections.append(ReportSection("Objects without a batch", .lines(list.orphans)))
    }
    if !list.missing.isEmpty {
      sections.append(
        ReportSection(
          "Batches without their object", .lines(list.missing.map { "\($0.id)  \($0.name)" })))
    }
    let next =
      target.map { "storage rm --orphans \(Words.quoted($0.path)) --expect \(summary.orphans)" }
      ?? "--output FILE writes all of them, for storage rm --orphans FILE"
    if summary.orphans > 0 { sections.append(ReportSection("Next", .lines([next]))) }
    return sections
  }
}
