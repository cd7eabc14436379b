/// One connection to PostgreSQL.
///
/// All libpq calls run on a thread of the connection's own; callers only ever suspend. Statements of several tasks run
/// one after the other. While a transaction is open, the connection itself refuses statements: use the transaction.
public final class Connection: Sendable {
  /// What is known about the connection.
  public let facts: ConnectionFacts

  let wire: Wire
  let gate: CancelGate
  private let log: NoticeLog

  private init(wire: Wire, gate: CancelGate, log: NoticeLog, facts: ConnectionFacts) {
    self.wire = wire
    self.gate = gate
    self.log = log
    self.facts = facts
  }

  /// Connects.
  ///
  /// - Parameters:
  ///   - info: Where to connect.
  ///   - deadline: The time for all addresses together, name lookup, TLS and login included.
  ///   - ceiling: What no statement may take longer than, whoever sends it; such a connection only reads. Nil for none.
  ///   - cancellation: Ends the attempt when raised.
  /// - Returns: The connection, logged in.
  /// - Throws: `PostgresError` with the code `.connectionFailed`, `.authenticationFailed`, `.timedOut` or
  ///   `.interrupted`.
  public static func connect(
    _ info: ConnectionInfo, deadline: Duration = .seconds(5), ceiling: Timeouts? = nil,
    cancellation: CancelToken? = nil
  ) async throws(PostgresError) -> Connection {
    let gate = CancelGate()
    let log = NoticeLog()
    let wire = try Wire(info: info, gate: gate, log: log, ceiling: ceiling)
    let abort = CancelToken()
    let tokens = cancellation.map { [abort, $0] } ?? [abort]
    let opened = await withTaskCancellationHandler {
      await wire.open(deadline: deadline, tokens: tokens)
    } onCancel: {
      abort.cancel()
    }
    return Connection(wire: wire, gate: gate, log: log, facts: try opened.get())
  }

  /// Whether the connection is usable as far as can be told without asking the server.
  public var isAlive: Bool { wire.isAlive }

  /// The process id of the server process as SQL tells it, known after the first transaction.
  public var backendPID: Int32? { wire.life.backendPID }

  /// Whether a pooler stands between, nil until the first transaction.
  ///
  /// A pooler tells a process id at connect that differs from the server's own.
  public var isPooled: Bool? { backendPID.map { $0 != facts.clientPID } }

  /// The last notices of the server, oldest first.
  public var notices: [Notice] { log.notices }

  /// Calls the handler for each notice from now on; it runs on the connection's thread.
  public func onNotice(_ handler: (@Sendable (Notice) -> Void)?) {
    log.setHandler(handler)
  }

  /// Runs one statement outside of any transaction.
  ///
  /// No timeout guards it; prefer ``read(_:_:_:)`` and ``transaction(_:_:rowSecurityOff:_:)``.
  public func query(
    _ sql: String, _ parameters: [Value] = []
  ) async throws(PostgresError) -> ResultSet {
    try await cancellable { await self.wire.query(sql, parameters, in: nil) }
  }

  /// Runs one query in a read-only transaction of its own, in one round trip.
  public func read(
    _ sql: String, _ parameters: [Value] = [], _ timeouts: Timeouts = .default,
    rowSecurityOff: Bool = true
  ) async throws(PostgresError) -> ResultSet {
    try await read([(sql, parameters)], timeouts, rowSecurityOff: rowSecurityOff)[0]
  }

  /// Runs queries in a read-only transaction of their own, in one round trip.
  ///
  /// - Parameters:
  ///   - queries: The texts with their parameters, in order.
  ///   - timeouts: How long the server may take for each.
  ///   - rowSecurityOff: Lets the server raise an error instead of hiding rows by row security.
  /// - Returns: One result per query.
  /// - Throws: `PostgresError`.
  public func read(
    _ queries: [(sql: String, parameters: [Value])], _ timeouts: Timeouts = .default,
    rowSecurityOff: Bool = true
  ) async throws(PostgresError) -> [ResultSet] {
    try await cancellable {
      await self.wire.read(queries, timeouts, rowSecurityOff: rowSecurityOff)
    }
  }

  /// Runs a text of several statements and returns the result of each.
  ///
  /// It serves the sandbox and tests; parameters and guards are not to be had.
  @discardableResult
  public func executeScript(_ sql: String) async throws(PostgresError) -> [ResultSet] {
    try await cancellable { await self.wire.script(sql) }
  }

  /// Cancels the statement that runs now, and never a later one.
  ///
  /// Does nothing when none runs. The statement ends with the code `.interrupted`, or normally when it was faster.
  public func cancel() {
    gate.request()
  }

  /// Asks the server what became of a transaction.
  ///
  /// - Parameter xid: The id as ``Transaction/transactionID()`` returned it.
  /// - Returns: What the server remembers.
  /// - Throws: `PostgresError`.
  public func transactionStatus(_ xid: String) async throws(PostgresError) -> TransactionStatus {
    let rows = try await read("SELECT pg_xact_status($1::text::xid8) AS status", [.text(xid)])
    switch rows.first?["status"] {
    case "committed": return .committed
    case "aborted": return .aborted
    case "in progress": return .inProgress
    default: return .unknown
    }
  }

  /// Closes the connection; later calls fail.
  public func close() async {
    await wire.close()
  }

  /// Runs work on the wire; a cancelled task cancels its statement.
  func cancellable<Success: Sendable>(
    _ work: () async -> Result<Success, PostgresError>
  ) async throws(PostgresError) -> Success {
    let gate = gate
    let result = await withTaskCancellationHandler(operation: work) { gate.request() }
    return try result.get()
  }
}

/// What became of a transaction.
public enum TransactionStatus: String, Sendable, Hashable {
  /// It was kept.
  case committed
  /// It was undone.
  case aborted
  /// It runs still.
  case inProgress
  /// The server does not remember.
  case unknown
}
