internal import CLibPQ
internal import Synchronization

/// The connection's inside: everything that touches libpq, on the connection's thread.
actor Wire {
  /// What other threads may look at without waiting.
  struct Life: Sendable {
    var socket: Int32 = -1
    var backendPID: Int32?
  }

  struct OpenTransaction {
    let id: Int
    let mode: TransactionMode
    let limit: Duration?
    let backendPID: Int32
  }

  /// When a wish to stop is obeyed.
  enum Stopping {
    /// Before the statement is sent and while it runs.
    case always
    /// While COMMIT runs: before, the caller has to roll back.
    case atCommit
    /// Not at all: ROLLBACK happens in any case.
    case never
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe thread.asUnownedSerialExecutor()
  }

  let info: ConnectionInfo
  let gate: CancelGate
  /// What no transaction may take longer than; one that has it only reads.
  let ceiling: Timeouts?
  private nonisolated let thread: ConnectionThread
  private nonisolated let sharedLife = Mutex(Life())
  private let log: NoticeLog
  private var channel: Channel?
  private(set) var open: OpenTransaction?
  private var lastID = 0

  init(
    info: ConnectionInfo, gate: CancelGate, log: NoticeLog, ceiling: Timeouts? = nil
  ) throws(PostgresError) {
    self.ceiling = ceiling
    self.info = info
    self.gate = gate
    self.log = log
    thread = try ConnectionThread()
  }

  nonisolated var life: Life { sharedLife.withLock(\.self) }

  nonisolated var isAlive: Bool {
    // The lock keeps the descriptor from being closed and reused meanwhile.
    sharedLife.withLock { $0.socket >= 0 && !Waiting.isHungUp($0.socket) }
  }

  // MARK: Opening and closing

  func open(
    deadline: Duration, tokens: [CancelToken]
  ) -> Result<ConnectionFacts, PostgresError> {
    Result { () throws(PostgresError) in
      guard !Task.isCancelled, !tokens.contains(where: \.isCancelled) else {
        throw PostgresError(.interrupted, "stopped before connecting")
      }
      let channel = try Dialer(info: info, limit: deadline)
        .dial(notices: log, wakeups: tokens.map(\.wakeup))
      self.channel = channel
      sharedLife.withLock { $0.socket = channel.socket }
      return channel.facts
    }
  }

  func close() {
    sharedLife.withLock { $0.socket = -1 }
    channel = nil
    open = nil
  }

  /// Gives the connection up: its state is not known any more.
  func abandon() {
    channel?.shutDown()
    close()
  }

  // MARK: Transactions

  func beginTransaction(
    _ mode: TransactionMode, limit: Duration?, backendPID: Int32
  ) -> OpenTransaction {
    lastID += 1
    let transaction = OpenTransaction(
      id: lastID, mode: mode, limit: limit, backendPID: backendPID)
    open = transaction
    remember(backendPID)
    return transaction
  }

  func endTransaction() { open = nil }

  func remember(_ backendPID: Int32) {
    sharedLife.withLock { $0.backendPID = backendPID }
  }

  // MARK: Statements

  /// Runs work that sends statements and reads all their answers.
  ///
  /// - Parameters:
  ///   - id: The transaction that the caller means, nil for none.
  ///   - limit: The server's own limit for a statement of the work.
  ///   - stopping: When somebody's wish to stop is obeyed.
  ///   - work: Sends and reads.
  /// - Returns: What the work returned.
  /// - Throws: What the work throws; the connection is given up when answers are outstanding.
  func perform<Success>(
    in id: Int?, limit: Duration? = nil, stopping: Stopping = .always,
    _ work: (Channel, inout Watch) throws -> Success
  ) throws(PostgresError) -> Success {
    guard let channel else { throw PostgresError(.connectionLost, "the connection is closed") }
    guard open?.id == id else { throw Self.misplaced(id) }
    gate.open()
    defer { gate.close() }
    if stopping == .always && Task.isCancelled {
      throw PostgresError(.interrupted, "stopped before the statement was sent")
    }
    var watch = Watch(
      gate: gate, limit: limit ?? open?.limit, canceller: canceller(channel, stopping))
    do {
      return try work(channel, &watch)
    } catch let error as PostgresError {
      if error.code == .connectionLost || channel.isBroken || !isSettled(channel) { abandon() }
      throw explained(error, watch)
    } catch {
      throw PostgresError(.misuse, "unexpected error: \(type(of: error))")
    }
  }

  /// Whether all answers have been read, so that the connection can be used on.
  private func isSettled(_ channel: Channel) -> Bool {
    channel.isQuiet
  }

  private func canceller(_ channel: Channel, _ stopping: Stopping) -> Canceller? {
    guard stopping != .never else { return nil }
    // Behind a pooler the process is ours only within a transaction; once COMMIT is done it may serve others.
    let pooled = stopping == .atCommit ? nil : open?.backendPID
    let isDirect = life.backendPID.map { $0 == channel.backendPID } ?? true
    return Canceller(info: info, backendPID: isDirect ? channel.backendPID : pooled)
  }

  private func explained(_ error: PostgresError, _ watch: Watch) -> PostgresError {
    guard error.sqlState == .queryCanceled, error.code == .server else { return error }
    var error = error
    if watch.isInterrupted {
      error.code = .interrupted
    } else if error.message.contains("statement timeout") {
      error.code = .timedOut
    }
    return error
  }

  private static func misplaced(_ id: Int?) -> PostgresError {
    id == nil
      ? PostgresError(.misuse, "a transaction is open on this connection; use the transaction")
      : PostgresError(.misuse, "the transaction has ended")
  }
}
