internal import FoundationEssentials

extension AuditEntry {
  /// The entry as it stands in the journal, without what chains it.
  var fields: Fields {
    [
      "audit": .text(audit), "phase": .text(phase.rawValue), "time": .text(Self.stamp(time)),
      "operator": .text(self.operator), "host": .text(host), "environment": .text(environment),
      "identity": .object([
        "project_ref": Self.optional(identity.projectRef),
        "system_identifier": Self.optional(identity.systemIdentifier),
        "database_oid": identity.databaseOID.map { .int(Int64($0)) } ?? .null,
      ]),
      "reason": Self.optional(reason), "command": .text(command),
      "plan": Self.optional(plan), "planned": planned.map { .int(Int64($0)) } ?? .null,
      "ids": .array(ids.map(DataValue.text)), "before": .array(before.map(Self.image)),
      "after": .array(after.map(Self.image)),
      "counts": .object(
        Fields(counts.sorted { $0.key < $1.key }.map { ($0.key, .int(Int64($0.value))) })),
      "xids": .array(xids.map(DataValue.text)), "result": Self.optional(result),
    ]
  }

  /// Reads an entry; nil when the line is no entry of a change.
  init?(json: [UInt8]) {
    guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(json)),
      let phase = Phase(rawValue: stored.phase), let time = Instant(postgres: stored.time)
    else { return nil }
    self.init(
      audit: stored.audit, phase: phase, environment: stored.environment, identity: stored.identity,
      reason: stored.reason, command: stored.command, ids: stored.ids)
    self.time = time
    self.operator = stored.operator
    host = stored.host
    plan = stored.plan
    planned = stored.planned
    before = stored.before.map(\.image)
    after = stored.after.map(\.image)
    counts = stored.counts
    xids = stored.xids
    result = stored.result
  }

  /// A time with all six digits of its fraction, so that lines sort and align.
  static func stamp(_ time: Instant) -> String {
    let text = time.iso8601
    return text.count == 20 ? text.dropLast() + ".000000Z" : text
  }

  private static func image(_ image: AuditImage) -> DataValue {
    let columns = image.columns.sorted { $0.key < $1.key }
    return .object([
      "table": .text(image.table), "key": .text(image.key),
      "columns": .object(Fields(columns.map { ($0.key, optional($0.value)) })),
    ])
  }

  private static func optional(_ text: String?) -> DataValue { text.map(DataValue.text) ?? .null }
}

/// The names are those of the file.
private struct Stored: Decodable {
  struct Image: Decodable {
    var table: String
    var key: String
    var columns: [String: String?]

    var image: AuditImage { AuditImage(table: table, key: key, columns: columns) }
  }

  var audit: String
  var phase: String
  var time: String
  var `operator`: String
  var host: String
  var environment: String
  var identity: Identity
  var reason: String?
  var command: String
  var plan: String?
  var planned: Int?
  var ids: [String]
  var before: [Image]
  var after: [Image]
  var counts: [String: Int]
  var xids: [String]
  var result: String?
}
