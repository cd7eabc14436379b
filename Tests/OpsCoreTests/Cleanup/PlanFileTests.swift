import FoundationEssentials
import Testing

@testable import OpsCore

@Suite("Cleanup: plans in files")
struct PlanFileTests {
  @Test(
    "A batch is read as it was written, whatever its name and status hold",
    arguments: [
      ("failed", "a.csv"), ("", ""), ("a\tb", "c\td\n\"\\"), ("é", "\u{1F600}\t,"),
      ("x", "7\t7\t7"),
    ])
  func batches(_ status: String, _ filename: String) throws {
    let batch = FrozenBatch(
      id: "i", filename: filename, status: status, version: "9", rows: [1, 0, 22], references: [])
    let data = try JSONEncoder().encode([batch])
    #expect(try JSONDecoder().decode([FrozenBatch].self, from: data) == [batch])
  }

  @Test(
    "What is no batch is not read",
    arguments: [
      "", "a", "a\tb\tc\td\te\tf", "a\tb\t1\t2\t9\tshort", "a\tb\t1\t2\t-1\tx",
      "a\tb\t1,x\t2\t1\tx",
    ])
  func malformed(_ text: String) throws {
    let data = try JSONEncoder().encode([text])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([FrozenBatch].self, from: data)
    }
  }
}
