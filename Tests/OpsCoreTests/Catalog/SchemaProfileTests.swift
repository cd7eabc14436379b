import Postgres
import TestSupport
import Testing

@testable import OpsCore

@Suite("The profile of a database")
struct SchemaProfileTests {
  private func load(
    _ kind: SchemaKind, user: String = "postgres", _ sql: String? = nil
  ) async throws -> SchemaProfile {
    let database = try await TestServer.shared().database(kind)
    if let sql { try await database.execute(sql) }
    let connection = try await database.connect(user: user)
    let profile = try await SchemaProfile.load(connection)
    await connection.close()
    return profile
  }

  @Test("The runbook's schema is read as it is, and differs in nothing")
  func dev() async throws {
    let profile = try await load(.dev)
    #expect(profile.differences.isEmpty)
    #expect(profile.statuses.count == 9)
    #expect(profile.entryStatus == "uploaded" && profile.waiting == ["uploaded"])
    #expect(profile.finalStatuses == ["completed", "failed"])
    #expect(profile.statusList.origin == .check && profile.statusList.isComplete)
    #expect(profile.stampColumns == ["created_at", "updated_at"])
    #expect(profile.hasOrderIndex && !profile.hasStatusIndex)
    #expect(profile.errorSources.map(\.name) == ["intake.row_errors"])
    #expect(profile.batchColumn("id")?.hasDefault == true)
    #expect(profile.batchColumn("filename")?.isNotNull == true)
    #expect(profile.clockOffset == .zero)
  }

  @Test(
    "The deployed schema is read as it is: statuses, tables of errors, dependants, row security")
  func prod() async throws {
    let profile = try await load(.prod)
    #expect(profile.entryStatus == "pending")
    #expect(profile.waiting == ["pending", "validated"])
    #expect(profile.inFlight == ["staging", "transforming", "upserting"])
    #expect(!profile.batchColumnNames.contains("updated_at"))
    #expect(profile.hasOrderIndex && profile.hasStatusIndex)
    #expect(
      profile.errorSources.map(\.name)
        == ErrorSource.Kind.allCases.map(\.rawValue).filter { name in
          profile.tables.contains { $0.name.description == name }
        })
    #expect(profile.errorSources.contains { $0.kind == .failedRows })
    let facts = try #require(profile.table(.batches))
    #expect(facts.rowSecurity.isEnabled && facts.rowSecurity.isForced)
    #expect(facts.isReadable && facts.privileges == [.select, .insert, .update, .delete])
    #expect(!profile.differences.isEmpty)
  }

  @Test("Foreign keys are followed through other tables, each with its rule")
  func foreignKeys() async throws {
    let keys = try await load(.prod).foreignKeys
    func rule(_ table: String, _ column: String) -> ForeignKey.DeleteRule? {
      keys.first { $0.table.description == table && $0.columns == [column] }?.onDelete
    }
    #expect(rule("intake.row_errors", "batch_id") == .cascade)
    #expect(rule("intake.simplicity_raw_rows", "batch_id") == .cascade)
    #expect(rule("public.plaintiffs", "source_batch_id") == .setNull)
    #expect(rule("intake.simplicity_failed_rows", "raw_row_id") == .setNull)
    let first = keys.firstIndex { $0.referenced != .batches } ?? keys.count
    #expect(keys[..<first].allSatisfy { $0.referenced == .batches })
  }

  @Test("A cycle of foreign keys, a key to itself and names that need quoting end well")
  func cycles() async throws {
    let keys = try await load(
      .dev,
      #"""
      CREATE SCHEMA "Odd.One";
      CREATE TABLE "Odd.One"."A ""t""" (id int PRIMARY KEY, up int REFERENCES "Odd.One"."A ""t""",
        batch uuid REFERENCES intake.simplicity_batches);
      CREATE TABLE public.b (id int PRIMARY KEY, a int REFERENCES "Odd.One"."A ""t""");
      ALTER TABLE "Odd.One"."A ""t""" ADD b int REFERENCES public.b ON DELETE RESTRICT
      """#
    ).foreignKeys
    let odd = TableName("Odd.One", #"A "t""#)
    #expect(keys.filter { $0.table == odd && $0.referenced == .batches }.count == 1)
    #expect(keys.filter { $0.table == odd && $0.referenced == odd }.count == 1)
    #expect(keys.contains { $0.table == odd && $0.onDelete == .restrict })
    #expect(Set(keys.map { "\($0.table) \($0.name)" }).count == keys.count)
  }

  @Test("A status and a column that nobody has heard of are kept")
  func unknown() async throws {
    let profile = try await load(
      .dev,
      """
      ALTER TABLE intake.simplicity_batches DROP CONSTRAINT simplicity_batches_status_check,
        ADD CHECK (status IN ('uploaded', 'quarantined', 'failed')), ADD "quarantined_at" timestamptz
      """)
    #expect(profile.statuses == ["uploaded", "quarantined", "failed"])
    #expect(profile.inFlight == ["quarantined"])
    #expect(profile.stampColumns.contains("quarantined_at"))
    #expect(profile.differences.contains { $0.contains("quarantined_at") })
  }

  @Test("An enumeration gives its labels, a domain its CHECK")
  func types() async throws {
    let dropped = """
      \(BatchFixture.dropViews)
      ALTER TABLE intake.simplicity_batches DROP CONSTRAINT simplicity_batches_status_check,
        ALTER status DROP DEFAULT;
      """
    let enumeration = try await load(
      .dev,
      """
      \(dropped) CREATE TYPE intake."Batch State" AS ENUM ('pending', 'staging', 'failed');
      ALTER TABLE intake.simplicity_batches
        ALTER status TYPE intake."Batch State" USING 'failed'
      """)
    #expect(enumeration.statuses == ["pending", "staging", "failed"])
    #expect(enumeration.statusEnumeration == #"intake."Batch State""#)
    let domain = try await load(
      .dev,
      """
      \(dropped) CREATE DOMAIN intake.state AS text CHECK (VALUE IN ('pending', 'failed'));
      ALTER TABLE intake.simplicity_batches ALTER status TYPE intake.state
      """)
    #expect(domain.statuses == ["pending", "failed"] && domain.statusEnumeration == nil)
  }

  @Test("Without a CHECK the rows are asked, and that is said")
  func unlimited() async throws {
    let profile = try await load(
      .dev,
      """
      ALTER TABLE intake.simplicity_batches DROP CONSTRAINT simplicity_batches_status_check,
        ADD CHECK (status <> '');
      INSERT INTO intake.simplicity_batches (filename, status) VALUES ('a', 'odd'), ('b', 'failed')
      """)
    #expect(profile.statuses == ["failed", "odd", "uploaded"])
    #expect(profile.statusList.origin == .rows && !profile.statusList.isComplete)
    #expect(profile.entryStatus == "uploaded")
    #expect(profile.differences.contains { $0.contains("no CHECK limits status") })
  }

  @Test("A role that row security blinds is told so by the profile, and can still make it")
  func blinded() async throws {
    let profile = try await load(.prod, user: "dragonfly_app")
    let facts = try #require(profile.table(.batches))
    #expect(facts.rowSecurity.isActive && !facts.isReadable)
    #expect(profile.statuses.contains("staging"))
  }

  @Test(
    "A database without the table says in one line what it has instead",
    arguments: [
      ("SELECT 1", "it has the schemas public"),
      ("CREATE TABLE public.my_batches ()", "the nearest are public.my_batches"),
      (
        "CREATE TABLE public.simplicity_batches (); CREATE TABLE public.batch_log ()",
        "the nearest are public.simplicity_batches, public.batch_log"
      ),
      (
        "CREATE SCHEMA intake; CREATE VIEW intake.simplicity_batches AS SELECT 1 AS id",
        "intake.simplicity_batches is not a table"
      ),
      (
        "CREATE SCHEMA intake; CREATE TABLE intake.simplicity_batches (id uuid, status text)",
        "intake.simplicity_batches has no column filename, only id, status"
      ),
      (
        "CREATE SCHEMA intake; CREATE TABLE intake.simplicity_batches (id int, status text)",
        "has a column id of the type integer, not uuid"
      ),
    ])
  func missing(_ sql: String, _ expected: String) async throws {
    let error = await #expect(throws: OpsError.self) { try await load(.empty, sql) }
    #expect(error?.exit == .cannotConnect)
    #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("\n") == false)
  }
}
