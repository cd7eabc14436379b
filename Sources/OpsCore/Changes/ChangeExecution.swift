internal import Postgres

/// What a change has done when nothing but COMMIT is missing.
struct PreparedChange: Sendable {
  /// The transaction's id, by which the server knows later whether it was kept.
  var xid: String
  /// The rows as they were, every column.
  var before: [AuditImage] = []
  /// The rows as they will be, triggers included.
  var after: [AuditImage] = []
  /// The number of rows by table, and by label for rows without images.
  var counts: [String: Int] = [:]
  /// What triggers kept from being put back, as sentences.
  var remarks: [String] = []
}

/// The rows that a change needs are held by somebody else.
struct RowsHeld: Error {
  var table: TableName
  var key: String
  var keys: [String]
}

/// The part of a change that happens within its transaction.
struct ChangeExecution: Sendable {
  let plan: ChangePlan
  let observe: ChangeObserver

  /// Locks, compares, applies and reads back; the caller commits.
  func run(in transaction: Transaction) async throws -> PreparedChange {
    try await Self.checkSettings(transaction)
    try await observe(.begun, transaction)
    var prepared = PreparedChange(xid: "")
    var locked: [(write: RowWrite, shape: TableShape, images: RowImages)] = []
    for case .rows(let write) in plan.writes {
      let (shape, images) = try await lock(write, in: transaction)
      prepared.before += images.images
      locked.append((write, shape, images))
    }
    for case .bulk(let write) in plan.writes { try await recount(write, in: transaction) }
    try await observe(.locked, transaction)

    for (write, shape, images) in locked {
      prepared.remarks += try await apply(write, shape, images, in: transaction)
      prepared.counts[write.table.description, default: 0] += write.rows.count
    }
    for case .bulk(let write) in plan.writes {
      try await run(write.update, expecting: write.expected, of: write.table, in: transaction)
      prepared.counts[write.label, default: 0] += write.expected
    }
    try await observe(.applied, transaction)

    for (write, shape, _) in locked {
      let keys = write.rows.map(\.key)
      prepared.after +=
        try await RowImages(keys, key: write.key, shape: shape, lock: .none, in: transaction).images
    }
    prepared.xid = try await transaction.transactionID()
    return prepared
  }

  /// Makes texts comparable, and refuses a session in which triggers and foreign keys are out of force.
  static func checkSettings(_ transaction: Transaction) async throws {
    let row = try await transaction.query(ChangeSQL.settings).first
    let role = row?["replication_role"] ?? "unknown"
    guard role == "origin" else {
      throw OpsError(
        .refused, "session_replication_role is \(role): triggers and foreign keys are out of force",
        hint: "changes need a session in which it is origin")
    }
    guard row?["read_only"] == "off" else {
      throw OpsError(
        .refused, "the server gave a read-only transaction; nothing was changed",
        hint:
          "status tells whether this is a replica; a role may be read-only by default_transaction_read_only"
      )
    }
  }

  // MARK: Locking

  private func lock(
    _ write: RowWrite, in transaction: Transaction
  ) async throws -> (TableShape, RowImages) {
    guard let shape = try await TableShape.load(write.table, in: transaction) else {
      throw OpsError(
        .refused, "\(write.table) is gone; nothing was changed",
        hint: "status shows what this database has")
    }
    let keys = write.rows.map(\.key)
    do {
      let images = try await RowImages(
        keys, key: write.key, shape: shape, lock: .noWait, in: transaction)
      try compare(write, images)
      return (shape, images)
    } catch let error as PostgresError where error.sqlState == .lockNotAvailable {
      throw RowsHeld(table: write.table, key: write.key, keys: keys)
    }
  }

  /// Compares what is locked with what was seen: gone, another version, another value.
  private func compare(_ write: RowWrite, _ images: RowImages) throws {
    let present = images.byKey
    var lines: [String] = []
    for row in write.rows {
      let actual = present[row.key]
      if let diff = RowDiff.between(
        key: row.key, expected: row.columns, actual: actual?.columns)
      {
        lines += diff.lines
      } else if let seen = row.version, images.versions[row.key] != seen {
        lines.append("\(row.key): written by somebody since it was looked at")
      }
    }
    guard !lines.isEmpty else { return }
    throw OpsError(
      .refused, "\(write.table) has changed since: \(Self.joined(lines)); nothing was changed",
      hint: "look again, then decide")
  }

  private func recount(_ write: BulkWrite, in transaction: Transaction) async throws {
    let counted = try await transaction.query(write.count.sql, write.count.parameters)
    let actual = try counted.first?.int("n") ?? 0
    guard actual != write.expected else { return }
    throw OpsError(
      .refused,
      "\(write.label): \(write.expected) rows when looked at, \(actual) now; nothing was changed",
      hint: "look again, then decide")
  }

  // MARK: Applying

  /// Runs the statement of a write and returns what triggers did not let be put back.
  private func apply(
    _ write: RowWrite, _ shape: TableShape, _ current: RowImages, in transaction: Transaction
  ) async throws -> [String] {
    switch write.assignment {
    case .uniform(let assignments):
      let statement = ChangeSQL.update(write, assignments, in: shape)
      try await run(statement, expecting: write.rows.count, of: write.table, in: transaction)
      return []
    case .images(let images):
      return try await RowRestoration(write: write, images: images, shape: shape)
        .run(current: current, in: transaction, execute: run)
    }
  }

  /// Runs a statement and refuses any other number of rows than expected.
  private func run(
    _ statement: Statement, expecting expected: Int, of table: TableName,
    in transaction: Transaction
  ) async throws {
    let actual = try await affectedRows(statement, of: table, in: transaction)
    guard actual != expected else { return }
    throw OpsError(
      .refused,
      "\(table): the statement reached \(actual) rows, expected \(expected); nothing was changed",
      hint: "a trigger or a rule may keep rows from being changed")
  }

  private func affectedRows(
    _ statement: Statement, of table: TableName, in transaction: Transaction
  ) async throws -> Int {
    do {
      return try await transaction.query(statement.sql, statement.parameters).affectedRows
    } catch {
      guard error.sqlState == .lockNotAvailable else { throw error }
      throw RowsHeld(table: table, key: "id", keys: [])
    }
  }

  /// At most eight lines as one clause.
  static func joined(_ lines: [String]) -> String {
    let shown = lines.prefix(8).joined(separator: "; ")
    return lines.count > 8 ? "\(shown); and \(lines.count - 8) more" : shown
  }
}
