public import Postgres

/// The columns of one table as the server has them, which is all that a change believes about it.
public struct TableShape: Sendable, Equatable {
  /// One column.
  public struct Column: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The type in the server's words, usable in a cast.
    public var type: String
    /// Whether NULL may not be stored.
    public var isNotNull: Bool
    /// Whether the server computes the value, so that no UPDATE can set it.
    public var isComputed: Bool
    /// Whether the value follows from other columns, so that no INSERT can give it either.
    public var isGenerated: Bool

    /// Makes a column.
    public init(
      name: String, type: String, isNotNull: Bool, isComputed: Bool, isGenerated: Bool = false
    ) {
      self.name = name
      self.type = type
      self.isNotNull = isNotNull
      self.isComputed = isComputed
      self.isGenerated = isGenerated
    }

    /// Whether the column holds a point in time.
    var isTimestamp: Bool { type.hasPrefix("timestamp") }
    /// Whether the column takes any text.
    var isText: Bool { type == "text" || type.hasPrefix("character varying") }
  }

  /// The table.
  public let table: TableName
  /// The columns in their order.
  public let columns: [Column]

  /// Makes a shape.
  public init(table: TableName, columns: [Column]) {
    self.table = table
    self.columns = columns
  }

  /// Returns a column by name.
  public subscript(name: String) -> Column? { columns.first { $0.name == name } }

  /// Says whether all of these columns are there.
  public func has(_ names: String...) -> Bool { names.allSatisfy { self[$0] != nil } }

  /// Reads the columns of a table; nil when there is no such table.
  public static func load(
    _ table: TableName, in transaction: Transaction
  ) async throws(PostgresError) -> TableShape? {
    let rows = try await transaction.query(ChangeSQL.columns, table.parameters)
    var columns: [Column] = []
    for row in rows {
      columns.append(
        Column(
          name: try row.string("name"), type: try row.string("type"),
          isNotNull: try row.bool("not_null"), isComputed: try row.bool("computed"),
          isGenerated: try row.bool("generated")))
    }
    return columns.isEmpty ? nil : TableShape(table: table, columns: columns)
  }
}
