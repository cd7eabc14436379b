internal import FoundationEssentials
internal import Postgres

/// Which schema a test database has.
public enum SchemaKind: String, Sendable, CaseIterable {
  /// Nothing.
  case empty
  /// The schema of the dev environment.
  case dev
  /// The schema of the prod environment.
  case prod
}

/// Makes databases by copying a template that is made once per kind.
actor Templates {
  private var count = 0
  private var rolesTask: Task<Void, any Error>?
  private var tasks: [SchemaKind: Task<String, any Error>] = [:]

  func makeDatabase(_ kind: SchemaKind, on server: TestServer) async throws -> TestDatabase {
    let template = try await template(kind, on: server)
    count += 1
    let name = "dft_\(kind.rawValue)_\(count)"
    try await Self.create(name, from: template, on: server)
    return TestDatabase(server: server, name: name)
  }

  private func template(_ kind: SchemaKind, on server: TestServer) async throws -> String {
    if kind == .empty { return "template0" }
    if let task = tasks[kind] { return try await task.value }
    let roles = rolesTask ?? Task { try await Self.makeRoles(on: server) }
    rolesTask = roles
    let task = Task {
      try await roles.value
      let name = "dft_template_\(kind.rawValue)"
      try await Self.create(name, from: "template0", on: server)
      let database = TestDatabase(server: server, name: name)
      for file in try Self.files(of: kind) { try await database.execute(file: file) }
      return name
    }
    tasks[kind] = task
    return try await task.value
  }

  private static func create(
    _ name: String, from template: String, on server: TestServer
  ) async throws {
    try await TestDatabase(server: server, name: "postgres").execute(
      "CREATE DATABASE \(Quoting.identifier(name)) TEMPLATE \(Quoting.identifier(template))")
  }

  private static func makeRoles(on server: TestServer) async throws {
    let path = sqlDirectory + "/roles.sql"
    guard FileManager.default.fileExists(atPath: path) else { return }
    try await TestDatabase(server: server, name: "postgres").execute(file: path)
  }

  private static func files(of kind: SchemaKind) throws -> [String] {
    let directory = "\(sqlDirectory)/\(kind.rawValue)"
    return try FileManager.default.contentsOfDirectory(atPath: directory)
      .filter { $0.hasSuffix(".sql") }.sorted().map { "\(directory)/\($0)" }
  }

  /// The sandbox's SQL: tests and rehearsals run on the same schema.
  private static var sqlDirectory: String {
    var parts = #filePath.split(separator: "/").dropLast(3).map(String.init)
    parts += ["Sources", "Sandbox", "SQL"]
    return "/" + parts.joined(separator: "/")
  }
}
