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
    switch report {
    case .none: return ""
    case .text(let text):
      guard format.isForMachines else { return Self.closed(text) }
      return text.isEmpty ? "" : machine(.record(["text": .text(text)]))
    case .list(let table):
      switch format {
      case .table: return TableFormat(rendering: self).text(of: table)
      case .vertical: return VerticalFormat(rendering: self).text(of: table)
      case .markdown: return MarkdownFormat.text(of: table)
      default: return machine(report)
      }
    case .record(let fields):
      switch format {
      case .table, .vertical: return VerticalFormat(rendering: self).text(of: fields)
      case .markdown: return MarkdownFormat.text(of: fields)
      default: return machine(report)
      }
    case .card(let fields, let people):
      guard format == .table || format == .vertical else { return text(of: .record(fields)) }
      return VerticalFormat(rendering: self).text(of: people)
    }
  }

  private func machine(_ report: Report) -> String {
    switch (format, report) {
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
      return CSVFormat.text(columns, table.machineRows.map { $0.pairs.map(\.value) })
    case (_, .record(let fields)):
      return CSVFormat.text(fields.pairs.map(\.name), [fields.pairs.map(\.value)])
    default: return ""
    }
  }

  /// A text with its line end.
  static func closed(_ text: String) -> String {
    text.isEmpty || text.utf8.last == 0x0A ? text : text + "\n"
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
  static func text(of table: Table) -> String {
    let columns = table.screenColumns
    var lines = [line(columns.map(\.column.title))]
    lines.append(line(columns.map { $0.column.kind == .number ? "---:" : "---" }))
    for row in table.rows {
      lines.append(line(columns.map { Cell.text(row[$0.index], $0.column.kind) }.map(escaped)))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static func text(of fields: Fields) -> String {
    var lines = [line(["field", "value"]), line(["---", "---"])]
    for pair in fields.pairs {
      lines.append(line([escaped(pair.name), escaped(Cell.text(pair.value, .text))]))
    }
    return lines.joined(separator: "\n") + "\n"
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
