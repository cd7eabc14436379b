internal import FoundationEssentials
public import Postgres

/// A database on a test server.
public struct TestDatabase: Sendable {
  /// The server.
  public let server: TestServer
  /// The name of the database.
  public let name: String

  /// Writes a connection string for the server's socket.
  ///
  /// - Parameters:
  ///   - user: The role.
  ///   - password: The password, if any.
  ///   - tcp: Goes over 127.0.0.1 instead of the socket.
  /// - Returns: The string in keyword form.
  public func dsn(user: String = "postgres", password: String? = nil, tcp: Bool = false) -> String {
    let host = tcp ? "127.0.0.1" : server.directory
    let quoted = password.map { word in
      " password='" + word.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
    return "host=\(host) port=\(server.port) dbname=\(name) user=\(user)" + (quoted ?? "")
  }

  /// Writes a connection string as a URI over 127.0.0.1.
  public func uri(user: String = "postgres") -> String {
    "postgresql://\(user)@127.0.0.1:\(server.port)/\(name)"
  }

  /// Connects over the socket.
  public func connect(user: String = "postgres") async throws -> Connection {
    try await Connection.connect(ConnectionInfo(dsn: dsn(user: user)))
  }

  /// Runs a text of several statements as superuser.
  public func execute(_ sql: String) async throws {
    try await run(sql)
  }

  /// Runs an SQL file as superuser.
  public func execute(file path: String) async throws {
    let sql = try String(contentsOfFile: path, encoding: .utf8)
    do {
      try await run(sql)
    } catch {
      throw ProcessError("\(path): \(error)")
    }
  }

  /// Runs a text of several statements as superuser and returns the rows of the last one.
  @discardableResult
  public func run(_ sql: String) async throws -> [[String?]] {
    let connection = try await connect()
    do {
      let rows = try await connection.executeScript(sql).last?.map(\.values) ?? []
      await connection.close()
      return rows
    } catch {
      await connection.close()
      throw error
    }
  }
}

extension TestDatabase {
  /// Ends all sessions and refuses new ones, as a server that is down, or takes them again.
  public func setReachable(_ isReachable: Bool) async throws {
    let others = TestDatabase(server: server, name: "postgres")
    try await others.execute(
      """
      ALTER DATABASE \(Quoting.identifier(name)) ALLOW_CONNECTIONS \(isReachable);
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = \(Quoting.literal(name)) AND NOT \(isReachable)
      """)
  }
}

/// Acts upon server processes from outside their session.
public enum Backend {
  /// Ends a server process, as an administrator does, and waits until it is gone.
  public static func kill(_ pid: Int32, on database: TestDatabase) async throws {
    try await database.execute("SELECT pg_terminate_backend(\(pid))")
    try await waitUntil("backend \(pid) is gone") {
      try await database.run("SELECT 1 FROM pg_stat_activity WHERE pid = \(pid)").isEmpty
    }
  }

  /// Waits until a server process waits for a lock.
  public static func waitForLock(_ pid: Int32, on database: TestDatabase) async throws {
    try await waitUntil("backend \(pid) waits for a lock") {
      try await !database.run(
        "SELECT 1 FROM pg_stat_activity WHERE pid = \(pid) AND wait_event_type = 'Lock'"
      ).isEmpty
    }
  }
}

extension TestDatabase {
  /// Names a database that exists already, or does not.
  public static func named(_ name: String, on server: TestServer) -> TestDatabase {
    TestDatabase(server: server, name: name)
  }
}
