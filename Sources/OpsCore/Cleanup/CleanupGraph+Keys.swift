extension CleanupGraph {
  /// Nothing hangs on batches.
  static let empty = CleanupGraph([])

  /// All foreign keys that refer to what goes, each once.
  var keys: [Dependency] {
    var seen: Set<Dependency> = []
    let cascading = deletions.flatMap { $0.ways.compactMap(\.first) }
    return (cascading + references.map(\.key) + forbidding).filter { seen.insert($0).inserted }
  }

  /// All tables that lose rows or references, or forbid it, each once, in the order in which they stand here.
  var tables: [TableName] {
    var seen: Set<TableName> = []
    let all = deletions.map(\.table) + references.map(\.table) + forbidding.map(\.table) + circular
    return all.filter { seen.insert($0).inserted }
  }

  /// The ways on which the rows of a table that goes hang on a batch; the batches hang on themselves.
  func ways(of table: TableName) -> [DependencyWay] {
    table == .batches ? [[]] : deletions.first { $0.table == table }?.ways ?? []
  }

  /// The rows that forbid a delete by a foreign key, in the form of references.
  func obstruction(by key: Dependency) -> Reference {
    Reference(ways: ways(of: key.referenced).map { [key] + $0 })
  }

  /// The tables that have to be read to count the rows of a table that hang on a batch on these ways.
  func tablesToRead(_ table: TableName, _ ways: [DependencyWay]) -> Set<TableName> {
    var tables: Set<TableName> = [table]
    for key in ways.flatMap(\.self) {
      tables.insert(key.table)
      // The id of a batch stands in the column that refers to it, so the batches themselves are not read.
      if key.referenced != .batches || key.referencedColumns != ["id"] {
        tables.insert(key.referenced)
      }
    }
    return tables
  }
}
