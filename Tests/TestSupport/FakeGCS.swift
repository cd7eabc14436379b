internal import FoundationEssentials

/// A real fake-gcs-server with a bucket in memory.
public final class FakeGCS: Sendable {
  /// The address of the server.
  public let url: String
  /// The port on which it listens.
  public let port: Int
  private let keeper: ChildProcess

  /// Whether the server is installed.
  public static let isInstalled = FileManager.default.isExecutableFile(atPath: program)

  /// Whether tests that need it run: where a server is required, they fail without it.
  public static let isWanted =
    isInstalled || ProcessInfo.processInfo.environment["DFOPS_REQUIRE_SERVER"] == "1"

  /// Where `scripts/bootstrap` puts it.
  private static var program: String {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(root)/.build-tools/fake-gcs-server"
  }

  /// Starts a server and waits until it answers.
  ///
  /// - Parameter objects: The size in bytes of what is in the bucket from the start, by its name.
  /// - Throws: `ProcessError` when it is not installed, `WaitTimeout`.
  public init(objects: [String: Int] = [:]) async throws {
    guard Self.isInstalled else {
      throw ProcessError("there is no \(Self.program); scripts/bootstrap installs it")
    }
    let directory = try TestServer.makeDirectory()
    port = try TestServer.freePort()
    url = "http://127.0.0.1:\(port)"
    try FileManager.default.createDirectory(
      atPath: directory + "/data/intake", withIntermediateDirectories: true)
    for (name, size) in objects {
      let path = directory + "/data/intake/" + name
      let folder = "/" + path.split(separator: "/").dropLast().joined(separator: "/")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(repeating: 0x78, count: size).write(to: URL(filePath: path))
    }
    keeper = try TestServer.keep(
      [
        Self.program, "-scheme", "http", "-backend", "memory", "-host", "127.0.0.1", "-port",
        "\(port)", "-external-url", url, "-data", directory + "/data",
      ], in: directory, asServerUser: false)
    let log = directory + "/server.log"
    try await waitUntil("fake-gcs-server listens") {
      (try? String(contentsOfFile: log, encoding: .utf8))?.contains("server started") ?? false
    }
  }
}
