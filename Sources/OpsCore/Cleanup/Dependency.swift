/// A foreign key with the columns of both sides in matching order, as a cleanup has to know it.
public struct Dependency: Codable, Sendable, Hashable {
  /// The name of the constraint.
  public var constraint: String
  /// The table that refers.
  public var table: TableName
  /// The columns that refer.
  public var columns: [String]
  /// The table that is referred to.
  public var referenced: TableName
  /// The columns that are referred to.
  public var referencedColumns: [String]
  /// What happens on a delete.
  public var onDelete: ForeignKey.DeleteRule
  /// The columns that a delete empties: all that refer, unless the constraint names some.
  public var emptiedColumns: [String]
  /// Whether the check may wait for COMMIT.
  public var isDeferrable: Bool
  /// Whether an index of the table begins with the columns that refer; without one each delete reads the whole table.
  public var hasIndex: Bool

  /// Makes a dependency.
  public init(
    constraint: String, table: TableName, columns: [String], referenced: TableName,
    referencedColumns: [String], onDelete: ForeignKey.DeleteRule, emptiedColumns: [String]? = nil,
    isDeferrable: Bool = false, hasIndex: Bool = true
  ) {
    self.constraint = constraint
    self.table = table
    self.columns = columns
    self.referenced = referenced
    self.referencedColumns = referencedColumns
    self.onDelete = onDelete
    self.emptiedColumns = emptiedColumns ?? columns
    self.isDeferrable = isDeferrable
    self.hasIndex = hasIndex
  }
}

/// A way along foreign keys from a table up to the batches: the first key is the table's own, the last one refers to
/// the batches.
public typealias DependencyWay = [Dependency]
