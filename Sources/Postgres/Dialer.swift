internal import CLibPQ
internal import Glibc

/// Makes libpq connections, one address after the other, within one deadline.
struct Dialer: Sendable {
  let info: ConnectionInfo
  let deadline: ContinuousClock.Instant
  let limit: Duration

  init(info: ConnectionInfo, limit: Duration) {
    let asked = info["connect_timeout"].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
    self.info = info
    self.limit = min(limit, asked.map { .seconds($0) } ?? limit)
    deadline = .now + self.limit
  }

  /// Connects; where names have to be looked up, which cannot be interrupted, on a thread that can be left behind.
  func dial(
    notices: NoticeLog = NoticeLog(), wakeups: [Wakeup] = []
  ) throws(PostgresError) -> Channel {
    if Candidate.needNoLookup(info) { return try dialEach(notices, wakeups) }
    let outcome = Abandonable.run(until: deadline, wakeups: wakeups) {
      () -> Result<Channel, PostgresError> in
      do throws(PostgresError) {
        return .success(try dialEach(notices, []))
      } catch {
        return .failure(error)
      }
    }
    switch outcome {
    case .finished(let result): return try result.get()
    case .interrupted: throw stopped()
    case .expired: throw expired()
    }
  }

  private func dialEach(
    _ notices: NoticeLog, _ wakeups: [Wakeup]
  ) throws(PostgresError) -> Channel {
    let candidates = Candidate.all(of: info)
    var failure: PostgresError?
    for (index, candidate) in candidates.enumerated() {
      // A dead address must leave time for the ones behind it.
      let share = (deadline - .now) / (candidates.count - index)
      do throws(PostgresError) {
        return try dial(candidate, until: .now + share, notices, wakeups)
      } catch {
        failure = error
        guard Self.mayTryNext(error) else { break }
      }
    }
    throw failure ?? expired()
  }

  private static func mayTryNext(_ error: PostgresError) -> Bool {
    switch error.code {
    case .timedOut: true
    case .connectionFailed: error.sqlState == nil || error.sqlState == .cannotConnectNow
    default: false
    }
  }

  private func dial(
    _ candidate: Candidate, until deadline: ContinuousClock.Instant, _ notices: NoticeLog,
    _ wakeups: [Wakeup]
  ) throws(PostgresError) -> Channel {
    let parameters = candidate.parameters(of: info)
    let started = unsafe CStringArray.with(parameters.map(\.key)) { keywords in
      unsafe CStringArray.with(parameters.map(\.value)) { values in
        unsafe PQconnectStartParams(keywords, values, 0)
      }
    }
    guard let connection = unsafe started else {
      throw PostgresError(.connectionFailed, "libpq has no memory for a connection")
    }
    unsafe notices.attach(to: connection)
    // Verbose messages carry the SQLSTATE, which libpq keeps to itself while connecting.
    unsafe PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
    var secrets = info.secrets
    if let password = unsafe PQpass(connection), unsafe password.pointee != 0 {
      unsafe secrets.append(String(cString: password))
    }
    let channel = unsafe Channel(connection, notices: notices, secrets: secrets)
    let isConnected = unsafe try poll(connection, until: deadline, wakeups)
    guard isConnected else {
      throw ConnectFailure.error(
        text: channel.redact(unsafe Channel.text(PQerrorMessage(connection))),
        needsPassword: unsafe PQconnectionNeedsPassword(connection) == 1)
    }
    unsafe PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
    return channel
  }

  private func poll(
    _ connection: OpaquePointer, until deadline: ContinuousClock.Instant, _ wakeups: [Wakeup]
  ) throws(PostgresError) -> Bool {
    guard unsafe PQstatus(connection) != CONNECTION_BAD else { return false }
    var status = PGRES_POLLING_WRITING
    while true {
      switch status {
      case PGRES_POLLING_OK: return true
      case PGRES_POLLING_READING, PGRES_POLLING_WRITING:
        let outcome = Waiting.wait(
          socket: unsafe PQsocket(connection), writing: status == PGRES_POLLING_WRITING,
          wakeups: wakeups, until: deadline)
        switch outcome {
        case .ready: break
        case .woken: throw stopped()
        case .expired: throw expired()
        }
      default: return false
      }
      status = unsafe PQconnectPoll(connection)
    }
  }

  private func stopped() -> PostgresError {
    PostgresError(.interrupted, "stopped while connecting to \(place)")
  }

  private func expired() -> PostgresError {
    PostgresError(
      .timedOut, "no answer from \(place) within \(Double(limit.milliseconds) / 1000) s",
      hint: "check the network, the host name and the port")
  }

  private var place: String {
    guard let host = info.host else { return "the server" }
    return info.port.map { "\(host):\($0)" } ?? host
  }
}
