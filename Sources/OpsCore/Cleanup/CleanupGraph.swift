/// What goes, what is emptied and what stands in the way when batches are deleted, as the foreign keys have it.
public struct CleanupGraph: Codable, Sendable, Equatable {
  /// A table that loses rows.
  public struct Deletion: Codable, Sendable, Equatable {
    /// The table.
    public var table: TableName
    /// The ways on which its rows hang on a batch; none for the batches themselves.
    public var ways: [DependencyWay]
  }

  /// A foreign key whose columns are emptied in rows that stay.
  public struct Reference: Codable, Sendable, Equatable {
    /// The ways on which rows refer to what goes; the first key of each is the one that is emptied.
    public var ways: [DependencyWay]

    /// The foreign key.
    public var key: Dependency { ways[0][0] }
    /// The table, whose rows stay.
    public var table: TableName { key.table }
    /// The name for people and for machines: `schema.table.column`.
    public var name: String { "\(table).\(key.emptiedColumns.joined(separator: ","))" }
  }

  /// The tables that lose rows: who refers stands before who is referred to, the batches last.
  public var deletions: [Deletion]
  /// What is emptied in rows that stay.
  public var references: [Reference]
  /// The foreign keys that forbid the delete as long as a row refers to what goes.
  public var forbidding: [Dependency]
  /// Tables that hang on themselves, directly or in a circle; their rows cannot be taken in order.
  public var circular: [TableName]

  /// Follows the foreign keys from the batches.
  ///
  /// - Parameter all: All foreign keys of the database, in any order.
  public init(_ all: [Dependency]) {
    let byReferenced = Dictionary(grouping: all, by: \.referenced)
    var ways: [TableName: [DependencyWay]] = [.batches: [[]]]
    var order: [TableName] = [.batches]
    var circular: Set<TableName> = []
    var next: [(table: TableName, way: DependencyWay)] = [(.batches, [])]
    while let (table, way) = next.popLast() {
      for key in byReferenced[table] ?? [] where key.onDelete == .cascade {
        guard key.table != .batches, !way.contains(where: { $0.table == key.table }) else {
          circular.insert(key.table)
          continue
        }
        let longer = [key] + way
        if ways[key.table] == nil { order.append(key.table) }
        ways[key.table, default: []].append(longer)
        next.append((key.table, longer))
      }
    }
    let losing = Set(order)
    let keys = all.filter { losing.contains($0.referenced) }
      .sorted { ($0.table.description, $0.constraint) < ($1.table.description, $1.constraint) }
    deletions = Self.childrenFirst(order, keys: keys)
      .map { Deletion(table: $0, ways: $0 == .batches ? [] : Self.sorted(ways[$0] ?? [])) }
    references = keys.filter { $0.onDelete == .setNull || $0.onDelete == .setDefault }
      .map { key in Reference(ways: Self.sorted((ways[key.referenced] ?? []).map { [key] + $0 })) }
    forbidding = keys.filter { $0.onDelete == .noAction || $0.onDelete == .restrict }
    self.circular = circular.sorted { $0.description < $1.description }
  }

  /// The tables beside the batches that lose rows, in the order in which they do.
  public var dependents: [Deletion] { deletions.filter { $0.table != .batches } }

  /// Orders tables so that who refers to another, by whatever foreign key, comes before it.
  private static func childrenFirst(
    _ tables: [TableName], keys: [Dependency]
  ) -> [TableName] {
    var rest = tables.sorted { $0.description < $1.description }
    var ordered: [TableName] = []
    while !rest.isEmpty {
      let free = rest.firstIndex { table in
        (table != .batches || rest.count == 1)
          && !keys.contains {
            $0.referenced == table && $0.table != table && rest.contains($0.table)
          }
      }
      // A circle of references that are emptied has no order: the batches only come last.
      let index = free ?? rest.firstIndex { $0 != .batches } ?? 0
      ordered.append(rest.remove(at: index))
    }
    return ordered
  }

  private static func sorted(_ ways: [DependencyWay]) -> [DependencyWay] {
    ways.sorted {
      ($0.count, $0.map(\.constraint).joined(separator: " "))
        < ($1.count, $1.map(\.constraint).joined(separator: " "))
    }
  }
}
