internal import CLibPQ
internal import Glibc

/// Owns one libpq connection and waits for its answers.
///
/// Every call blocks; it belongs to one thread at a time. `@unchecked Sendable` lets the thread that dials hand it to
/// the connection's thread; nobody keeps it.
@safe final class Channel: @unchecked Sendable {
  let handle: OpaquePointer
  private let notices: NoticeLog
  private let secrets: [String]

  /// Takes ownership of a libpq connection.
  init(_ connection: OpaquePointer, notices: NoticeLog, secrets: [String]) {
    unsafe self.handle = connection
    self.notices = notices
    self.secrets = secrets
  }

  deinit {
    unsafe PQfinish(handle)
  }

  var socket: Int32 { unsafe PQsocket(handle) }
  var isBroken: Bool { unsafe PQstatus(handle) == CONNECTION_BAD }
  var backendPID: Int32 { unsafe PQbackendPID(handle) }
  var usesTLS: Bool { unsafe PQsslInUse(handle) != 0 }
  var isIdle: Bool { unsafe PQtransactionStatus(handle) == PQTRANS_IDLE }

  var facts: ConnectionFacts {
    ConnectionFacts(
      host: unsafe Self.text(PQhost(handle)),
      address: unsafe Self.text(PQhostaddr(handle)),
      port: unsafe Self.text(PQport(handle)),
      database: unsafe Self.text(PQdb(handle)),
      user: unsafe Self.text(PQuser(handle)),
      tls: usesTLS
        ? unsafe PQsslAttribute(handle, "protocol").map { unsafe String(cString: $0) } ?? "TLS"
        : nil,
      // Distributions add their own version in parentheses.
      serverVersion: unsafe String(
        Self.text(PQparameterStatus(handle, "server_version")).prefix { $0 != " " }),
      clientPID: backendPID,
      applicationNameReported: unsafe PQparameterStatus(handle, "application_name")
        .map { unsafe String(cString: $0) })
  }

  /// Ends the connection's traffic at once, so that closing it never waits for a dead peer.
  func shutDown() {
    if socket >= 0 { _ = shutdown(socket, Int32(SHUT_RDWR)) }
  }

  // MARK: Sending

  /// Sends a text of one or several statements by the simple protocol.
  func send(_ sql: String) throws(PostgresError) {
    try check(unsafe PQsendQuery(handle, sql))
  }

  /// Sends one statement with parameters.
  func send(_ sql: String, _ parameters: [Value]) throws(PostgresError) {
    let sent = unsafe CStringArray.with(parameters.map(\.text)) { values in
      unsafe PQsendQueryParams(
        handle, sql, Int32(parameters.count), nil, values, nil, nil, 0)
    }
    try check(sent)
  }

  /// Sends several statements at once; the answers come back in order, then that of the sync.
  func sendPipeline(_ statements: [(sql: String, parameters: [Value])]) throws(PostgresError) {
    try check(unsafe PQenterPipelineMode(handle))
    for statement in statements { try send(statement.sql, statement.parameters) }
    try check(unsafe PQpipelineSync(handle))
  }

  func leavePipeline() throws(PostgresError) {
    try check(unsafe PQexitPipelineMode(handle))
  }

  private func check(_ status: Int32) throws(PostgresError) {
    guard status == 0 else { return }
    throw isBroken ? lost() : PostgresError(.misuse, libraryMessage)
  }

  // MARK: Receiving

  /// Returns the next result, or nil when the statement has no more.
  func nextResult(_ watch: inout Watch) throws(PostgresError) -> OpaquePointer? {
    while unsafe PQisBusy(handle) == 1 {
      guard try receive(&watch) else { break }
    }
    // On a broken connection this returns at once: the server's last words, or libpq's own error.
    return unsafe PQgetResult(handle)
  }

  /// Hands over the next bytes of a COPY; false when there are no more.
  func nextCopyData(
    _ watch: inout Watch, _ sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Bool {
    var bytes: UnsafeMutablePointer<CChar>?
    var isBroken = false
    while true {
      let count = unsafe PQgetCopyData(handle, &bytes, 1)
      if count > 0 {
        defer { unsafe PQfreemem(bytes) }
        unsafe try sink(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        return true
      }
      if count < 0 { return false }
      if isBroken { throw lost() }
      // What arrived before the end, such as the server's last words, still counts.
      isBroken = try !receive(&watch)
      watch.postpone()
    }
  }

  /// Hands over bytes of a COPY, and returns when they are on their way.
  func putCopyData(
    _ bytes: [UInt8], _ watch: inout Watch
  ) throws(PostgresError) {
    while true {
      let status = unsafe bytes.withUnsafeBytes {
        unsafe PQputCopyData(
          handle, $0.bindMemory(to: CChar.self).baseAddress, Int32($0.count))
      }
      if status == 1 { break }
      guard status == 0 else { throw lost() }
      try flush(&watch)
    }
    try flush(&watch)
  }

  /// Ends a COPY; with a reason the server drops what it has got.
  func endCopy(_ reason: String? = nil, _ watch: inout Watch) throws(PostgresError) {
    while true {
      let status = unsafe PQputCopyEnd(handle, reason)
      if status == 1 { break }
      guard status == 0 else { throw lost() }
      try flush(&watch)
    }
    try flush(&watch)
  }

  /// Lets sending return before everything is on its way, so that a wish to stop is heard meanwhile.
  func setSendingWaits(_ waits: Bool) throws(PostgresError) {
    guard unsafe PQsetnonblocking(handle, waits ? 0 : 1) == 0 else { throw lost() }
  }

  private func flush(_ watch: inout Watch) throws(PostgresError) {
    while true {
      switch unsafe PQflush(handle) {
      case 0: return
      case 1:
        // Errors and notices arrive meanwhile; the server may wait until they are taken.
        guard try receive(&watch, writing: true) else { throw lost() }
        watch.postpone()
      default: throw lost()
      }
    }
  }

  /// Waits for bytes, or for room to send, and reads what is there; false when the connection is broken.
  private func receive(
    _ watch: inout Watch, writing: Bool = false
  ) throws(PostgresError) -> Bool {
    switch Waiting.wait(
      socket: socket, writing: writing, wakeups: [watch.gate.wakeup], until: watch.deadline)
    {
    case .ready:
      return unsafe PQconsumeInput(handle) == 1
    case .woken:
      watch.gate.wakeup.lower()
      if watch.gate.isRequested { watch.interrupt(self) }
      return true
    case .expired:
      shutDown()
      throw watch.isInterrupted
        ? PostgresError(
          .interrupted, "stopped; the server did not answer, the connection was given up")
        : PostgresError(
          .connectionLost, "the server stopped answering; the connection was given up")
    }
  }

  /// Reads what has arrived without waiting; false when the connection is broken.
  func readAvailable() -> Bool {
    unsafe PQconsumeInput(handle) == 1 && !isBroken
  }

  /// Returns a notification that has arrived.
  func nextNotification() -> DatabaseNotification? {
    guard let notify = unsafe PQnotifies(handle) else { return nil }
    defer { unsafe PQfreemem(notify) }
    return DatabaseNotification(
      channel: unsafe Self.text(notify.pointee.relname),
      payload: unsafe Self.text(notify.pointee.extra), senderPID: unsafe notify.pointee.be_pid)
  }

  // MARK: Cancelling

  /// Makes the key that cancels the running statement over a connection of its own.
  func cancelKey() -> CancelKey? {
    unsafe PQgetCancel(handle).map { unsafe CancelKey($0) }
  }

  // MARK: Errors

  /// The error for a connection that broke.
  func lost() -> PostgresError {
    PostgresError(.connectionLost, "the connection was lost: \(libraryMessage)")
  }

  func redact(_ text: String) -> String { Redaction.redact(text, secrets: secrets) }

  private var libraryMessage: String {
    let text = unsafe Self.text(PQerrorMessage(handle))
    let line = text.prefix { $0 != "\n" }
    return line.isEmpty ? "no reason given" : redact(String(line))
  }

  static func text(_ pointer: UnsafePointer<CChar>?) -> String {
    unsafe pointer.map { unsafe String(cString: $0) } ?? ""
  }
}

/// The key that cancels the running statement of a connection.
@safe final class CancelKey: @unchecked Sendable {
  private let key: OpaquePointer

  init(_ key: OpaquePointer) {
    unsafe self.key = key
  }

  deinit {
    unsafe PQfreeCancel(key)
  }

  /// Sends the request and waits until the server has taken it.
  func send() -> Bool {
    var problem = [CChar](repeating: 0, count: 256)
    return unsafe PQcancel(key, &problem, Int32(problem.count)) == 1
  }
}
