import Postgres
import TestSupport
import Testing

@testable import OpsCore

@Suite("How much of the catalog is read")
struct CatalogReachTests {
  @Test("Who reads less knows the same of what was read", arguments: [SchemaKind.dev, .prod])
  func sameFacts(_ kind: SchemaKind) async throws {
    let connection = try await TestServer.shared().database(kind).connect()
    let whole = try await SchemaProfile.load(connection)
    for reach in [CatalogReach.batches, .statuses] {
      let part = try await SchemaProfile.load(connection, reach: reach)
      #expect(part.reach == reach)
      #expect(part.batchColumns == whole.batchColumns)
      #expect(part.batchIndexes == whole.batchIndexes)
      #expect(part.table(.batches) == whole.table(.batches))
      #expect(part.clockOffset == whole.clockOffset)
      if reach == .statuses { #expect(part.statusList == whole.statusList) }
    }
    await connection.close()
  }

  @Test(
    "A missing table or column is named, however little is read",
    arguments: [CatalogReach.batches, .statuses, .whole],
    [
      ("CREATE TABLE public.my_batches ()", "the nearest are public.my_batches"),
      (
        "CREATE SCHEMA intake; CREATE VIEW intake.simplicity_batches AS SELECT 1 AS id",
        "intake.simplicity_batches is not a table"
      ),
      (
        "CREATE SCHEMA intake; CREATE TABLE intake.simplicity_batches (id uuid, status text)",
        "intake.simplicity_batches has no column filename, only id, status"
      ),
    ])
  func missing(_ reach: CatalogReach, _ example: (sql: String, expected: String)) async throws {
    let database = try await TestServer.shared().database(.empty)
    try await database.execute(example.sql)
    let connection = try await database.connect()
    let error = await #expect(throws: OpsError.self) {
      try await SchemaProfile.load(connection, reach: reach)
    }
    #expect(error?.exit == .cannotConnect)
    #expect(error?.message.contains(example.expected) == true, "\(error?.message ?? "")")
    await connection.close()
  }

  @Test("A role that may not enter the schema is told of the table and of no right to it")
  func outside() async throws {
    let database = try await TestServer.shared().database(.dev)
    try await database.execute(
      """
      CREATE ROLE outside_\(database.name) LOGIN;
      GRANT SELECT ON intake.simplicity_batches TO outside_\(database.name);
      REVOKE USAGE ON SCHEMA intake FROM PUBLIC
      """)
    let connection = try await database.connect(user: "outside_\(database.name)")
    for reach in [CatalogReach.batches, .whole] {
      let facts = try await SchemaProfile.load(connection, reach: reach).table(.batches)
      #expect(facts?.privileges == [] && facts?.columns.contains("filename") == true)
    }
    await connection.close()
  }

  @Test("A connection that was made for little is kept when more of the catalog is needed")
  func wider() async throws {
    let database = try await TestServer.shared().database(.prod)
    let context = try await makeContext(expect: nil, limits: .none, dsn: database.dsn())
    let narrow = Context(
      dispatcher: context.dispatcher, options: context.options, output: context.output,
      commandLine: "", reach: .batches)
    let first = try await narrow.link()
    #expect(first.schema.reach == .batches)
    let second = try await context.link()
    #expect(second.schema.reach == .whole && !second.schema.foreignKeys.isEmpty)
    #expect(second.connection === first.connection)
    #expect(try await narrow.link().schema.reach == .whole)
    await context.session.close()
  }
}
