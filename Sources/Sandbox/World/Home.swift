internal import ArgumentParser
internal import Foundation
internal import Postgres

/// Where this sandbox keeps its files, and how its server is reached.
struct Home: ParsableArguments {
  @Option(name: .customLong("home"), help: "The folder of the sandbox.")
  var path: String
  @Option(help: "The checkout that the sandbox belongs to.")
  var checkout: String

  /// Returns the path of a file of the sandbox.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Returns the content of a small file of the sandbox, without line ends around it.
  func text(_ name: String) throws -> String {
    try String(contentsOfFile: file(name), encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Writes a small file of the sandbox whole or not at all.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)), options: .atomic)
  }

  /// The folder of the SQL files.
  var sqlFolder: String { "\(checkout)/Sources/Sandbox/SQL" }

  /// Tells how to connect over the socket.
  ///
  /// - Parameters:
  ///   - database: The name of the database.
  ///   - user: The role; `postgres` needs no password there, every other role's password is its name.
  ///   - application: The name by which the session is seen.
  /// - Returns: The connection parameters.
  /// - Throws: When the sandbox has no socket or port yet.
  func connection(
    to database: String, user: String = "postgres", application: String = "dfops sandbox"
  ) throws -> ConnectionInfo {
    var info = try ConnectionInfo(dsn: "")
    info["host"] = try text("socket")
    info["port"] = try text("port")
    info["dbname"] = database
    info["user"] = user
    info["application_name"] = application
    if user != "postgres" { info["password"] = user }
    return info
  }

  /// Returns the URI of an environment over loopback.
  func uri(_ world: World, user: String, password: String) throws -> String {
    "postgresql://\(user):\(password)@127.0.0.1:\(try text("port"))/\(world.rawValue)"
  }
}
