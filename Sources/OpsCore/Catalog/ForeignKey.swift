/// A foreign key by which rows depend, directly or through others, on a batch.
public struct ForeignKey: Sendable, Equatable {
  /// What happens to the row when the row that it refers to is deleted.
  public enum DeleteRule: String, Codable, Sendable, Equatable {
    /// The delete is refused, at the end of the statement or of the transaction.
    case noAction = "a"
    /// The delete is refused.
    case restrict = "r"
    /// The row is deleted, too.
    case cascade = "c"
    /// The reference is emptied.
    case setNull = "n"
    /// The reference gets its default.
    case setDefault = "d"

    /// The rule as SQL has it.
    public var sql: String {
      switch self {
      case .noAction: "NO ACTION"
      case .restrict: "RESTRICT"
      case .cascade: "CASCADE"
      case .setNull: "SET NULL"
      case .setDefault: "SET DEFAULT"
      }
    }
  }

  /// The name of the constraint.
  public var name: String
  /// The table that refers.
  public var table: TableName
  /// The columns that refer.
  public var columns: [String]
  /// The table that is referred to.
  public var referenced: TableName
  /// What happens on a delete.
  public var onDelete: DeleteRule

  /// Makes a foreign key.
  public init(
    name: String, table: TableName, columns: [String], referenced: TableName, onDelete: DeleteRule
  ) {
    self.name = name
    self.table = table
    self.columns = columns
    self.referenced = referenced
    self.onDelete = onDelete
  }
}

extension ForeignKey {
  /// Returns the foreign keys that lead to a table, directly or through others, the nearest first.
  static func leading(to table: TableName, among all: [ForeignKey]) -> [ForeignKey] {
    let byReferenced = Dictionary(grouping: all, by: \.referenced)
    var found: [ForeignKey] = []
    var seen: Set<TableName> = [table]
    var next = [table]
    while !next.isEmpty {
      let keys = next.flatMap { byReferenced[$0] ?? [] }
        .sorted { ($0.table.description, $0.name) < ($1.table.description, $1.name) }
      found += keys
      next = keys.map(\.table).filter { seen.insert($0).inserted }
    }
    return found
  }
}
