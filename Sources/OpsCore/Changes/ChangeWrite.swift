public import Postgres

/// One step of a change, as data.
public enum ChangeWrite: Sendable, Equatable {
  /// Rows that are locked one by one, compared with what was seen, and kept as images.
  case rows(RowWrite)
  /// Rows that are too many for images: they carry their own before-image.
  case bulk(BulkWrite)

  /// The number of rows that are not batches.
  var dependentRows: Int {
    switch self {
    case .rows(let write): write.isDependent ? write.rows.count : 0
    case .bulk(let write): write.expected
    }
  }
}

/// A change of single rows of one table.
public struct RowWrite: Sendable, Equatable {
  /// The table.
  public var table: TableName
  /// The column that names a row.
  public var key: String
  /// The rows, with what was seen of them.
  public var rows: [SeenRow]
  /// What the UPDATE restates about each row beside its key.
  public var guards: [ColumnGuard]
  /// What the rows get.
  public var assignment: RowAssignment
  /// Whether the rows are not the batches themselves.
  public var isDependent: Bool

  /// Makes a write.
  public init(
    table: TableName, key: String = "id", rows: [SeenRow], guards: [ColumnGuard] = [],
    assignment: RowAssignment, isDependent: Bool = false
  ) {
    self.table = table
    self.key = key
    self.rows = rows
    self.guards = guards
    self.assignment = assignment
    self.isDependent = isDependent
  }
}

/// What was seen of a row when the change was planned.
public struct SeenRow: Sendable, Equatable {
  /// The value of the key column.
  public var key: String
  /// The row's `xmin`, which any UPDATE changes; nil when `columns` tells more.
  public var version: String?
  /// The columns that must still have these values.
  public var columns: [String: String?]

  /// Makes a seen row.
  public init(key: String, version: String? = nil, columns: [String: String?] = [:]) {
    self.key = key
    self.version = version
    self.columns = columns
  }
}

/// A condition that an UPDATE restates about the row that it hits, so that a row that has moved is not hit.
public struct ColumnGuard: Sendable, Equatable {
  /// The column.
  public var column: String
  /// The values that it may have.
  public var values: [String]

  /// Makes a guard.
  public init(column: String, values: [String]) {
    self.column = column
    self.values = values
  }
}

/// What rows get.
public enum RowAssignment: Sendable, Equatable {
  /// All rows get the same.
  case uniform([Assignment])
  /// Each row gets back the columns of its image.
  case images([AuditImage])
}

/// One column and what it gets.
public struct Assignment: Sendable, Equatable {
  /// Where the value comes from.
  public enum Source: Sendable, Equatable {
    /// A value that is bound as a parameter.
    case value(Value)
    /// The start of the transaction, by the server's clock.
    case now
  }

  /// The column.
  public var column: String
  /// What it gets.
  public var source: Source

  /// Makes an assignment.
  public init(_ column: String, _ source: Source) {
    self.column = column
    self.source = source
  }
}

/// A change of many rows by one statement, counted before and after.
public struct BulkWrite: Sendable, Equatable {
  /// What happens to the rows; also their key in the journal's counts.
  public var label: String
  /// The table.
  public var table: TableName
  /// Counts the rows, under the lock of the batches.
  public var count: Statement
  /// Changes the rows.
  public var update: Statement
  /// The number of rows that were counted when the change was planned.
  public var expected: Int

  /// Makes a write.
  public init(label: String, table: TableName, count: Statement, update: Statement, expected: Int) {
    self.label = label
    self.table = table
    self.count = count
    self.update = update
    self.expected = expected
  }
}
