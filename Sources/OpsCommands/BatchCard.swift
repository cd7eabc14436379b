internal import OpsCore

/// One batch as programs and people see it.
struct BatchCard {
  let batch: Batch
  let details: BatchDetails
  let object: BatchObject
  let actions: [BatchAction]
  let statusClass: StatusClass

  /// The keys of a listing, then everything else.
  var fields: Fields {
    Fields(
      BatchTable.fields(batch) + [
        ("class", .text(statusClass.rawValue)),
        ("columns", .object(details.columns)),
        (
          "errors",
          .object(Fields(details.errors.map { ($0.table, DataValue(orNull: $0.count)) }))
        ),
        ("object", .object(objectFields)),
        ("worker", .array(details.evidence.map(\.value))),
        (
          "timeline",
          .array(
            details.timeline.map { .object(["event": .text($0.name), "time": .time($0.time)]) })
        ),
        (
          "actions",
          .array(
            actions.map { action in
              .object([
                "action": .text(action.action), "valid": .bool(action.isValid),
                "reason": DataValue(orNull: action.reason),
              ])
            })
        ),
      ])
  }

  /// What the batch says about its file, and what was found of it.
  private var objectFields: Fields {
    var fields: [(String, DataValue)] = [
      ("path", DataValue(orNull: details.storagePath)), ("state", .text(object.state.word)),
      ("name", DataValue(orNull: object.object?.name ?? object.location?.name)),
      ("found_by", DataValue(orNull: object.location?.source.rawValue)),
    ]
    if let found = object.object { fields += found.facts }
    if case .unknown(let reason) = object.state { fields.append(("reason", .text(reason))) }
    fields.append(("place", DataValue(orNull: object.place)))
    return Fields(fields)
  }

  /// The same in one line.
  private var objectLine: String {
    guard let location = object.location else {
      let reason = if case .unknown(let reason) = object.state { reason } else { "" }
      return "\(details.storagePath ?? "the batch names none"), not looked up: \(reason)"
    }
    let by = location.source == .template ? "by the template" : "by its storage_path"
    let name = "\(object.object?.name ?? location.name) (\(by))"
    switch object.state {
    case .found(let found):
      let time = found.modifiedAt.map { " of \($0.iso8601)" } ?? ""
      return "\(name): \(found.bytes) bytes\(time)"
    case .missing: return "\(name): not there"
    case .unknown(let reason): return "\(name): not looked up: \(reason)"
    }
  }

  /// What decides comes first, all columns last.
  var sections: [ReportSection] {
    var sections = [ReportSection("", .fields(head))]
    let reasons = details.reasons
    if !reasons.isEmpty {
      sections.append(
        ReportSection("Reasons", .fields(Fields(reasons.map { ($0.column, .text($0.text)) }))))
    }
    sections += [
      ReportSection("Row errors", .lines(errors)),
      ReportSection("Signs of a live worker (evidence, no proof)", .lines(evidence)),
      ReportSection("Timeline", .lines(timeline)),
      ReportSection("Actions", .lines(actions.map(Self.line))),
      ReportSection("All columns", .fields(details.columns)),
    ]
    return sections
  }

  private var head: Fields {
    func number(_ value: Int?) -> String { value.map(String.init) ?? "unknown" }
    return [
      "id": .text(batch.id),
      "status": .text("\(batch.status) (\(statusClass.rawValue.replacing("_", with: " ")))"),
      "filename": .text(batch.filename),
      "rows": .text(
        "\(number(batch.rowsTotal)) total, \(number(batch.rowsInserted)) inserted,"
          + " \(number(batch.rowsInvalid)) invalid"),
      "last moved": .text(Self.ago(batch.ageSeconds)),
      "object": .text(objectLine),
    ]
  }

  private var errors: [String] {
    guard !details.errors.isEmpty else { return ["this database has no table of row errors"] }
    var lines = details.errors.map { error in
      "\(error.table): \(error.count.map(String.init) ?? "not known, this role may not read it")"
    }
    let recorded = details.errors.reduce(0) { $0 + ($1.count ?? 0) }
    if let invalid = batch.rowsInvalid, invalid != recorded {
      lines.append("the batch itself counts \(invalid) invalid rows")
    }
    return lines
  }

  private var evidence: [String] {
    details.evidence.isEmpty
      ? ["none: no lock on the row, no queue job, no heartbeat in the last 2m"]
      : details.evidence.map(\.text)
  }

  private var timeline: [String] {
    let width = details.timeline.map(\.name.count).max() ?? 0
    return details.timeline.map { event in
      let name = event.name + String(repeating: " ", count: width - event.name.count)
      return "\(name)  \(event.time.iso8601)"
    }
  }

  private static func line(_ action: BatchAction) -> String {
    let name = action.action + String(repeating: " ", count: max(0, 15 - action.action.count))
    switch (action.isValid, action.reason) {
    case (true, nil): return "\(name)possible"
    case (true, let reason?): return "\(name)possible; \(reason)"
    case (false, let reason): return "\(name)not now: \(reason ?? "")"
    }
  }

  private static func ago(_ seconds: Int?) -> String {
    seconds.map { "\(HumanTime.age(seconds: $0)) ago" } ?? "unknown"
  }
}
