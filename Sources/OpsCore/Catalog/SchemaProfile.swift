/// What a database has, as its catalog says: columns, statuses, dependants, neighbours, rights.
///
/// Everything here is read from the server in hand. A column or a status that nobody has heard of is kept.
public struct SchemaProfile: Sendable {
  /// The columns of the table of batches, in their order.
  public let batchColumns: [BatchColumn]
  /// The indexes of the table of batches.
  public let batchIndexes: [BatchIndex]
  /// The statuses that batches may have.
  public let statusList: StatusList
  /// The type of the column `status` when it is an enumeration, usable in a cast; nil otherwise.
  public let statusEnumeration: String?
  /// The tables that dfops knows by name and that exist.
  public let tables: [TableFacts]
  /// The foreign keys through which rows depend on batches, the nearest first.
  public let foreignKeys: [ForeignKey]
  /// How far the server's clock is ahead of that of this machine.
  public let clockOffset: Duration

  /// Makes a profile.
  public init(
    batchColumns: [BatchColumn], batchIndexes: [BatchIndex] = [], statusList: StatusList,
    statusEnumeration: String? = nil, tables: [TableFacts] = [], foreignKeys: [ForeignKey] = [],
    clockOffset: Duration = .zero
  ) {
    self.batchColumns = batchColumns
    self.batchIndexes = batchIndexes
    self.statusList = statusList
    self.statusEnumeration = statusEnumeration
    self.tables = tables
    self.foreignKeys = foreignKeys
    self.clockOffset = clockOffset
    batchColumnNames = Set(batchColumns.map(\.name))
    errorSources = ErrorSource.detect(
      columnsByTable: Dictionary(
        tables.map { ($0.name.description, Set($0.columns)) },
        uniquingKeysWith: { first, _ in first }))
  }

  /// The names of the columns of the table of batches.
  public let batchColumnNames: Set<String>
  /// The tables of row errors.
  public let errorSources: [ErrorSource]

  // MARK: Statuses

  /// The statuses that batches may have, in the server's order.
  public var statuses: [String] { statusList.all }
  /// The status that batches start in, and are reset to.
  public var entryStatus: String { statusList.entry }
  /// The statuses of batches that a worker has.
  public var inFlight: [String] { statusList.of(.inFlight) }
  /// The statuses of batches that wait for a worker.
  public var waiting: [String] { statusList.of(.waiting) }
  /// The statuses of batches with which nothing more happens by itself.
  public var finalStatuses: [String] { statusList.of(.final) }

  /// Returns what a status means, whether or not this database allows it.
  public func statusClass(_ status: String) -> StatusClass { StatusClass.of(status) }

  // MARK: Tables

  /// Returns what is known about a table; nil when it does not exist, or is none that dfops knows by name.
  public func table(_ name: TableName) -> TableFacts? { tables.first { $0.name == name } }

  /// Returns a column of the table of batches.
  public func batchColumn(_ name: String) -> BatchColumn? {
    batchColumns.first { $0.name == name }
  }

  /// The columns with the time stamps of what happened to a batch, in their order.
  ///
  /// Times that lie ahead, such as the end of a lease, are not among them.
  public var stampColumns: [String] {
    batchColumns.filter { column in
      column.isTimestamp && column.name.hasSuffix("_at")
        && !Self.ahead.contains { column.name.contains($0) }
    }.map(\.name)
  }

  private static let ahead = ["expire", "next", "scheduled", "due", "retry"]

  /// Whether an index gives batches in the order of their creation.
  public var hasOrderIndex: Bool {
    batchIndexes.contains { $0.givesOrder && $0.columns.first == "created_at" }
  }

  /// Whether an index finds the batches of a status.
  public var hasStatusIndex: Bool {
    batchIndexes.contains { $0.givesOrder && $0.columns.first == "status" }
  }

  /// What time it is by the server's clock.
  public var serverNow: Instant { .now + clockOffset }
}
