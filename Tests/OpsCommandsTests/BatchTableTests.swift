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
    let table = BatchTable(
      Output(results: MemorySink(), messages: MemorySink(), rendering: rendering))
    let list = Table(columns: table.columns, rows: [table.row(Self.batch, place: 1)])
    return rendering.text(of: .list(list)).split(separator: "\n")
  }

  @Test(
    "They fit every usual screen, whole ids where there is room", arguments: [80, 100, 140, 200])
  func widths(_ width: Int) {
    let lines = lines(width: width)
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= width })
    #expect(lines[2].contains(Self.batch.id) == (width >= 140))
    #expect(lines[2].contains("00000000  transforming") == (width < 140))
  }

  @Test("Away from a terminal, and in other formats, nothing is shortened")
  func whole() {
    #expect(lines(width: nil)[2].contains(Self.batch.id))
    for format in [OutputFormat.vertical, .json, .ndjson, .csv, .markdown] {
      #expect(lines(width: 80, format: format).joined().contains(Self.batch.id))
    }
  }
}
