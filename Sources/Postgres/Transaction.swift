/// An open transaction, valid within the body that received it.
public struct Transaction: Sendable {
  /// How the transaction may touch the database.
  public let mode: TransactionMode
  /// The process id of the server process that runs it.
  public let backendPID: Int32
  let id: Int
  let connection: Connection

  /// Runs one statement.
  public func query(
    _ sql: String, _ parameters: [Value] = []
  ) async throws(PostgresError) -> ResultSet {
    try await connection.cancellable { await connection.wire.query(sql, parameters, in: id) }
  }

  /// Returns the id of the transaction, by which ``Connection/transactionStatus(_:)`` knows it later.
  public func transactionID() async throws(PostgresError) -> String {
    let rows = try await query("SELECT pg_current_xact_id()::text AS xid")
    guard let row = rows.first else {
      throw PostgresError(.decoding, "the server returned no transaction id")
    }
    return try row.string("xid")
  }

  /// Streams the output of a `COPY … TO STDOUT` to the sink and returns the number of rows.
  ///
  /// The sink gets one piece per row, in libpq's own memory, valid during the call. It runs on the connection's thread;
  /// while it is busy, the server waits. An error of the sink cancels the COPY and is rethrown.
  public func copyOut(
    _ sql: String, to sink: @escaping @Sendable (UnsafeRawBufferPointer) throws -> Void
  ) async throws -> Int64 {
    let gate = connection.gate
    let copied = await withTaskCancellationHandler {
      unsafe await connection.wire.copyOut(sql, in: id, sink)
    } onCancel: {
      gate.request()
    }
    return try copied.get()
  }

  /// Streams pieces of the source into a `COPY … FROM STDIN` and returns the number of rows.
  ///
  /// The source runs on the connection's thread and returns nil at its end. Where one piece ends within a row does not
  /// matter. An error of the source ends the COPY, so that no row of it is kept, and is rethrown.
  public func copyIn(
    _ sql: String, from source: @escaping @Sendable () throws -> [UInt8]?
  ) async throws -> Int64 {
    let gate = connection.gate
    let copied = await withTaskCancellationHandler {
      await connection.wire.copyIn(sql, in: id, source)
    } onCancel: {
      gate.request()
    }
    return try copied.get()
  }
}

extension Connection {
  /// Runs the body in a transaction: commits when it returns, rolls back when it throws.
  ///
  /// BEGIN, the timeouts of this transaction and their reading back take one round trip.
  ///
  /// - Parameters:
  ///   - mode: How the transaction may touch the database.
  ///   - timeouts: How long the server may take.
  ///   - rowSecurityOff: Lets the server raise an error instead of hiding rows by row security.
  ///   - body: The work. It must not wait for people.
  /// - Returns: What the body returned.
  /// - Throws: What the body throws, or `PostgresError`: with the code `.commitUnknown` when the connection broke while
  ///   COMMIT was under way.
  public func transaction<Success: Sendable>(
    _ mode: TransactionMode = .readOnly, _ timeouts: Timeouts = .default,
    rowSecurityOff: Bool = true, _ body: (Transaction) async throws -> Success
  ) async throws -> Success {
    let begun = try await cancellable {
      await wire.begin(mode, timeouts, rowSecurityOff: rowSecurityOff)
    }
    let transaction = Transaction(
      mode: mode, backendPID: begun.backendPID, id: begun.id, connection: self)
    let success: Success
    do {
      success = try await body(transaction)
    } catch {
      await wire.rollBack(begun.id)
      throw error
    }
    if Task.isCancelled {
      await wire.rollBack(begun.id)
      throw PostgresError(.interrupted, "stopped before COMMIT; nothing was changed")
    }
    try await cancellable { await wire.commit(begun.id, mode) }
    return success
  }
}
