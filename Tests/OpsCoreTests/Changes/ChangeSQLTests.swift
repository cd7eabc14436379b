internal import Postgres
internal import Testing

@testable import OpsCore

@Suite struct ChangeSQLTests {
  private let shape = TableShape(
    table: TableName("intake", "odd\"name"),
    columns: [
      .init(name: "id", type: "uuid", isNotNull: true, isComputed: false),
      .init(name: "Status", type: "text", isNotNull: true, isComputed: false),
      .init(name: "n", type: "integer", isNotNull: false, isComputed: false),
    ])

  @Test("Names are quoted and values are parameters")
  func update() {
    let write = RowWrite(
      table: shape.table, rows: [SeenRow(key: "k1"), SeenRow(key: "k2")],
      guards: [ColumnGuard(column: "Status", values: ["a", "b"])], assignment: .uniform([]))
    let statement = ChangeSQL.update(
      write,
      [
        Assignment("Status", .value("'; DROP TABLE x; --")), Assignment("n", .value(.null)),
        Assignment("t", .now),
      ], in: shape)
    #expect(
      statement.sql
        == #"UPDATE "intake"."odd""name" SET "Status" = $2, "n" = $3, "t" = now()"#
        + #" WHERE "id" = ANY($1::uuid[]) AND "Status"::text = ANY($4::text[])"#)
    #expect(statement.parameters.count == 4)
    #expect(statement.parameters[1] == .text("'; DROP TABLE x; --"))
    #expect(statement.parameters[2] == .null)
  }

  @Test(
    "trap 11: the guard restates the status on the row that the UPDATE hits, without a subquery")
  func guardOnTarget() {
    let write = RowWrite(
      table: shape.table, rows: [SeenRow(key: "k")],
      guards: [ColumnGuard(column: "Status", values: ["a"])], assignment: .uniform([]))
    let sql = ChangeSQL.update(write, [Assignment("n", .value(.null))], in: shape).sql
    #expect(!sql.contains("SELECT"))
    #expect(sql.contains(#""Status"::text = ANY"#))
  }

  @Test("Rows are locked in the order of their keys and never waited for")
  func lock() {
    let sql = ChangeSQL.images(of: shape, key: "id", keys: ["k"], lock: .noWait).sql
    #expect(sql.hasSuffix(#"ORDER BY "id" FOR UPDATE NOWAIT"#))
    #expect(sql.hasPrefix(#"SELECT xmin::text AS "@version", "id", "Status", "n" FROM"#))
  }

  @Test("Images are put back by the types of the table, NULL as NULL")
  func restore() {
    let image = AuditImage(
      table: "intake.t", key: "id", columns: ["id": "k", "Status": "x", "n": nil])
    let statement = ChangeSQL.restore([image], columns: ["Status", "n"], key: "id", in: shape)
    #expect(statement.sql.contains(#""Status" = image.c0::text, "n" = image.c1::integer"#))
    #expect(
      statement.sql.contains("unnest($1::text[], $2::text[], $3::text[]) AS image(k, c0, c1)"))
    #expect(statement.parameters[2] == .text("{NULL}"))
  }

  @Test(
    "A table's name is read as the journal writes it",
    arguments: [("a.b", "a.b"), ("a.b.c", "a.b.c"), ("a", nil), (".b", nil), ("a.", nil)]
      as [(String, String?)])
  func tableName(text: String, expected: String?) {
    #expect(TableName(text)?.description == expected)
  }
}
