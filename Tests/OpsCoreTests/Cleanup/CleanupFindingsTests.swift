import Testing

@testable import OpsCore

@Suite struct CleanupFindingsTests {
  typealias Graph = CleanupGraphTests
  private static let child = TableName("s", "a")

  /// A batch with five rows in `s.a`, and three references in `s.r`.
  private func findings(
    _ keys: [Dependency]? = nil, limits: Limits = .none,
    _ change: (inout [TableName: CleanupTable], inout CleanupCounts) -> Void = { _, _ in }
  ) -> CleanupFindings {
    let graph = CleanupGraph(
      keys ?? [Graph.key("a", ["batch_id"]), Graph.key("r", ["batch_id"], "batches", .setNull)])
    var tables: [TableName: CleanupTable] = [:]
    for name in graph.tables {
      tables[name] = CleanupTable(
        name: name, updatable: ["id", "batch_id"], pages: 10, tuples: 100)
    }
    var counts = CleanupCounts(
      rows: graph.dependents.map { _ in ["i": 5] },
      references: graph.references.map { _ in ["i": 3] },
      forbidding: graph.forbidding.map { _ in 0 })
    change(&tables, &counts)
    return CleanupFindings(
      graph: graph, tables: tables, counts: counts, batches: 1, limits: limits, role: "op")
  }

  private func obstacles(_ findings: CleanupFindings) -> [String] {
    findings.warnings.filter(\.isObstacle).map(\.text)
  }

  @Test("Nothing stands in the way of an ordinary cleanup")
  func nothing() { #expect(findings().warnings.isEmpty) }

  @Test("Each missing right is an obstacle that names its GRANT")
  func rights() {
    #expect(
      obstacles(findings { tables, _ in tables[Self.child]?.canSelect = false })
        .contains { $0.contains("GRANT SELECT ON \"s\".\"a\" TO \"op\"") })
    #expect(
      obstacles(findings { tables, _ in tables[Self.child]?.canDelete = false })
        .contains { $0.contains("no DELETE on s.a") })
    #expect(
      obstacles(findings { tables, _ in tables[.batches]?.updatable = [] })
        .contains { $0.contains("no UPDATE on intake.simplicity_batches") })
    #expect(
      obstacles(findings { tables, _ in tables[TableName("s", "r")]?.updatable = ["id"] })
        .contains { $0.contains("no UPDATE on s.r") && $0.contains("s.r.batch_id") })
    #expect(
      obstacles(findings { tables, _ in tables[Self.child]?.isRowSecurityActive = true })
        .contains { $0.contains("row security hides rows of s.a") })
    let temporary = obstacles(findings { tables, _ in tables[.batches]?.allowsTemporary = false })
    #expect(temporary.count == 1)
  }

  @Test("trap 20: rows that refer by NO ACTION or RESTRICT forbid, and without rows nothing does")
  func forbidding() {
    let keys = [Graph.key("a", ["batch_id"], "batches", .restrict)]
    #expect(obstacles(findings(keys)).isEmpty)
    let found = obstacles(findings(keys) { $1.forbidding = [2] })
    #expect(found.count == 1)
    #expect(found[0].contains("2 rows of s.a"))
    #expect(found[0].contains("ON DELETE RESTRICT"))
    #expect(
      obstacles(findings(keys) { $1.forbidding = [1000] })[0].hasPrefix("at least 1000 rows"))
  }

  @Test("trap 21: partitions, heirs and rules are refused")
  func shapes() {
    let partitioned = obstacles(findings { tables, _ in tables[Self.child]?.kind = "p" })
    #expect(partitioned.count == 1)
    let inherited = obstacles(findings { tables, _ in tables[.batches]?.hasHeirs = true })
    #expect(inherited.count == 1)
    #expect(
      obstacles(findings { tables, _ in tables[Self.child]?.deleteRules = ["keep"] })
        .contains { $0.contains("the rule keep") })
    #expect(
      !obstacles(findings([Graph.key("a", ["batch_id"]), Graph.key("a", ["up"], "a")])).isEmpty)
  }

  @Test("trap 20: a reference that could not be put back is an obstacle, when there is one")
  func references() {
    let name = TableName("s", "r")
    let lost = findings { tables, _ in tables[name]?.hasPrimaryKey = false }
    #expect(obstacles(lost).contains { $0.contains("s.r has no primary key") })
    let none = findings { tables, counts in
      tables[name]?.hasPrimaryKey = false
      counts.references = [[:]]
    }
    #expect(obstacles(none).isEmpty)
    let byDefault = findings([Graph.key("r", ["batch_id"], "batches", .setDefault)])
    #expect(obstacles(byDefault).contains { $0.contains("to its default") })
  }

  @Test("trap 19: a published table without replica identity is refused, also without rows")
  func identity() {
    let tells = CleanupTable.Publication(name: "rt", tellsDeletes: true, tellsUpdates: false)
    let found = findings { tables, counts in
      tables[Self.child]?.hasReplicaIdentity = false
      tables[Self.child]?.publications = [tells]
      counts.rows = [[:]]
    }
    #expect(obstacles(found).contains { $0.contains("s.a has no replica identity") })
    #expect(found.publications.isEmpty)
    let updatesOnly = CleanupTable.Publication(name: "rt", tellsDeletes: false, tellsUpdates: true)
    let untold = obstacles(
      findings { tables, _ in
        tables[Self.child]?.hasReplicaIdentity = false
        tables[Self.child]?.publications = [updatesOnly]
      })
    #expect(untold.isEmpty)
  }

  @Test("trap 18: triggers are named when they fire, for rows and for statements")
  func triggers() {
    func text(_ type: Int, _ columns: [String] = [], table: String = "a", rows: Int = 5) -> String {
      findings { tables, counts in
        tables[TableName("s", table)]?.triggers = [.init(name: "t", type: type, columns: columns)]
        if rows == 0 { counts.rows = [[:]] }
      }.triggers.map(\.text).joined(separator: "\n")
    }
    let (row, before, delete, update) = (1, 2, 8, 16)
    let plain = text(row | delete)
    #expect(plain.contains("AFTER DELETE) of s.a fires for each of 5 rows"))
    let early = text(row | before | delete)
    #expect(early.contains("may keep rows"))
    let without = [text(row | delete, rows: 0), text(row | update)]
    #expect(without == ["", ""])
    let statement = text(delete, rows: 0)
    #expect(statement.contains("once a statement"))
    let emptied = text(row | update, table: "r")
    #expect(emptied.contains("fires for each of 3 rows"))
    let other = text(row | update, ["other"], table: "r")
    #expect(other.isEmpty)
    let limited = text(row | update, ["batch_id"], table: "r")
    #expect(!limited.isEmpty)
  }

  @Test("A foreign key without an index is priced by rows and scan, and refused above the limit")
  func unindexed() {
    let keys = [Graph.key("a", ["batch_id"], hasIndex: false)]
    func priced(_ tuples: Double, _ limit: Double?) -> CleanupPlan.Warning? {
      findings(
        keys, limits: Limits(batches: nil, dependentRows: nil, share: nil, unindexedSeconds: limit)
      ) {
        tables, _ in tables[Self.child]?.tuples = tuples
      }.unindexed.first?.warning
    }
    #expect(priced(1e6, 60)?.kind == .note)
    #expect(priced(1e6, 60)?.text.contains("0.1s altogether") == true)
    #expect(priced(2e9, 60)?.kind == .obstacle)
    #expect(priced(2e9, 60)?.text.contains("CREATE INDEX CONCURRENTLY ON") == true)
    #expect(priced(2e9, nil)?.kind == .note)
    #expect(findings([Graph.key("a", ["batch_id"])]).unindexed.isEmpty)
  }

  @Test("The estimate grows with what is found, and an unindexed key makes the longest lock longer")
  func estimate() {
    let batch = FrozenBatch(
      id: "i", filename: "f", status: "failed", version: "1", rows: [5], references: [3])
    let plain = CleanupPlan.Estimate(findings(), batches: [batch])
    #expect(plain.longestLockMilliseconds <= 250)
    #expect(plain.walBytes > 5 * 200)
    let slow = findings([
      Graph.key("a", ["batch_id"], hasIndex: false),
      Graph.key("r", ["batch_id"], "batches", .setNull),
    ]) { tables, _ in tables[Self.child]?.tuples = 1e7 }
    let estimate = CleanupPlan.Estimate(slow, batches: [batch])
    #expect(estimate.longestLockMilliseconds >= 600)
    #expect(estimate.seconds >= 0.6)
  }
}
