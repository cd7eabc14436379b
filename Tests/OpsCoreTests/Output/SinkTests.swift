import Testing

@testable import OpsCore

@Suite("Every way to the terminal, with every character that a terminal obeys")
struct SinkTests {
  /// Each control and bidirectional character, and the sequences that titles, clipboards and colours are set with.
  private static let hostile: String = {
    var text = ""
    for value in Array(UInt32(0)...0x1F) + Array(0x7F...0x9F) + Array(0x202A...0x202E)
      + Array(0x2066...0x2069) + [0x061C, 0x200E, 0x200F, 0x2028, 0x2029]
    {
      if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
    }
    return text + "\u{1B}]0;title\u{07}\u{1B}]52;c;ZXZpbA==\u{1B}\\\u{9B}31m\u{1B}Pq\u{1B}\\"
  }()

  private static let table = Table(
    columns: [Column(hostile, hostile, .id), Column("b", hostile, shortTitle: hostile)],
    rows: [[.text(hostile), .array([.text(hostile), .object([hostile: .text(hostile)])])]],
    footer: hostile)
  private static let fields: Fields = [hostile: .text(hostile), "b": .object([hostile: .null])]

  private static let reports: [Report] = [
    .list(table), .list(Table(columns: table.columns, rows: [], footer: hostile)), .record(fields),
    .text("one\n" + hostile),
    .card(
      fields,
      people: [
        ReportSection(hostile, .fields(fields)), ReportSection(hostile, .table(table)),
        ReportSection(hostile, .lines([hostile])),
      ]),
  ]

  /// What is obeyed in a text, line ends and what this program itself writes left out.
  private func obeyed(_ text: String) -> [String] {
    var rest = text
    for own in ["\u{1B}[0m", "\u{1B}[1m", "\u{1B}[2m", "\u{1B}[1;31m"] {
      rest = rest.replacing(own, with: "")
    }
    return rest.unicodeScalars.filter { Sanitiser.isObeyed($0) && $0 != "\n" }
      .map { String($0.value, radix: 16) }
  }

  @Test(
    "Results: cells, headings, footers, cards, texts, in formats for people and in a watch",
    arguments: [OutputFormat.table, .vertical, .markdown], [1, 40, 200])
  func results(format: OutputFormat, width: Int) {
    let rendering = Rendering(format: format, width: width, hasColor: true)
    for report in Self.reports {
      #expect(obeyed(rendering.text(of: report)).isEmpty)
      #expect(
        rendering.lines(of: report).allSatisfy {
          obeyed($0.text).isEmpty && !$0.text.contains("\n")
        })
    }
  }

  @Test(
    "Formats for programs, as a watch shows them on its screen",
    arguments: [OutputFormat.json, .ndjson, .csv])
  func machines(format: OutputFormat) {
    for report in Self.reports {
      let lines = Rendering(format: format, width: 80).lines(of: report)
      #expect(lines.allSatisfy { obeyed($0.text).isEmpty })
    }
  }

  @Test("Notices, errors with their hints, and the names of scripts and commands")
  func messages() {
    let sink = MemorySink()
    var output = Output(results: sink, messages: sink)
    output.prefix = Sanitiser.visible(Self.hostile)
    output.notice(Self.hostile)
    output.error(OpsError(.failed, Self.hostile, hint: Self.hostile), command: Self.hostile)
    #expect(obeyed(sink.text).isEmpty)
    #expect(sink.text.count { $0 == "\n" } == 3)
  }

  @Test("Progress, on the line that renews itself and elsewhere", arguments: [false, true])
  func progress(isLive: Bool) {
    let sink = MemorySink()
    let output = Output(
      results: sink, messages: sink, rendering: Rendering(width: 1000, hasColor: true),
      isLive: isLive)
    output.progress(Self.hostile)
    #expect(obeyed(sink.text.replacing("\r", with: "")).isEmpty)
    #expect(!sink.text.isEmpty)
  }

  @Test("What goes through a pager is what would be printed, and programs' formats do not go there")
  func pager() async {
    let pager = KeepingPager()
    let sink = MemorySink()
    for format in OutputFormat.allCases {
      var output = Output(
        results: sink, messages: sink, rendering: Rendering(format: format, width: 40))
      output.pager = pager
      await output.present(Self.reports[4])
    }
    #expect(obeyed(pager.sink.text).isEmpty)
    #expect(pager.calls == 3)
    #expect(sink.text.contains("{") && !sink.text.contains("| field"))
  }

  @Test(
    "What fits the screen is not paged; what the pager could not show is printed, and why is said")
  func failingPager() async {
    let sink = MemorySink()
    var output = Output(results: sink, messages: sink, rendering: Rendering(width: 40))
    output.pager = KeepingPager(rows: 3, failure: PagingFailure("no pager\u{1B}[2J"))
    await output.present(.text("1\n2"))
    await output.present(.text("1\n2\n3"))
    #expect(sink.text == "1\n2\n1\n2\n3\nno pager\\x1B[2J\n")
  }

  @Test(
    "On a terminal messages are broken at blanks; elsewhere each stays one line, and so do objects")
  func wrapped() {
    let error = OpsError(.failed, "the server ended it", hint: "try it again later")
    for (width, expected) in [
      (
        nil,
        "said: one two three four\ndfops: batches: the server ended it\n  try it again later\n"
      ),
      (
        20,
        """
        said: one two three
          four
        dfops: batches: the
          server ended it
          try it again later

        """
      ),
    ] as [(Int?, String)] {
      let sink = MemorySink()
      var output = Output(results: MemorySink(), messages: sink)
      output.messageWidth = { width }
      output.notice("said: one two three four")
      output.error(error, command: "batches")
      #expect(sink.text == expected)
      output.rendering.format = .json
      output.error(error, command: "batches")
      #expect(sink.text.split(separator: "\n").last?.hasSuffix("\"exit\":1}}") == true)
    }
  }
}

/// A pager that keeps what it is given.
private final class KeepingPager: Paging {
  let sink = MemorySink()
  let rows: Int?
  private let failure: PagingFailure?

  init(rows: Int = 1, failure: PagingFailure? = nil) {
    self.rows = rows
    self.failure = failure
  }

  var calls: Int { sink.text.split(separator: "<end>").count }

  func show(_ text: String) async -> PagingFailure? {
    try? sink.write(text + "<end>")
    return failure
  }
}
