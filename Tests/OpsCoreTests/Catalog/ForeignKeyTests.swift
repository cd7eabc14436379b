import Testing

@testable import OpsCore

@Suite("Following foreign keys")
struct ForeignKeyTests {
  private func key(_ table: String, _ referenced: String) -> ForeignKey {
    ForeignKey(
      name: "\(table)_\(referenced)", table: TableName("s", table), columns: ["x"],
      referenced: TableName("s", referenced), onDelete: .cascade)
  }

  @Test("Nearest first, each once, through cycles, and nothing that leads elsewhere")
  func leading() {
    let keys = [
      key("d", "c"), key("c", "b"), key("b", "a"), key("b", "b"), key("a", "d"), key("x", "y"),
      key("e", "a"),
    ]
    let found = ForeignKey.leading(to: TableName("s", "a"), among: keys)
    #expect(found.map(\.name) == ["b_a", "e_a", "b_b", "c_b", "d_c", "a_d"])
    #expect(ForeignKey.leading(to: TableName("s", "z"), among: keys).isEmpty)
  }
}
