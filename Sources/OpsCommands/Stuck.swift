internal import ArgumentParser
internal import OpsCore

/// Lists the batches in flight that have stopped moving.
struct Stuck: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "stuck", abstract: "List the batches in flight that have stopped moving.",
    discussion: """
      A batch is stuck when its status is neither final nor waiting, and none of its own time \
      stamps is younger than --stuck-for. The longest idle come first. EVIDENCE is what suggests \
      that somebody is still at work on it: a session that seems to hold the row, a queue job, a \
      worker's heartbeat. Batches that wait for a worker are counted, and listed with --waiting.

      EXAMPLE
        stuck --stuck-for 30m
      """)
  static let requirements: Requirements = [.connection]
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.batches

  @Option(
    help: ArgumentHelp("Not moved for so long (90s, 10m, 6h).", valueName: "duration"),
    transform: Durations.parse)
  var stuckFor: Duration = FilterOptions.stuckDefault

  @Flag(help: "List those that wait for a worker and that nobody picks up, too.")
  var waiting = false

  static func certainReach(of arguments: [String]) -> CatalogReach? {
    arguments.isEmpty ? .statuses : nil
  }

  var reach: CatalogReach { .statuses }

  mutating func run(in context: Context) async throws -> Report {
    let link = try await context.link()
    let found = try await BatchStore(link: link)
      .stuck(since: link.schema.serverNow - stuckFor, includesWaiting: waiting)
    let evidence = try await EvidenceFinder(link: link).look(for: found.batches.map(\.id))
    context.session.listing = Listing(
      environment: link.environment.name, batches: found.batches)
    let span = HumanTime.age(seconds: Int(stuckFor.components.seconds))
    if let waiting = Self.waiting(found) {
      context.output.notice(
        "\(waiting) for \(span) or longer and nobody picks \(found.waiting == 1 ? "it" : "them") up: stuck --waiting"
      )
    }
    return .list(
      Table(
        columns: BatchTable.columns(age: .essential, filename: .useful) + [
          Self.people, Self.programs,
        ],
        rows: found.batches.enumerated().map { place, batch in
          BatchTable.row(batch, place: place + 1) + Self.cells(evidence[batch.id] ?? [])
        }, footer: found.batches.isEmpty ? "nothing has stood still for \(span)" : nil))
  }

  private static func waiting(_ found: StuckBatches) -> String? {
    switch found.waiting {
    case 0: nil
    case 1: "1 batch waits"
    default: "\(found.hasMoreWaiting ? "more than " : "")\(found.waiting) batches wait"
    }
  }

  private static let people = Column(
    "evidence_text", "EVIDENCE", importance: .essential, tableOnly: true, maxWidth: 60,
    minWidth: 24)
  private static let programs = Column("evidence", "EVIDENCE", machineOnly: true)

  private static func cells(_ evidence: [Evidence]) -> [DataValue] {
    let text = evidence.map(\.text).joined(separator: "; ")
    return [.text(text.isEmpty ? "none seen" : text), .array(evidence.map(\.value))]
  }
}
