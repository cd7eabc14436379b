import Testing

@testable import OpsCore

@Suite struct CleanupGraphTests {
  /// A schema and what must come of it.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var keys: [Dependency]
    var dependents: [String] = []
    var references: [String] = []
    var forbidding: [String] = []
    var circular: [String] = []
    var testDescription: String { name }
  }

  static func key(
    _ child: String, _ columns: [String], _ parent: String = "batches",
    _ rule: ForeignKey.DeleteRule = .cascade, _ referenced: [String] = ["id"],
    emptied: [String]? = nil, hasIndex: Bool = true
  ) -> Dependency {
    func table(_ name: String) -> TableName {
      name == "batches" ? .batches : TableName("s", name)
    }
    return Dependency(
      constraint: "\(child)_\(columns.joined(separator: "_"))_fkey", table: table(child),
      columns: columns, referenced: table(parent), referencedColumns: referenced, onDelete: rule,
      emptiedColumns: emptied, hasIndex: hasIndex)
  }

  static let cases: [Case] = [
    Case(name: "nothing hangs on batches", keys: [key("a", ["x_id"], "x")]),
    Case(name: "a child", keys: [key("a", ["batch_id"])], dependents: ["s.a"]),
    Case(
      name: "a grandchild stands before its parent",
      keys: [key("z", ["batch_id"]), key("a", ["z_id"], "z")], dependents: ["s.a", "s.z"]),
    Case(
      name: "who is referred to by a key that empties comes last all the same",
      keys: [
        key("raw", ["batch_id"]), key("valid", ["batch_id"]),
        key("valid", ["raw_id"], "raw", .setNull),
      ], dependents: ["s.valid", "s.raw"], references: ["s.valid.raw_id"]),
    Case(
      name: "a table that is emptied is no dependent, and nothing below it counts",
      keys: [key("a", ["batch_id"], "batches", .setNull), key("b", ["a_id"], "a")],
      references: ["s.a.batch_id"]),
    Case(
      name: "a column list of SET NULL names the columns that are emptied",
      keys: [
        key("a", ["org", "batch_id"], "batches", .setNull, ["org", "id"], emptied: ["batch_id"])
      ],
      references: ["s.a.batch_id"]),
    Case(
      name: "NO ACTION and RESTRICT forbid at every level",
      keys: [
        key("a", ["batch_id"]), key("b", ["a_id"], "a", .restrict),
        key("c", ["batch_id"], "batches", .noAction),
      ], dependents: ["s.a"], forbidding: ["b_a_id_fkey", "c_batch_id_fkey"]),
    Case(
      name: "a table that hangs on itself", keys: [key("a", ["batch_id"]), key("a", ["up"], "a")],
      dependents: ["s.a"], circular: ["s.a"]),
    Case(
      name: "two tables in a circle",
      keys: [key("a", ["batch_id"]), key("b", ["a_id"], "a"), key("a", ["b_id"], "b")],
      dependents: ["s.a", "s.b"], circular: ["s.a"]),
    Case(
      name: "batches that hang on batches", keys: [key("batches", ["parent_id"])],
      circular: ["intake.simplicity_batches"]),
  ]

  @Test("What goes, what is emptied, what forbids, as the foreign keys have it", arguments: cases)
  func graph(_ expected: Case) {
    let graph = CleanupGraph(expected.keys)
    #expect(graph.dependents.map(\.table.description) == expected.dependents)
    #expect(graph.deletions.last?.table == .batches)
    #expect(graph.references.map(\.name) == expected.references)
    #expect(graph.forbidding.map(\.constraint) == expected.forbidding)
    #expect(graph.circular.map(\.description) == expected.circular)
  }

  @Test("A table that two ways lead to has both, the nearer first, and its keys count once")
  func ways() {
    let graph = CleanupGraph([
      Self.key("a", ["batch_id"]), Self.key("b", ["a_id"], "a"), Self.key("b", ["batch_id"]),
    ])
    #expect(graph.ways(of: TableName("s", "b")).map(\.count) == [1, 2])
    #expect(graph.ways(of: .batches) == [[]])
    #expect(graph.keys.count == 3)
    #expect(Set(graph.tables.map(\.description)) == ["s.a", "s.b", "intake.simplicity_batches"])
  }

  @Test("A row forbids on every way on which what it refers to hangs on a batch")
  func obstruction() {
    let graph = CleanupGraph([
      Self.key("a", ["batch_id"]), Self.key("b", ["a_id"], "a", .restrict),
      Self.key("c", ["batch_id"], "batches", .noAction),
    ])
    #expect(graph.obstruction(by: graph.forbidding[0]).ways.map(\.count) == [2])
    #expect(graph.obstruction(by: graph.forbidding[1]).ways.map(\.count) == [1])
  }

  @Test("Batches are read only where their id does not stand in the column that refers to them")
  func readTables() {
    let direct = Self.key("a", ["batch_id"])
    let byCode = Self.key("b", ["code"], "batches", .cascade, ["code"])
    let graph = CleanupGraph([direct, byCode])
    #expect(graph.tablesToRead(direct.table, [[direct]]) == [direct.table])
    #expect(graph.tablesToRead(byCode.table, [[byCode]]) == [byCode.table, .batches])
  }
}
