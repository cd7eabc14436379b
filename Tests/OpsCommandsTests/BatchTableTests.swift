import OpsCore
import Testing

@testable import OpsCommands

@Suite("The columns of batches")
struct BatchTableTests {
  private static let batch = Batch(
    id: BatchesTests.id(1), filename: "vendor_2026-11-24_daily_export.csv", status: "transforming",
    version: "1", rowsTotal: 1_000_000, rowsInserted: 999_999, rowsInvalid: 12_345,
    ageSeconds: 11_520, createdAt: Instant(secondsSinceEpoch: 1_772_000_000))

  private func lines(width: Int?, format: OutputFormat = .table) -> [Substring] {
    let rendering = Rendering(format: format, width: width)
    let list = Table(
      columns: BatchTable.columns, rows: [BatchTable.row(Self.batch, place: 1)])
    return rendering.text(of: .list(list)).split(separator: "\n")
  }

  @Test(
    "They fit every usual screen, whole ids where there is room",
    arguments: [
      (40, "ID        STATUS        FILENAME", "%1  00000000  transforming  vendor_2026…"),
      (
        80, "ROWS    INV    AGE",
        "%1  00000000  transforming  vendor_2026-11-24_daily_expo…  1000000  12345  3h12m"
      ),
      (
        100, "CREATED",
        "vendor_2026-11-24_daily_ex…  1000000  999999  12345  3h12m  02-25 06:13Z"
      ),
      (140, "INSERTED  INVALID    AGE  CREATED", "3h12m  02-25 06:13Z"),
      (200, "CREATED", "3h12m  2026-02-25 06:13:20Z"),
    ])
  func widths(_ width: Int, header: String, row: String) {
    let lines = lines(width: width)
    #expect(lines[0].contains(header), "\(lines)")
    #expect(lines[2].contains(row), "\(lines)")
    #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= width })
    #expect(lines[2].contains(Self.batch.id) == (width >= 140))
  }

  @Test("What is left out is named, with the ways to see it")
  func hidden() {
    let lines = lines(width: 40)
    #expect(lines[3...].joined(separator: " ").contains("hidden: ROWS, INSERTED, INVALID, AGE,"))
    #expect(lines.last?.contains("-o json") == true)
    #expect(!self.lines(width: 200).joined().contains("hidden"))
  }

  @Test("Where not even an id and a status fit beside one another, each value has its line")
  func vertical() {
    let lines = lines(width: 20)
    #expect(lines.first == "─── 1")
    #expect(lines.contains("id        00000000-0"))
    #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= 20 })
  }

  @Test("Away from a terminal, and in other formats, nothing is shortened")
  func whole() {
    #expect(lines(width: nil)[2].contains(Self.batch.id))
    for format in [OutputFormat.vertical, .json, .ndjson, .csv, .markdown] {
      #expect(lines(width: 80, format: format).joined().contains(Self.batch.id))
    }
  }
}
