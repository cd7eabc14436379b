/// What is known about one table, whatever it holds.
public struct TableFacts: Sendable, Equatable {
  /// What the role may do with a table.
  public struct Privileges: OptionSet, Sendable, Equatable {
    /// The bits.
    public let rawValue: Int

    /// Makes privileges.
    public init(rawValue: Int) {
      self.rawValue = rawValue
    }

    /// Rows may be read.
    public static let select = Privileges(rawValue: 1)
    /// Rows may be added.
    public static let insert = Privileges(rawValue: 2)
    /// Rows may be changed.
    public static let update = Privileges(rawValue: 4)
    /// Rows may be removed.
    public static let delete = Privileges(rawValue: 8)
  }

  /// Row security, which hides rows in silence where it is in force.
  public struct RowSecurity: Sendable, Equatable {
    /// Whether the table has it.
    public var isEnabled: Bool
    /// Whether the owner is not exempt.
    public var isForced: Bool
    /// Whether it hides rows from this role.
    public var isActive: Bool

    /// Makes the facts about row security.
    public init(isEnabled: Bool, isForced: Bool, isActive: Bool) {
      self.isEnabled = isEnabled
      self.isForced = isForced
      self.isActive = isActive
    }
  }

  /// The name.
  public var name: TableName
  /// Whether rows are stored in it: a table or a partitioned table, not a view.
  public var isTable: Bool
  /// The names of the columns, in their order.
  public var columns: [String]
  /// What the role may do with it.
  public var privileges: Privileges
  /// Whether rows are hidden.
  public var rowSecurity: RowSecurity

  /// Makes facts.
  public init(
    name: TableName, isTable: Bool = true, columns: [String], privileges: Privileges,
    rowSecurity: RowSecurity = RowSecurity(isEnabled: false, isForced: false, isActive: false)
  ) {
    self.name = name
    self.isTable = isTable
    self.columns = columns
    self.privileges = privileges
    self.rowSecurity = rowSecurity
  }

  /// Whether all rows of the table can be read.
  public var isReadable: Bool { privileges.contains(.select) && !rowSecurity.isActive }

  /// Says whether all of these columns are there.
  public func has(_ names: String...) -> Bool { names.allSatisfy(columns.contains) }
}

/// One column of the table of batches.
public struct BatchColumn: Sendable, Equatable {
  /// The name.
  public var name: String
  /// The type in the server's words.
  public var type: String
  /// Whether NULL may not be stored.
  public var isNotNull: Bool
  /// Whether a new row gets a value when none is given.
  public var hasDefault: Bool

  /// Makes a column.
  public init(name: String, type: String, isNotNull: Bool = false, hasDefault: Bool = false) {
    self.name = name
    self.type = type
    self.isNotNull = isNotNull
    self.hasDefault = hasDefault
  }

  /// Whether the column holds a point in time.
  public var isTimestamp: Bool { type.hasPrefix("timestamp") }
}

/// One index of the table of batches.
public struct BatchIndex: Sendable, Equatable {
  /// The columns of the key; an expression has no name and is empty.
  public var columns: [String]
  /// Whether it is a complete, valid B-tree, which can give rows in order.
  public var givesOrder: Bool

  /// Makes an index.
  public init(columns: [String], givesOrder: Bool) {
    self.columns = columns
    self.givesOrder = givesOrder
  }
}
