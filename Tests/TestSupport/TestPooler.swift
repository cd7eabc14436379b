internal import FoundationEssentials
internal import Postgres

/// A PgBouncer in front of a test server, in transaction mode.
public final class TestPooler: Sendable {
  /// The port on 127.0.0.1.
  public let port: Int
  private let keeper: ChildProcess

  /// Whether PgBouncer is installed.
  public static let isInstalled = FileManager.default.isExecutableFile(atPath: program)

  private static let program = "/usr/sbin/pgbouncer"

  /// Starts a pooler and waits until it answers.
  public init(for server: TestServer) async throws {
    let directory = try TestServer.makeDirectory()
    port = try TestServer.freePort()
    try "\"postgres\" \"\"\n".write(
      toFile: directory + "/users.txt", atomically: false, encoding: .utf8)
    try """
    [databases]
    * = host=\(server.directory) port=\(server.port)
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = \(port)
    unix_socket_dir =
    auth_type = trust
    auth_file = \(directory)/users.txt
    pool_mode = transaction
    """.write(toFile: directory + "/pgbouncer.ini", atomically: false, encoding: .utf8)
    keeper = try TestServer.keep([Self.program, directory + "/pgbouncer.ini"], in: directory)
    let info = try ConnectionInfo(dsn: dsn(database: "postgres"))
    try await waitUntil("the pooler answers") {
      guard let connection = try? await Connection.connect(info) else { return false }
      await connection.close()
      return true
    }
  }

  /// Writes a connection string that leads through the pooler.
  public func dsn(database: String) -> String {
    "host=127.0.0.1 port=\(port) dbname=\(database) user=postgres"
  }
}
