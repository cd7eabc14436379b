extension SchemaProfile {
  /// How this database differs from the runbook's picture, in sentences; empty where its SQL runs as it stands.
  public var differences: [String] {
    columnDifferences + statusDifferences + tableDifferences + orderDifferences
  }

  private var columnDifferences: [String] {
    var sentences: [String] = []
    let missing = Runbook.columns.filter { !batchColumnNames.contains($0) }
    if !missing.isEmpty {
      sentences.append("\(Self.name) has no \(Self.listed("column", missing))")
    }
    let others = batchColumns.map(\.name).filter { !Runbook.columns.contains($0) }
    if !others.isEmpty {
      sentences.append("\(Self.name) also has \(Self.listed("column", others))")
    }
    if let created = batchColumn("created_at"), created.type != "timestamp with time zone" {
      sentences.append("created_at is \(created.type): its values are taken as UTC")
    }
    return sentences
  }

  private var statusDifferences: [String] {
    var sentences: [String] = []
    if Set(statuses) != Set(Runbook.statuses) {
      let ours = statuses.map(Sanitiser.visible).joined(separator: ", ")
      sentences.append(
        "statuses are \(ours.isEmpty ? "not limited" : ours) instead of "
          + Runbook.statuses.joined(separator: ", "))
    }
    switch statusList.origin {
    case .check where !statusList.isComplete:
      sentences.append("the CHECK on status was never validated: rows may have others")
    case .rows:
      sentences.append("no CHECK limits status: what is listed was read from the rows")
    default: break
    }
    if entryStatus != Runbook.entryStatus {
      sentences.append(
        "the entry state is \(Sanitiser.visible(entryStatus)), not \(Runbook.entryStatus)")
    }
    return sentences
  }

  private var tableDifferences: [String] {
    var sentences: [String] = []
    let missing = Runbook.tables.filter { table($0) == nil }.map(\.description)
    if !missing.isEmpty { sentences.append("there is no \(missing.joined(separator: ", "))") }
    let others = errorSources.map(\.name).filter { $0 != ErrorSource.Kind.rowErrors.rawValue }
    if !others.isEmpty {
      sentences.append("row errors are also in \(others.joined(separator: ", "))")
    }
    let direct = foreignKeys.filter {
      $0.referenced == .batches && $0.table.description != ErrorSource.Kind.rowErrors.rawValue
    }
    if !direct.isEmpty {
      let list = direct.map { "\(Sanitiser.visible($0.table.description)) (\($0.onDelete.sql))" }
      sentences.append("deleting a batch also reaches \(list.joined(separator: ", "))")
    }
    return sentences
  }

  private var orderDifferences: [String] {
    hasOrderIndex ? [] : ["no index on created_at: every listing reads the whole table"]
  }

  private static let name = TableName.batches.description

  private static func listed(_ one: String, _ names: [String]) -> String {
    let list = names.map(Sanitiser.visible).joined(separator: ", ")
    return "\(one)\(names.count == 1 ? "" : "s") \(list)"
  }
}

/// The picture that the runbook draws of the database.
private enum Runbook {
  static let columns = [
    "id", "filename", "source", "file_hash", "storage_path", "status", "row_count_total",
    "row_count_inserted", "row_count_invalid", "error_threshold_percent", "rejection_reason",
    "created_at", "updated_at",
  ]
  static let statuses = [
    "uploaded", "staging", "validating", "transforming", "inserting", "upserting", "processing",
    "completed", "failed",
  ]
  static let entryStatus = "uploaded"
  static let tables = [TableName("intake", "row_errors"), .jobs, .heartbeats]
}
