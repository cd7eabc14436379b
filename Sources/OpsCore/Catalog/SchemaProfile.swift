internal import Postgres

/// What a database has, as its catalog says: columns, statuses, dependants, neighbours, rights.
///
/// Everything here is read from the server in hand. A column or a status that nobody has heard of is kept.
public struct SchemaProfile: Sendable {
  /// How much of the catalog was read; what lies beyond must not be asked for, since nobody knows it.
  public let reach: CatalogReach
  /// The columns of the table of batches, in their order.
  public let batchColumns: [BatchColumn]
  /// The indexes of the table of batches.
  public let batchIndexes: [BatchIndex]
  /// How far the server's clock is ahead of that of this machine.
  public let clockOffset: Duration
  /// The names of the columns of the table of batches.
  public let batchColumnNames: Set<String>
  private let statusesRead: StatusList?
  private let enumerationRead: String?
  private let tablesRead: [TableFacts]
  private let foreignKeysRead: [ForeignKey]?
  private let errorSourcesRead: [ErrorSource]

  /// Makes a profile.
  public init(
    reach: CatalogReach = .whole, batchColumns: [BatchColumn], batchIndexes: [BatchIndex] = [],
    statusList: StatusList?, statusEnumeration: String? = nil, tables: [TableFacts] = [],
    foreignKeys: [ForeignKey]? = [], clockOffset: Duration = .zero
  ) {
    self.reach = reach
    self.batchColumns = batchColumns
    self.batchIndexes = batchIndexes
    self.clockOffset = clockOffset
    batchColumnNames = Set(batchColumns.map(\.name))
    statusesRead = statusList
    enumerationRead = statusEnumeration
    tablesRead = tables
    foreignKeysRead = foreignKeys
    errorSourcesRead =
      reach < .whole
      ? []
      : ErrorSource.detect(
        columnsByTable: Dictionary(
          tables.map { ($0.name.description, Set($0.columns)) },
          uniquingKeysWith: { first, _ in first }))
  }

  /// The statuses that batches may have.
  public var statusList: StatusList { read(statusesRead, .statuses) }
  /// The type of the column `status` when it is an enumeration, usable in a cast; nil otherwise.
  public var statusEnumeration: String? { read(.some(enumerationRead), .statuses) }
  /// The tables that dfops knows by name and that exist.
  public var tables: [TableFacts] { read(tablesRead, .whole) }
  /// The foreign keys through which rows depend on batches, the nearest first.
  public var foreignKeys: [ForeignKey] { read(foreignKeysRead, .whole) }
  /// The tables of row errors.
  public var errorSources: [ErrorSource] { read(errorSourcesRead, .whole) }

  /// Returns what was read; the end of the process is better than an empty list of dependants that nobody looked for.
  private func read<Value>(_ value: Value?, _ needed: CatalogReach) -> Value {
    guard reach >= needed, let value else {
      preconditionFailure("a command reads more of the catalog than it declares")
    }
    return value
  }

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
  public func table(_ name: TableName) -> TableFacts? {
    // The table of batches is always looked at.
    (name == .batches ? tablesRead : tables).first { $0.name == name }
  }

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
        && !Self.ahead.contains { column.name.containsScalars($0) }
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
