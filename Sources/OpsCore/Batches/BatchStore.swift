internal import Postgres

/// The batches of a database.
///
/// All reads run with row security switched off, so that a role from which rows are hidden gets an error and never an
/// empty list.
public struct BatchStore: Sendable {
  let connection: Connection
  let schema: SchemaProfile
  let environmentName: String
  /// The transaction in which everything is read; nil when each statement has its own.
  private let transaction: Transaction?
  static let timeouts = Timeouts(statement: .seconds(120))

  /// Makes a store over the database of a link.
  public init(link: Link) {
    self.init(
      connection: link.connection, schema: link.schema, environmentName: link.environment.name)
  }

  /// Makes a store that reads everything in one transaction, which sees one moment.
  init(link: Link, in transaction: Transaction) {
    self.init(
      connection: link.connection, schema: link.schema, environmentName: link.environment.name,
      transaction: transaction)
  }

  init(
    connection: Connection, schema: SchemaProfile, environmentName: String,
    transaction: Transaction? = nil
  ) {
    self.connection = connection
    self.schema = schema
    self.environmentName = environmentName
    self.transaction = transaction
  }

  /// Returns all batches that a filter lets through, the newest first unless it says otherwise.
  public func all(_ filter: BatchFilter) async throws -> [Batch] {
    try await page(filter, after: nil, limit: filter.limit).batches
  }

  /// Returns one page of a listing.
  ///
  /// - Parameters:
  ///   - filter: What the batches have in common; its limit does not count.
  ///   - cursor: The batch after which the page begins; nil for the first page.
  ///   - limit: The size of the page; nil for everything.
  /// - Returns: The batches, and whether there are more.
  /// - Throws: `OpsError` with exit status 1 for an exception that names no batch; `PostgresError`.
  public func page(_ filter: BatchFilter, after cursor: Batch?, limit: Int?) async throws
    -> BatchPage
  {
    let order: BatchOrder = filter.oldestFirst ? .oldestFirst : .newestFirst
    let excepted = try await exceptions(filter)
    var conditions = filter.conditions(in: schema, excepting: excepted)
    // The first rows in the order of an index cost next to nothing, so one round trip is all that matters.
    let isQuick = conditions.clauses.isEmpty && limit != nil && schema.hasOrderIndex
    if let cursor { order.start(after: cursor, &conditions, schema) }
    var sql = "SELECT \(BatchSQL.columns(in: schema)) FROM \(BatchSQL.table) AS b\(conditions.sql)"
    sql += " ORDER BY \(order.sql)"
    // One more than is shown tells whether there are more.
    if let limit { sql += " LIMIT \(conditions.bind(.int(limit + 1)))::bigint" }
    let rows =
      isQuick
      ? try await look(sql, conditions.parameters)
      : try await read(sql, conditions.parameters)
    let batches = try rows.prefix(limit ?? .max).map { try Batch($0) }
    return BatchPage(batches: batches, hasMore: rows.count > batches.count)
  }

  /// Resolves what is left out; an exception that names nothing would leave in what was meant to be kept.
  func exceptions(_ filter: BatchFilter) async throws -> [String] {
    guard !filter.except.isEmpty else { return [] }
    return try await find(filter.except, listing: nil).map(\.batch.id)
  }

  /// Runs a statement that finds what it looks for by an index.
  func look(_ sql: String, _ parameters: [Value]) async throws -> ResultSet {
    guard let transaction else { return try await connection.read(sql, parameters) }
    return try await transaction.query(sql, parameters)
  }

  /// Runs a statement that may have to read the whole table.
  func read(_ sql: String, _ parameters: [Value]) async throws -> ResultSet {
    if let transaction {
      _ = try await transaction.query(BatchSQL.plain)
      return try await transaction.query(sql, parameters)
    }
    return try await connection.transaction(.readOnly, Self.timeouts) { transaction in
      _ = try await transaction.query(BatchSQL.plain)
      return try await transaction.query(sql, parameters)
    }
  }
}

/// A part of a listing.
public struct BatchPage: Sendable, Equatable {
  /// The batches.
  public var batches: [Batch]
  /// Whether the listing goes on.
  public var hasMore: Bool
}

/// The orders in which batches are listed.
enum BatchOrder {
  case newestFirst
  case oldestFirst

  /// The id makes the order total, so that pages neither overlap nor leave gaps.
  var sql: String {
    switch self {
    case .newestFirst: "b.created_at DESC, b.id DESC"
    case .oldestFirst: "b.created_at, b.id"
    }
  }

  /// Lets the listing begin after a batch.
  ///
  /// Times that are NULL stand first in the one order and last in the other, as in the index.
  func start(after cursor: Batch, _ conditions: inout Conditions, _ schema: SchemaProfile) {
    let mayBeNull = schema.batchColumn("created_at")?.isNotNull != true
    let id = "\(conditions.bind(.uuid(cursor.id)))::uuid"
    let row = "FROM \(BatchSQL.table) AS c WHERE c.id = \(id)"
    let pair = "(SELECT c.created_at, c.id \(row))"
    let time = "(SELECT c.created_at \(row))"
    switch self {
    case .newestFirst where mayBeNull:
      conditions.add(
        "((b.created_at, b.id) < \(pair)"
          + " OR \(time) IS NULL AND (b.created_at IS NOT NULL OR b.id < \(id)))")
    case .newestFirst: conditions.add("(b.created_at, b.id) < \(pair)")
    case .oldestFirst where mayBeNull:
      conditions.add(
        "((b.created_at, b.id) > \(pair)"
          + " OR b.created_at IS NULL AND (\(time) IS NOT NULL OR b.id > \(id)))")
    case .oldestFirst: conditions.add("(b.created_at, b.id) > \(pair)")
    }
  }
}
