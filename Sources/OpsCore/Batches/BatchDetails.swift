internal import Postgres

/// Everything that the database says about one batch.
public struct BatchDetails: Sendable, Equatable {
  /// The errors that one table holds for the batch.
  public struct ErrorCount: Sendable, Equatable {
    /// The table, such as `intake.row_errors`.
    public var table: String
    /// How many; nil when this role may not read the table.
    public var count: Int?
  }

  /// A point in time at which something happened.
  public struct Event: Sendable, Equatable {
    /// The column that says so, such as `staged_at`.
    public var name: String
    /// When it happened.
    public var time: Instant
  }

  /// All columns, known or not, in their order.
  public var columns: Fields
  /// The errors by table.
  public var errors: [ErrorCount]
  /// Signs that somebody may be at work on it.
  public var evidence: [Evidence]
  /// What happened, the earliest first.
  public var timeline: [Event]
  /// Whether rows of the file are staged, from which a worker can read it again; nil when that cannot be told.
  public var hasRawRows: Bool?

  /// Where the original file is stored, as far as the batch says.
  public var storagePath: String? {
    guard case .text(let path)? = columns["storage_path"], !path.isEmpty else { return nil }
    return path
  }

  /// The reasons that the batch gives, wherever its writers put them.
  public var reasons: [(column: String, text: String)] {
    ["rejection_reason", "error_summary"].compactMap { name in
      guard case .text(let text)? = columns[name], !text.isEmpty else { return nil }
      return (name, text)
    }
  }
}

extension BatchStore {
  /// Returns everything that the database says about a batch.
  ///
  /// - Throws: `OpsError` with exit status 1 when the batch has gone meanwhile; `PostgresError`.
  public func details(of batch: Batch) async throws -> BatchDetails {
    let rows = try await connection.read(
      "SELECT b.* FROM \(BatchSQL.table) AS b WHERE b.id = $1::uuid", [.uuid(batch.id)])
    guard let row = rows.first else {
      throw OpsError(
        .failed, "the batch \(batch.id) has just gone",
        hint: "audit list shows what was deleted from here")
    }
    var fields: [(String, DataValue)] = []
    var events: [BatchDetails.Event] = []
    let stamps = Set(schema.stampColumns)
    for (index, name) in row.columns.enumerated() {
      let value = Self.value(row[index], type: schema.batchColumn(name)?.type ?? "text")
      fields.append((name, value))
      if stamps.contains(name), case .time(let time) = value {
        events.append(BatchDetails.Event(name: name, time: time))
      }
    }
    let counts = try await errorCounts(batch.id)
    let evidence = try await EvidenceFinder(connection: connection).look(for: [batch.id])
    // Stable, so that stamps of the same moment stay in the order of the columns.
    let timeline = events.enumerated()
      .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    return BatchDetails(
      columns: Fields(fields), errors: counts, evidence: evidence[batch.id] ?? [],
      timeline: timeline, hasRawRows: try await hasRawRows(batch.id))
  }

  /// Returns what the batch says about where its file is.
  public func storagePath(of batch: Batch) async throws -> String? {
    guard schema.batchColumnNames.contains("storage_path") else { return nil }
    return try await connection.read(
      "SELECT b.storage_path FROM \(BatchSQL.table) AS b WHERE b.id = $1::uuid", [.uuid(batch.id)]
    ).first?.optionalString("storage_path")
  }

  /// Asks whether a worker would find rows of the file without the file.
  private func hasRawRows(_ id: String) async throws -> Bool? {
    guard let table = schema.table(.rawRows) else { return false }
    guard table.isReadable else { return nil }
    return try await connection.read(
      "SELECT EXISTS (SELECT FROM \(TableName.rawRows.sql) WHERE batch_id = $1::uuid) AS found",
      [.uuid(id)], Self.timeouts
    ).first?.bool("found")
  }

  private func errorCounts(_ id: String) async throws -> [BatchDetails.ErrorCount] {
    let readable = schema.errorSources.filter { isReadable($0) }
    let parts = readable.map { source in
      "SELECT \(source.expression(.source)) AS source, count(*) AS errors FROM \(source.quotedName)"
        + " WHERE batch_id = $1::uuid" + (source.condition.map { " AND \($0)" } ?? "")
    }
    var counts: [String: Int] = [:]
    if !parts.isEmpty {
      let rows = try await connection.read(
        parts.joined(separator: " UNION ALL "), [.uuid(id)], Self.timeouts)
      for row in rows { counts[try row.string("source")] = try row.int("errors") }
    }
    return schema.errorSources.map {
      BatchDetails.ErrorCount(table: $0.name, count: counts[$0.name])
    }
  }

  private func isReadable(_ source: ErrorSource) -> Bool {
    schema.table(TableName(source.schema, source.table))?.isReadable ?? false
  }

  /// Types a text by the type of its column; what does not fit stays a text.
  static func value(_ text: String?, type: String) -> DataValue {
    guard let text else { return .null }
    switch type {
    case "smallint", "integer", "bigint": return Int64(text).map(DataValue.int) ?? .text(text)
    case "real", "double precision": return Double(text).map(DataValue.double) ?? .text(text)
    case "boolean": return text == "t" ? .bool(true) : text == "f" ? .bool(false) : .text(text)
    case _ where type.hasPrefix("timestamp"):
      return Instant(postgres: text).map(DataValue.time) ?? .text(text)
    case _ where type.hasPrefix("numeric"):
      return Double(text).flatMap { $0.isFinite ? .double($0) : nil } ?? .text(text)
    default: return .text(text)
    }
  }
}
