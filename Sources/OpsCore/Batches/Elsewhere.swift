internal import Postgres

/// Looks for ids in the other batch systems, so that nobody searches for a batch that is there and only elsewhere.
struct Elsewhere {
  let store: BatchStore

  /// Returns the error for references that name no batch of the pipeline.
  func error(_ names: [NamedDigits]) async throws -> OpsError {
    let readable = systems.filter { $0.isReadable && $0.has("id") }
    var lines: [String] = []
    var isElsewhere = false
    for name in names.prefix(3) {
      let places = try await look(for: name, in: readable)
      isElsewhere = isElsewhere || !places.isEmpty
      if name.listed != nil {
        lines.append("\(name.text) (\(NamedDigits.dashed(name.digits))) is gone since the listing")
      } else if places.isEmpty {
        lines.append("no batch has the id \(name.text)")
      } else {
        lines.append(
          "\(name.text) is not in \(TableName.batches) but in \(places.joined(separator: " and "))")
      }
    }
    if names.count > 3 { lines.append("nor are \(names.count - 3) more ids known") }
    let hidden = systems.filter { !$0.isReadable }.map(\.name.description)
    if !hidden.isEmpty, !isElsewhere {
      lines.append("\(hidden.joined(separator: " and ")) cannot be read by this role")
    }
    return OpsError(
      .failed, lines.joined(separator: "; "),
      hint: isElsewhere
        ? "that is another batch system; the commands about batches work on \(TableName.batches)"
        : "batches lists what is there",
      code: "unknown_id")
  }

  private var systems: [TableFacts] {
    [TableName.ingestBatches, .importRuns].compactMap(store.schema.table)
  }

  private func look(for name: NamedDigits, in systems: [TableFacts]) async throws -> [String] {
    guard !systems.isEmpty else { return [] }
    let parts = systems.map { facts in
      let status = facts.has("status") ? "status::text" : "NULL"
      let filename = facts.has("filename") ? "filename::text" : "NULL"
      return """
        (SELECT \(Quoting.literal(facts.name.description)) AS place, id::text AS id,
          \(status) AS status, \(filename) AS filename
        FROM \(facts.name.sql) WHERE starts_with(replace(id::text, '-', ''), $1) LIMIT 1)
        """
    }
    let rows = try await store.look(
      parts.joined(separator: " UNION ALL "), [.text(name.digits)])
    return try rows.map { row in
      let place = try row.string("place")
      let known = [try row.optionalString("status"), try row.optionalString("filename")]
      let facts = known.compactMap(\.self).map { Sanitiser.visible(String($0.prefix(80))) }
      return facts.isEmpty ? place : "\(place) (\(facts.joined(separator: ", ")))"
    }
  }
}
