import Testing

@testable import OpsCore

@Suite("Tables on a screen")
struct TableFormatTests {
  private let table = Table(
    columns: [
      Column("n", "#", .number, tableOnly: true), Column("id", "ID", .id),
      Column("filename", "FILENAME", maxWidth: 60), Column("status", "STATUS", .status),
      Column("rows", "ROWS", .number), Column("age", "AGE", .age),
      Column("created_at", "CREATED", .time), Column("hidden", "HIDDEN", machineOnly: true),
    ],
    rows: [
      [
        .int(1), .text("3f2a9c1e"), .text("simplicity_2026-11-24_long_name.csv"), .text("staging"),
        .int(1284), .int(11_520), .time(Instant(secondsSinceEpoch: 1_795_539_600)), .text("x"),
      ],
      [
        .int(2), .text("77aa0b12"), .text("日本語.csv"), .text("failed"), .null, .int(59),
        .time(Instant(microsecondsSinceEpoch: 1_795_539_600_500_000)), .null,
      ],
    ], footer: "2 of 57 batches")

  private func lines(_ table: Table, width: Int?, color: Bool = false) -> [String] {
    let text = Rendering(width: width, hasColor: color).text(of: .list(table))
    #expect(text.last == "\n")
    return text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test("Columns are as wide as their values; numbers stand on the right")
  func wide() {
    #expect(
      lines(table, width: 200) == [
        "#  ID        FILENAME                             STATUS   ROWS    AGE  CREATED",
        "─  ────────  ───────────────────────────────────  ───────  ────  ─────  "
          + "────────────────────",
        "1  3f2a9c1e  simplicity_2026-11-24_long_name.csv  staging  1284  3h12m  "
          + "2026-11-24 17:00:00Z",
        "2  77aa0b12  日本語.csv                           failed           59s  2026-11-24 17:00:00Z",
        "2 of 57 batches",
      ])
  }

  @Test("Where the screen ends, texts give way and nothing else")
  func fitted() {
    let fitted = lines(table, width: 80)
    #expect(fitted.allSatisfy { DisplayWidth.of($0) <= 80 })
    #expect(fitted[2].contains("simplicity_2026-11-24_…"))
    #expect(fitted[2].contains("3f2a9c1e") && fitted[2].contains("2026-11-24 17:00:00Z"))
  }

  @Test("A screen that is too narrow for columns gets one value a line, broken where it ends")
  func narrow() {
    let table = Table(
      columns: [
        Column("id", "ID", .id, importance: .essential),
        Column("file", "FILE", importance: .essential),
      ],
      rows: [[.text("3f2a9c1e"), .text("one two three four")]], footer: "1 of 57 batches")
    #expect(
      lines(table, width: 13) == [
        "─── 1", "id", "  3f2a9c1e", "file", "  one two", "  three four", "1 of 57", "  batches",
      ])
    let fields: Fields = ["id": .text("3f2a9c1e"), "file": .text("one two three four")]
    #expect(
      Rendering(width: 14).lines(of: .record(fields)).map(\.text) == [
        "id    3f2a9c1e", "file  one two", "      three", "      four",
      ])
  }

  @Test(
    "No line is wider than the screen, in any format for people",
    arguments: [1, 2, 3, 7, 20, 40, 80, 1000], [OutputFormat.table, .vertical])
  func everyWidth(width: Int, format: OutputFormat) {
    let fields = Fields(table.columns.indices.map { (table.columns[$0].key, table.rows[0][$0]) })
    let reports: [Report] = [
      .list(table), .record(fields), .text("a text of several words\n\u{1B}[2Jand lines\n"),
      .list(Table(columns: table.columns, rows: [], footer: "nothing is found here")),
      .card(
        fields,
        people: [
          ReportSection("", .fields(fields)), ReportSection("A long heading", .table(table)),
          ReportSection("Lines", .lines(HostileText.all.map { String($0.text.prefix(200)) })),
        ]),
    ]
    let rendering = Rendering(format: format, width: width)
    for line in reports.flatMap(rendering.lines) {
      #expect(DisplayWidth.of(line.text) <= width, "\(line.text)")
      #expect(!line.text.unicodeScalars.contains(where: Sanitiser.isObeyed))
    }
  }

  @Test("A heading that comes from outside is as harmless as a value")
  func headings() {
    let table = Table(columns: [Column("\u{1B}[2J", "\u{1B}[2J\u{202E}")], rows: [[.int(1)]])
    for format in [OutputFormat.table, .vertical, .markdown] {
      let text = Rendering(format: format).text(of: .list(table))
      #expect(!text.unicodeScalars.contains { Sanitiser.isObeyed($0) && $0 != "\n" })
    }
  }

  @Test("No line is wider than the screen, whatever stands in it", arguments: [40, 80, 200])
  func hostile(width: Int) {
    let table = Table(
      columns: [Column("a", "A"), Column("b", "B"), Column("c", "C", .number)],
      rows: HostileText.all.map { [.text($0.text), .text($0.text), .int(7)] })
    let lines = lines(table, width: width)
    #expect(lines.count == HostileText.all.count + 2)
    for line in lines {
      #expect(DisplayWidth.of(line) <= width)
      #expect(!line.unicodeScalars.contains(where: Sanitiser.isObeyed))
    }
  }

  @Test("Where there is no screen nothing is fitted, and what is cut of a huge text says so")
  func piped() {
    let name = String(repeating: "x", count: 1500)
    let huge = "a" + String(repeating: "\u{301}", count: 100_000)
    let table = Table(
      columns: [Column("f", "F", maxWidth: 10)], rows: [[.text(name)], [.text(huge)]])
    let lines = lines(table, width: nil)
    #expect(lines[2] == name)
    #expect(lines[3].utf8.count < 5000)
    #expect(lines[3].hasSuffix("…"))
  }

  @Test("Statuses have colours where colour is used, and the widths stay")
  func color() {
    let plain = lines(table, width: 200)
    let colored = lines(table, width: 200, color: true)
    #expect(colored[2].contains("\u{1B}[33mstaging\u{1B}[0m"))
    #expect(colored[3].contains("\u{1B}[31mfailed \u{1B}[0m"))
    let removed = colored.map { line in
      ["\u{1B}[33m", "\u{1B}[31m", "\u{1B}[0m"].reduce(line) { $0.replacing($1, with: "") }
    }
    #expect(removed == plain)
  }

  @Test("ASCII is enough where the locale has nothing else")
  func ascii() {
    let text = Rendering(hasUnicode: false).text(of: .list(table))
    #expect(text.contains("-  --------  "))
    #expect(!text.contains("─"))
  }

  @Test("A table without rows says so", arguments: [OutputFormat.table, .vertical])
  func empty(format: OutputFormat) {
    let rendering = Rendering(format: format, width: 80)
    let columns = [Column("a", "A")]
    #expect(rendering.text(of: .list(Table(columns: columns, rows: []))) == "no rows\n")
    #expect(
      rendering.text(of: .list(Table(columns: columns, rows: [], footer: "no \u{1B}batches")))
        == "no \\x1Bbatches\n")
  }

  @Test(
    "A number of seconds is an age, whatever the number",
    arguments: [
      (.int(-5), "0s"), (.int(61), "1m"), (.double(3599.9), "59m"), (.double(.infinity), "null"),
      (.double(.nan), "null"), (.double(1e300), "1e+300"), (.null, ""),
    ] as [(DataValue, String)])
  func ages(value: DataValue, text: String) {
    #expect(Cell.text(value, .age) == text)
  }

  @Test("A card has headings and indented bodies for people")
  func card() {
    let report = Report.card(
      ["id": .text("x")],
      people: [
        ReportSection("", .fields(["id": .text("x\ny"), "longer": .bool(true)])),
        ReportSection(
          "Errors", .table(Table(columns: [Column("c", "CODE")], rows: [[.text("E")]]))),
        ReportSection("Next", .lines(["reset x", "\u{1B}[2J"])),
      ])
    #expect(
      Rendering(width: 40).text(of: report)
        == """
        id      x\\ny
        longer  yes

        Errors
          CODE
          ────
          E

        Next
          reset x
          \\x1B[2J

        """)
    #expect(Rendering(format: .ndjson).text(of: report) == "{\"id\":\"x\"}\n")
  }
}
