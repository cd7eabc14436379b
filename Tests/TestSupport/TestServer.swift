internal import FoundationEssentials
internal import Glibc
internal import Postgres

/// A PostgreSQL server that belongs to this test process.
///
/// It listens on a socket in its own directory and on a loopback port. It stops, and its directory vanishes, when the
/// process ends in whatever way: a shell waits for the end of its standard input, which the process holds open.
public final class TestServer: Sendable {
  /// The directory of the server, which is also that of its socket.
  public let directory: String
  /// The port, for the socket and for 127.0.0.1.
  public let port: Int
  private let keeper: ChildProcess
  private let templates: Templates

  /// Where PostgreSQL's programs are.
  public static let bindir: String =
    ["/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin"]
    .filter { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }.last
    ?? "/usr/local/pgsql/bin"

  private static let instance = Task { try await TestServer() }

  /// Returns the server, started at the first call.
  public static func shared() async throws -> TestServer {
    try await instance.value
  }

  /// Starts a server of its own for tests that stop it or fill it up.
  ///
  /// - Parameter settings: Lines for postgresql.conf.
  /// - Returns: The server, which answers.
  /// - Throws: When PostgreSQL is missing or does not start.
  public static func separate(settings: [String] = []) async throws -> TestServer {
    try await TestServer(settings: settings)
  }

  private init(settings: [String] = []) async throws {
    directory = try Self.makeDirectory()
    port = try Self.freePort()
    let log = directory + "/setup.log"
    try ChildProcess.run(
      Self.asServerUser + [
        Self.bindir + "/initdb", "--pgdata=\(directory)/data", "--username=postgres",
        "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8",
      ], outputPath: log)
    let hasTLS = (try? Self.makeCertificate(directory, log: log)) != nil
    try Self.append(
      Self.configuration(directory, port, tls: hasTLS) + settings,
      to: directory + "/data/postgresql.conf")
    try Self.replace(Self.authentication, at: directory + "/data/pg_hba.conf")
    keeper = try Self.keep(
      [Self.bindir + "/postgres", "-D", directory + "/data"], in: directory)
    templates = Templates()
    let admin = TestDatabase(server: self, name: "postgres")
    try await waitUntil("the test server answers", timeout: .seconds(30)) {
      guard let connection = try? await admin.connect() else { return false }
      await connection.close()
      return true
    }
  }

  /// Makes a database of its own, empty or with the schema of an environment.
  public func database(_ kind: SchemaKind = .empty) async throws -> TestDatabase {
    try await templates.makeDatabase(kind, on: self)
  }

  /// Whether the server speaks TLS on its port.
  public var offersTLS: Bool {
    FileManager.default.fileExists(atPath: directory + "/data/server.key")
  }

  /// The process id of the server's main process.
  public var postmasterPID: Int32? {
    guard
      let text = try? String(contentsOfFile: directory + "/data/postmaster.pid", encoding: .utf8)
    else { return nil }
    return text.split(separator: "\n").first.flatMap { Int32($0) }
  }
}

extension TestServer {
  /// The server refuses to run as root.
  static var asServerUser: [String] {
    guard geteuid() == 0 else { return [] }
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]
  }

  /// Starts a server that ends, with its directory, when the returned process object goes away.
  static func keep(
    _ command: [String], in directory: String, asServerUser: Bool = true
  ) throws -> ChildProcess {
    let start = ((asServerUser ? Self.asServerUser : []) + command).joined(separator: " ")
    return try ChildProcess(
      [
        "/bin/sh", "-c",
        "\(start) </dev/null & server=$!; read -r _; kill -INT $server; wait $server; "
          + "rm -rf \"$1\"",
        "keeper", directory,
      ], outputPath: directory + "/server.log")
  }

  static func makeDirectory() throws -> String {
    // Short, because the path of a socket may have 107 bytes only.
    var template = Array("/tmp/dft.XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { throw ProcessError("mkdtemp failed") }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if geteuid() == 0, let user = unsafe getpwnam("postgres") {
      _ = unsafe chown(path, user.pointee.pw_uid, user.pointee.pw_gid)
    }
    return path
  }

  static func freePort() throws -> Int {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(socket, pointer, size) == 0 ? getsockname(socket, pointer, &size) : -1
      }
    }
    guard status == 0 else { throw ProcessError("no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  private static func makeCertificate(_ directory: String, log: String) throws {
    try ChildProcess.run(
      asServerUser + [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
        "-nodes", "-days", "2", "-subj", "/CN=localhost",
        "-keyout", directory + "/data/server.key", "-out", directory + "/data/server.crt",
      ], outputPath: log)
  }

  private static func configuration(_ directory: String, _ port: Int, tls: Bool) -> [String] {
    [
      "unix_socket_directories = '\(directory)'", "port = \(port)",
      "listen_addresses = '127.0.0.1'", "max_connections = 200", "fsync = off",
      "synchronous_commit = off", "full_page_writes = off", "shared_buffers = 64MB",
      "max_wal_size = 512MB", "timezone = 'UTC'", "ssl = \(tls ? "on" : "off")",
    ]
  }

  /// The role `dft_password` has to give its password on the port; everybody else is trusted.
  private static let authentication = """
    local all all trust
    host all dft_password 127.0.0.1/32 scram-sha-256
    host all all 127.0.0.1/32 trust
    """

  private static func append(_ lines: [String], to path: String) throws {
    let old = try String(contentsOfFile: path, encoding: .utf8)
    try replace(old + lines.joined(separator: "\n"), at: path)
  }

  /// Writes into the existing file, whose owner is the server's user.
  private static func replace(_ text: String, at path: String) throws {
    try (text + "\n").write(toFile: path, atomically: false, encoding: .utf8)
  }
}
