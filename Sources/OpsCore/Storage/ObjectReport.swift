/// What a command about objects did.
public struct ObjectReport: Sendable, Equatable {
  /// The command.
  public var command: String
  /// The environment.
  public var environment: String
  /// The number of objects in the dry run.
  public var planned: Int
  /// How many are gone, as the store says when asked again.
  public var deleted = 0
  /// How many wait for their time in the outbox.
  public var deferred = 0
  /// When they are due.
  public var due: Instant?
  /// The objects that were left alone, or whose fate is another one.
  public var skipped: [SkippedObject] = []
  /// How many of the first of these people have read about before.
  var told = 0
  /// The id in the journal; nil when there was nothing to do.
  public var audit: String?
  /// The journal's head afterwards.
  public var head: String?
  /// Whether anything was not done that should have been, or cannot be known.
  public var unsettled: [String: Int] = [:]
  /// What ended it before its end.
  public var problem: OpsError?

  /// Makes a report.
  public init(command: String, environment: String, planned: Int) {
    self.command = command
    self.environment = environment
    self.planned = planned
  }

  /// The result as it is printed.
  public func report(for format: OutputFormat) -> Report {
    switch format {
    case .table: .text(lines.joined(separator: "\n"))
    case .vertical, .json, .ndjson: .record(fields)
    case .csv, .markdown: .list(table)
    }
  }

  var fields: Fields {
    [
      "command": .text(command), "environment": .text(environment), "planned": .int(Int64(planned)),
      "deleted": .int(Int64(deleted)), "deferred": .int(Int64(deferred)),
      "skipped": .array(
        skipped.map { skipped in
          .object([
            "id": .text(skipped.id), "object": skipped.object.map(DataValue.text) ?? .null,
            "reason": .text(skipped.reason),
          ])
        }),
      "audit": audit.map(DataValue.text) ?? .null, "head": head.map(DataValue.text) ?? .null,
      "due": due.map(DataValue.time) ?? .null,
    ]
  }

  private var table: Table {
    Table(
      columns: [
        Column("id", "ID", .id), Column("object", "OBJECT", importance: .essential),
        Column("reason", "REASON", importance: .essential),
      ],
      rows: skipped.map {
        [.text($0.id), $0.object.map(DataValue.text) ?? .null, .text($0.reason)]
      }
    )
  }

  private var lines: [String] {
    var lines: [String] = []
    if audit == nil { lines.append("\(command): no object to delete in \(environment)") }
    if deferred > 0, let due {
      lines.append(
        "\(Self.counted(deferred)) of \(environment) deferred until \(due.iso8601);"
          + " storage purge deletes what is due")
    }
    if audit != nil, deferred == 0 || deleted > 0 {
      lines.append("\(Self.counted(deleted)) of \(planned) deleted in \(environment)")
    }
    if told > 0 { lines.append("  \(told) left alone, as said before") }
    lines += Self.skippedLines(Array(skipped.dropFirst(told)))
    if let audit, let head { lines.append("audit \(audit), head \(head)") }
    return lines
  }

  static func skippedLines(_ skipped: [SkippedObject]) -> [String] {
    skipped.prefix(ChangePreview.limit).map { skipped in
      let name = skipped.object.map { "\(Sanitiser.visible($0)): " } ?? ""
      return "  left alone: \(skipped.id): \(name)\(Sanitiser.visible(skipped.reason))"
    } + ChangePreview.more(skipped.count)
  }

  static func counted(_ count: Int) -> String {
    ChangePreview.counted(count, "object", "objects")
  }

  /// Why the command ends with a failure; nil when all was done.
  public var failure: OpsError? {
    guard !unsettled.isEmpty else { return nil }
    let what = unsettled.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
      .joined(separator: ", ")
    let why = problem.map { ": \($0.message)" } ?? ""
    return OpsError(
      exit, "\(deleted) of \(Self.counted(planned)) deleted; \(what)\(why)",
      hint: problem?.hint
        ?? "what is denied, unknown or open stays in the outbox: storage purge tries again")
  }

  /// Where nothing was deleted and all is known, nothing was changed.
  private var exit: ExitStatus {
    guard deleted == 0 else { return .partial }
    if let problem { return problem.exit }
    switch Set(unsettled.keys) {
    case ["open"]: return Task.isCancelled ? .interrupted : .refused
    case let words where words.isSubset(of: ["denied", "kept", "replaced"]): return .failed
    default: return .partial
    }
  }
}
