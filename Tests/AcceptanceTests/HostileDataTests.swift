import FoundationEssentials
import Postgres
import TestSupport
import Testing

/// Texts from outside: nothing reaches a terminal raw, breaks a format, or changes a statement.
@Suite struct HostileDataTests {
  private static let names: [String] = [
    "plain.csv", "it's \"quoted\", really.csv", "two\nlines\r\n.csv", "\u{1B}[31mred\u{1B}[0m.csv",
    "\u{1B}]52;c;ZXZpbA==\u{07}.csv", "\u{9B}31m c1.csv", "\u{202E}fdp.csv",
    "=cmd|'/C calc'!A0.csv",
    "👩‍👩‍👧‍👦 family.csv", "'; DROP TABLE intake.simplicity_batches; --", "%_\\", "2026-02-30.csv", " ",
    String(repeating: "x", count: 100_000), "tab\tbed.csv", "zero\u{200B}width.csv",
  ]

  private func database(_ kind: SchemaKind) async throws -> TestDatabase {
    let database = try await TestServer.shared().database(kind)
    let values = Self.names.map { name in
      "(\(Quoting.literal(name)), 'failed', \(Quoting.literal(name)))"
    }
    try await database.execute(
      "INSERT INTO intake.simplicity_batches (filename, status, rejection_reason) VALUES "
        + values.joined(separator: ","))
    return database
  }

  private func tool(_ kind: SchemaKind) async throws -> Tool {
    let database = try await database(kind)
    return try kind == .dev ? Tool(dev: database) : Tool(prod: database)
  }

  @Test(
    "No format for people holds a control or bidirectional character",
    arguments: [SchemaKind.dev, .prod], ["table", "vertical", "markdown"])
  func people(_ kind: SchemaKind, _ format: String) async throws {
    let tool = try await tool(kind)
    defer { tool.removeState() }
    let run = try await tool.run("-e \(kind.rawValue) batches -o \(format)")
    #expect(run.status == 0, "\(run.stderr)")
    let bad = run.stdout.unicodeScalars.filter { scalar in
      (scalar.value < 0x20 && scalar != "\n") || (0x7F..<0xA0).contains(scalar.value)
        || (0x202A...0x202E).contains(scalar.value)
    }
    #expect(bad.isEmpty)
  }

  @Test("JSON and NDJSON carry every name byte for byte", arguments: [SchemaKind.dev, .prod])
  func machines(_ kind: SchemaKind) async throws {
    let tool = try await tool(kind)
    defer { tool.removeState() }
    struct Row: Decodable { let filename: String }
    let json = try await tool.run("-e \(kind.rawValue) batches -o json")
    let rows = try JSONDecoder().decode([Row].self, from: Data(json.stdout.utf8))
    #expect(Set(rows.map(\.filename)) == Set(Self.names))
    let lines = try await tool.run("-e \(kind.rawValue) batches -o ndjson").stdout.split(
      separator: "\n")
    let names = try lines.map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)).filename }
    #expect(Set(names) == Set(Self.names))
  }

  @Test(
    "CSV quotes what must be quoted, so that the names come back",
    arguments: [SchemaKind.dev, .prod])
  func csv(_ kind: SchemaKind) async throws {
    let tool = try await tool(kind)
    defer { tool.removeState() }
    let run = try await tool.run("-e \(kind.rawValue) batches -o csv")
    #expect(run.stdout.contains("\"it's \"\"quoted\"\", really.csv\""))
    #expect(run.stdout.contains("\"two\nlines\r\n.csv\""))
  }

  @Test("A filter takes every name literally, and nothing is executed")
  func filters() async throws {
    let database = try await database(.dev)
    let tool = try Tool(dev: database)
    defer { tool.removeState() }
    for name in Self.names where name.count < 1000 {
      let run = try await tool.run(["batches", "--filename", name, "-o", "ndjson"])
      #expect(run.status == 0, "\(run.stderr)")
      if !name.contains(where: { "*?".contains($0) }) {
        #expect(run.stdout.count { $0 == "\n" } == 1)
      }
    }
    let left = try await database.run("SELECT count(*) FROM intake.simplicity_batches")
    #expect(left[0][0] == "\(Self.names.count)")
  }

  @Test("A message of fail may hold anything, and comes back the same")
  func messages() async throws {
    let database = try await TestServer.shared().database(.dev)
    let tool = try Tool(dev: database)
    defer { tool.removeState() }
    for message in Self.names where message.contains(where: { !$0.isWhitespace }) {
      let id =
        try await database.run(
          "INSERT INTO intake.simplicity_batches (filename, status) VALUES ('a','staging') RETURNING id"
        )[0][0] ?? ""
      let run = try await tool.run(["fail", id, "--message=\(message)", "--yes"])
      #expect(run.status == 0, "\(run.stderr.prefix(300))")
      #expect(!run.stdout.contains("\u{1B}") && !run.stderr.contains("\u{1B}"))
      let stored = try await database.run(
        "SELECT rejection_reason FROM intake.simplicity_batches WHERE id = '\(id)'")
      #expect(stored[0][0] == message)
    }
    #expect(try await tool.run("audit verify").status == 0)
  }
}
