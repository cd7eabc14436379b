internal import Postgres

/// How results look on this screen.
public struct Rendering: Sendable, Equatable {
  /// The format.
  public var format: OutputFormat
  /// Columns of the screen; nil when it is not a terminal, where nothing is cut.
  public var width: Int?
  /// Whether colour may be used.
  public var hasColor: Bool
  /// Whether lines are drawn with more than ASCII.
  public var hasUnicode: Bool

  /// Makes a rendering.
  public init(
    format: OutputFormat = .table, width: Int? = nil, hasColor: Bool = false,
    hasUnicode: Bool = true
  ) {
    self.format = format
    self.width = width
    self.hasColor = hasColor
    self.hasUnicode = hasUnicode
  }

  /// Returns the report as text, ending with a line end; empty when there is nothing to say.
  public func text(of report: Report) -> String {
    guard let lines = people(report) else { return machine(report) }
    return lines.joined
  }

  /// Returns the lines of a report as people see them; in formats for programs they are harmless, but not cut.
  func lines(of report: Report) -> [RenderedLine] {
    people(report)
      ?? machine(report).split(separator: "\n").map { RenderedLine(Sanitiser.visible(String($0))) }
  }

  /// The lines in formats for people; nil in those for programs.
  private func people(_ report: Report) -> [RenderedLine]? {
    switch (report, format) {
    case (.none, _): []
    case (.text(let text), _) where !format.isForMachines: lines(of: text, isBroken: true)
    case (.source(let text), _) where !format.isForMachines: lines(of: text, isBroken: false)
    case (.list(let table), .table): TableFormat(rendering: self).lines(of: table)
    case (.list(let table), .vertical): VerticalFormat(rendering: self).lines(of: table)
    case (.list(let table), .markdown): MarkdownFormat.lines(of: table)
    case (.record(let fields), .table), (.record(let fields), .vertical):
      VerticalFormat(rendering: self).lines(of: fields).map { RenderedLine($0) }
    case (.record(let fields), .markdown), (.card(let fields, _), .markdown):
      MarkdownFormat.lines(of: fields)
    case (.card(_, let sections), .table), (.card(_, let sections), .vertical):
      VerticalFormat(rendering: self).lines(of: sections).map { RenderedLine($0) }
    default: nil
    }
  }

  /// A text comes in lines of its own; a screen obeys none, and breaks those that are too long for it where people read them.
  private func lines(of text: String, isBroken: Bool) -> [RenderedLine] {
    guard !text.isEmpty else { return [] }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard let width else { return lines.map { RenderedLine($0) } }
    return lines.flatMap {
      LineWrap.lines(Sanitiser.visible($0), columns: isBroken ? width : nil)
    }.map { RenderedLine($0) }
  }

  private func machine(_ report: Report) -> String {
    switch (format, report) {
    case (_, .text(let text)), (_, .source(let text)):
      return text.isEmpty ? "" : machine(.record(["text": .text(text)]))
    case (_, .card(let fields, _)): return machine(.record(fields))
    case (.json, .list(let table)):
      guard !table.rows.isEmpty else { return "[]\n" }
      let rows = table.machineRows.map { JSONText.encode(.object($0)) }
      return "[\n  " + rows.joined(separator: ",\n  ") + "\n]\n"
    case (.json, .record(let fields)):
      // People get it indented; programs do not mind either way.
      return JSONText.encode(.object(fields), indent: width == nil ? nil : 2) + "\n"
    case (_, .list(let table)) where format == .ndjson:
      return table.machineRows.map { JSONText.encode(.object($0)) + "\n" }.joined()
    case (_, .record(let fields)) where format == .ndjson:
      return JSONText.encode(.object(fields)) + "\n"
    case (_, .list(let table)):
      let columns = table.columns.filter { !$0.tableOnly }.map(\.key)
      return csv(columns, table.machineRows.map { $0.pairs.map(\.value) })
    case (_, .record(let fields)):
      return csv(fields.pairs.map(\.name), [fields.pairs.map(\.value)])
    default: return ""
    }
  }

  /// A screen obeys nothing of the data; whatever else takes it gets every byte.
  private func csv(_ header: [String], _ rows: [[DataValue]]) -> String {
    let text = CSVFormat.text(header, rows)
    guard width != nil else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Sanitiser.visible(String($0)) }.joined(separator: "\n")
  }
}

/// RFC 4180, with line feeds; NULL is empty and an empty text is quoted, so that both can be told apart.
enum CSVFormat {
  static func text(_ header: [String], _ rows: [[DataValue]]) -> String {
    var text = header.map { cell(.text($0)) }.joined(separator: ",") + "\n"
    for row in rows {
      text += row.map(cell).joined(separator: ",")
      text += "\n"
    }
    return text
  }

  private static func cell(_ value: DataValue) -> String {
    guard value != .null else { return "" }
    let text = value.plainText
    let needsQuotes =
      text.isEmpty || text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    return needsQuotes ? "\"" + text.replacingScalars("\"", with: "\"\"") + "\"" : text
  }
}

/// Tables as GitHub and most chats show them.
enum MarkdownFormat {
  static func lines(of table: Table) -> [RenderedLine] {
    let columns = table.screenColumns
    let titles = columns.map { escaped($0.column.title) }
    let marks = columns.map { $0.column.kind.isNumeric ? "---:" : "---" }
    return [RenderedLine(line(titles)), RenderedLine(line(marks))]
      + table.rows.enumerated().map { number, row in
        let cells = columns.map { escaped(Cell.text(row[$0.index], $0.column.kind)) }
        return RenderedLine(line(cells), row: number)
      }
  }

  static func lines(of fields: Fields) -> [RenderedLine] {
    let head = [line(["field", "value"]), line(["---", "---"])]
    let values = fields.pairs.map { pair in
      line([escaped(Sanitiser.visible(pair.name)), escaped(Cell.text(pair.value, .text))])
    }
    return (head + values).map { RenderedLine($0) }
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if "\\|`*_<>[]".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
