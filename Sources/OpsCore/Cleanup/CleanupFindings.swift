/// What a cleanup would meet, as a pure function of what was looked at.
struct CleanupFindings: Sendable {
  let graph: CleanupGraph
  let tables: [TableName: CleanupTable]
  let counts: CleanupCounts
  /// The number of batches that go.
  let batches: Int
  let limits: Limits
  /// The role that would delete.
  let role: String

  typealias Warning = CleanupPlan.Warning

  /// All sentences, in the order in which they matter.
  var warnings: [Warning] {
    rights + shapes + constraints + identities + unindexed.map(\.warning) + triggers + publications
  }

  /// The rows of a table that go; nil where they could not be counted.
  func rows(of table: TableName) -> Int? {
    guard table != .batches else { return batches }
    guard let index = graph.dependents.firstIndex(where: { $0.table == table }) else { return 0 }
    return counts.rows[index]?.values.reduce(0, +)
  }

  /// The references of a table that are emptied; nil where they could not be counted.
  func references(of table: TableName) -> Int? {
    var sum = 0
    for (index, reference) in graph.references.enumerated() where reference.table == table {
      guard let counted = counts.references[index] else { return nil }
      sum += counted.values.reduce(0, +)
    }
    return sum
  }

  private var losing: [CleanupTable] { graph.deletions.compactMap { tables[$0.table] } }

  private var referring: [CleanupTable] {
    var seen: Set<TableName> = []
    return graph.references.map(\.table).filter { seen.insert($0).inserted }.compactMap {
      tables[$0]
    }
  }

  // MARK: Rights

  private var rights: [Warning] {
    var warnings: [Warning] = []
    func missing(_ right: String, _ table: TableName, _ consequence: String) {
      warnings.append(
        Warning(
          "\(role) has no \(right) on \(table): \(consequence); GRANT \(right) ON \(table.sql)"
            + " TO \(Self.quoted(role)), or connect as another role", .obstacle))
    }
    for name in graph.tables {
      guard let table = tables[name] else {
        warnings.append(Warning("\(name) was not found in the catalog", .obstacle))
        continue
      }
      if !table.canSelect {
        missing("SELECT", name, "what would be touched there cannot be counted")
      } else if table.isRowSecurityActive {
        warnings.append(
          Warning(
            "row security hides rows of \(name) from \(role), so that no number would be true;"
              + " connect as a role that bypasses it", .obstacle))
      }
    }
    for table in losing where !table.canDelete {
      missing("DELETE", table.name, "its rows cannot be deleted")
    }
    if let table = tables[.batches], table.updatable.isEmpty {
      missing("UPDATE", table.name, "batches cannot be locked")
    }
    if tables[.batches]?.allowsTemporary == false {
      warnings.append(
        Warning(
          "\(role) may not make temporary tables, in which the ids of a transaction stand;"
            + " GRANT TEMPORARY ON DATABASE to it, or connect as another role", .obstacle))
    }
    for reference in graph.references {
      guard let table = tables[reference.table],
        !reference.key.emptiedColumns.allSatisfy(table.updatable.contains)
      else { continue }
      missing("UPDATE", table.name, "\(reference.name) cannot be emptied, nor put back")
    }
    return warnings
  }

  // MARK: Shapes

  private var shapes: [Warning] {
    var warnings: [Warning] = []
    for table in losing + referring.filter({ table in !losing.contains { $0.name == table.name } })
    {
      if table.kind != "r" {
        warnings.append(
          Warning("\(table.name) is partitioned, or no plain table: cleanup leaves it", .obstacle))
      } else if table.hasHeirs {
        warnings.append(
          Warning(
            "other tables inherit from \(table.name), whose rows no foreign key takes along",
            .obstacle))
      }
    }
    for table in losing where !table.deleteRules.isEmpty {
      warnings.append(Self.rule(table.deleteRules, "DELETE", table.name))
    }
    for table in referring where !table.updateRules.isEmpty {
      warnings.append(Self.rule(table.updateRules, "UPDATE", table.name))
    }
    for table in graph.circular {
      warnings.append(
        Warning(
          "rows of \(table) hang on rows of \(table) itself, directly or in a circle: they cannot"
            + " be taken in order", .obstacle))
    }
    return warnings
  }

  private static func rule(_ names: [String], _ event: String, _ table: TableName) -> Warning {
    Warning(
      "the rule \(names.joined(separator: ", ")) of \(table) rewrites every \(event)", .obstacle)
  }

  // MARK: Constraints

  private var constraints: [Warning] {
    var warnings: [Warning] = []
    for (key, found) in zip(graph.forbidding, counts.forbidding) {
      guard let found, found > 0 else { continue }
      let more = found >= CleanupCounts.obstructionBound ? "at least " : ""
      warnings.append(
        Warning(
          "\(more)\(found) \(found == 1 ? "row" : "rows") of \(key.table) refer to what would go:"
            + " \(key.constraint) (\(key.columns.joined(separator: ", "))) is ON DELETE"
            + " \(key.onDelete.sql), so the server refuses", .obstacle))
    }
    for (index, reference) in graph.references.enumerated() {
      let found = counts.references[index]?.values.reduce(0, +) ?? 0
      guard found > 0 else { continue }
      if tables[reference.table]?.hasPrimaryKey == false {
        warnings.append(
          Warning(
            "\(reference.table) has no primary key: \(found) emptied references"
              + " (\(reference.name)) could not be put back", .obstacle))
      }
      if reference.key.onDelete == .setDefault {
        warnings.append(
          Warning(
            "\(reference.key.constraint) sets \(reference.name) to its default in \(found) rows,"
              + " which could not be taken back", .obstacle))
      }
    }
    return warnings
  }

  // MARK: Replication

  /// The server checks the identity for the statements of its foreign keys too, even when they find no row.
  private var identities: [Warning] {
    var warnings: [Warning] = []
    func lacking(_ table: CleanupTable, _ event: String, _ publications: [CleanupTable.Publication])
    {
      guard !table.hasReplicaIdentity, let publication = publications.first else { return }
      warnings.append(
        Warning(
          "\(table.name) has no replica identity, and the publication \(publication.name) tells"
            + " every \(event) of it: the server refuses; ALTER TABLE \(table.name.sql)"
            + " REPLICA IDENTITY FULL, or give it a primary key", .obstacle))
    }
    for table in losing { lacking(table, "DELETE", table.publications.filter(\.tellsDeletes)) }
    for table in referring { lacking(table, "UPDATE", table.publications.filter(\.tellsUpdates)) }
    return warnings
  }
}
