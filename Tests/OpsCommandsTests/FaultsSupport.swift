internal import TestSupport

/// A shell on a database with batches, and how a change through it is told.
///
/// The database with the deployed schema is the protected environment `prod`, the other one is `dev`.
struct ChangeShell {
  let kind: SchemaKind
  let harness: Harness

  static func make(_ kind: SchemaKind, isNamed: Bool = true) async throws -> ChangeShell {
    let harness = try await Harness.make(kind, environmentNamedExplicitly: isNamed)
    return ChangeShell(kind: kind, harness: harness)
  }

  var database: TestDatabase { harness.database }
  /// The entry state of the schema.
  var entry: String { kind == .dev ? "uploaded" : "pending" }
  /// What makes a change of one batch go ahead without a terminal.
  var consent: String { kind == .dev ? "--yes" : "-e prod --expect 1 --reason INC-42" }

  /// Runs one line and returns what came of it.
  func run(_ line: String) async throws -> Harness.Run {
    try await harness.run(line)
  }

  // MARK: Rows

  func addBatch(status: String = "staging", filename: String = "a.csv") async throws -> String {
    let rows = try await database.run(
      """
      INSERT INTO intake.simplicity_batches (filename, status, row_count_total, row_count_inserted)
      VALUES ('\(filename)', '\(status)', 10, 4) RETURNING id
      """)
    return rows[0][0] ?? ""
  }

  func row(_ id: String) async throws -> String? {
    try await database.run(
      "SELECT t::text FROM intake.simplicity_batches AS t WHERE id = '\(id)'"
    ).first?[0]
  }

  func status(_ id: String) async throws -> String? {
    try await database.run("SELECT status FROM intake.simplicity_batches WHERE id = '\(id)'")
      .first?[0]
  }
}
