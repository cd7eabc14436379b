public import Postgres

/// A row that some session holds, with the sessions that seem to hold it.
public struct HeldRow: Sendable, Equatable {
  /// The value of the row's key.
  public var key: String
  /// Who seems to hold it; empty when nobody was found at the second look.
  public var holders: [LockHolder]

  /// Makes a held row.
  public init(key: String, holders: [LockHolder]) {
    self.key = key
    self.holders = holders
  }

  /// Who holds the row, as a clause for people.
  public var reason: String {
    guard !holders.isEmpty else { return "held by a session that the second look did not find" }
    return "held by " + holders.map(\.description).joined(separator: " and ")
  }
}

/// A session that seems to hold a lock: evidence, since it may end at any moment.
public struct LockHolder: Sendable, Equatable, CustomStringConvertible {
  /// The name by which the program introduced itself.
  public var applicationName: String
  /// The process id of the server process.
  public var pid: Int
  /// The user; nil when hidden.
  public var user: String?
  /// What the session does; nil when hidden.
  public var state: String?
  /// The age of its transaction in seconds; nil when hidden.
  public var seconds: Int?

  /// The holder for people: name, pid, user, state and age.
  public var description: String {
    let name = applicationName.isEmpty ? "an unnamed program" : Sanitiser.visible(applicationName)
    var facts = ["pid \(pid)"]
    if let user { facts.append("user \(Sanitiser.visible(user))") }
    if let state { facts.append(state) }
    if let seconds { facts.append("transaction open for \(HumanTime.age(seconds: seconds))") }
    return "\(name) (\(facts.joined(separator: ", ")))"
  }
}

/// Finds out which rows are held, and by whom, without waiting.
public struct LockProbe: Sendable {
  let connection: Connection

  /// Makes a probe on a connection that has no transaction open.
  public init(_ connection: Connection) {
    self.connection = connection
  }

  /// Returns the rows that another session holds; rows that do not exist are not among them.
  ///
  /// A locked row names its locker in `xmax`, so looking comes first and takes no lock: two operators who look at the
  /// same time do not see each other. Only a row whose locker is still running is asked for, and let go by ROLLBACK.
  public func heldRows(
    of table: TableName, key: String = "id", keys: [String]
  ) async throws -> [HeldRow] {
    guard !keys.isEmpty else { return [] }
    var byTransaction: [String: [LockHolder]] = [:]
    let marked = try await marks(of: table, key: key, keys: keys)
    for xmax in Set(marked.map(\.xmax)) { byTransaction[xmax] = try await holders(of: xmax) }
    let suspects = marked.filter { byTransaction[$0.xmax]?.isEmpty == false }
    let free = try await freeRows(of: table, key: key, keys: suspects.map(\.key))
    return suspects.filter { !free.contains($0.key) }.map { row in
      HeldRow(key: row.key, holders: byTransaction[row.xmax] ?? [])
    }
  }

  /// Returns the sessions that hold a lock on a table as a whole, which keeps everybody from its rows.
  public func tableHolders(of table: TableName) async throws -> [LockHolder] {
    try await holders(on: table, modes: ["ExclusiveLock", "AccessExclusiveLock"])
  }

  /// Makes of a wait for a lock that was in vain an error that names who keeps a table of ours, where somebody does.
  func explained(_ error: PostgresError) async -> any Error {
    guard let blockade = try? await blockade() else { return error }
    return OpsError(
      .refused, "\(blockade); nothing was changed", hint: blockade.hint, sqlState: error.sqlState)
  }

  /// Returns the sessions that have locked or changed some rows of a table, whichever these are.
  func rowHolders(in table: TableName) async throws -> [LockHolder] {
    try await holders(on: table, modes: ["RowShareLock", "RowExclusiveLock"])
  }

  private func holders(on table: TableName, modes: [String]) async throws -> [LockHolder] {
    try await connection.read(
      LockSQL.relationHolders, [.text(table.sql), .textArray(modes)]
    ).map(Self.holder)
  }

  /// Returns the rows that some transaction, ended or not, has marked as locked or replaced.
  func marks(
    of table: TableName, key: String, keys: [String]
  ) async throws -> [(key: String, xmax: String)] {
    try await connection.transaction(.readOnly, Self.timeouts) { transaction in
      guard let shape = try await TableShape.load(table, in: transaction) else { return [] }
      let all = ChangeSQL.keys(of: shape, key: key, keys: keys, lock: .none)
      return try await transaction.query(all.sql, all.parameters).compactMap { row in
        guard let name = row[0], let xmax = row[1], xmax != "0" else { return nil }
        return (name, xmax)
      }
    }
  }

  /// Returns those of the rows that can be locked at this moment.
  private func freeRows(of table: TableName, key: String, keys: [String]) async throws -> Set<
    String
  > {
    guard !keys.isEmpty else { return [] }
    var free: Set<String> = []
    do {
      try await connection.transaction(.readWrite, Self.timeouts) { transaction in
        guard let shape = try await TableShape.load(table, in: transaction) else { throw Undo() }
        let statement = ChangeSQL.keys(of: shape, key: key, keys: keys, lock: .skip)
        let rows = try await transaction.query(statement.sql, statement.parameters)
        free = Set(rows.compactMap { $0[0] })
        throw Undo()
      }
    } catch is Undo {
    } catch let error as PostgresError where error.sqlState == .lockNotAvailable {
      // The table as a whole is held: no row of it is free.
    }
    return free
  }

  /// Returns who runs the transaction, or the members of the multixact, that `xmax` names.
  func holders(of xmax: String) async throws -> [LockHolder] {
    let direct = try await connection.read(LockSQL.transactionHolders, [.textArray([xmax])])
    guard direct.isEmpty else { return try direct.map(Self.holder) }
    // No running transaction has this number, so it may name a group of lockers; asking is an error when not.
    guard let members = try? await connection.read(LockSQL.members, [.text(xmax)]) else {
      return []
    }
    let ids = members.compactMap { $0["xid"] }
    return try await connection.read(LockSQL.transactionHolders, [.textArray(ids)])
      .map(Self.holder)
  }

  static func holder(_ row: Row) throws(PostgresError) -> LockHolder {
    LockHolder(
      applicationName: try row.optionalString("application_name") ?? "",
      pid: try row.int("pid"), user: try row.optionalString("usename"),
      state: try row.optionalString("state"), seconds: try row.optionalInt("seconds"))
  }

  private static let timeouts = Timeouts(statement: .seconds(2), lock: .milliseconds(500))

  /// Ends the probing transaction by ROLLBACK.
  private struct Undo: Error {}
}

/// The statements that tell who holds a lock.
enum LockSQL {
  /// The sessions that run one of the transactions `$1`.
  static let transactionHolders = """
    SELECT DISTINCT a.pid, a.application_name, a.usename::text AS usename, a.state,
      extract(epoch FROM clock_timestamp() - a.xact_start)::bigint AS seconds
    FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a USING (pid)
    WHERE l.locktype = 'transactionid' AND l.granted AND l.mode = 'ExclusiveLock'
      AND l.transactionid::text = ANY($1::text[])
    ORDER BY a.pid
    """

  /// The transactions that share the lock of a row.
  static let members = "SELECT xid::text AS xid FROM pg_get_multixact_members($1::text::xid)"

  /// The sessions that hold a lock of one of the modes `$2` on the table `$1`.
  static let relationHolders = """
    SELECT DISTINCT a.pid, a.application_name, a.usename::text AS usename, a.state,
      extract(epoch FROM clock_timestamp() - a.xact_start)::bigint AS seconds
    FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a USING (pid)
    WHERE l.locktype = 'relation' AND l.granted AND l.relation = to_regclass($1)
      AND l.pid <> pg_backend_pid() AND l.mode = ANY($2::text[])
    ORDER BY a.pid
    """
}
