/// What a command has found, before anybody decides how it looks.
public enum Report: Sendable {
  /// A list of rows.
  case list(Table)
  /// One thing with named values.
  case record(Fields)
  /// One thing, with a text for people beside its named values.
  case card(Fields, people: [ReportSection])
  /// A text for people, such as help.
  case text(String)
  /// A text that programs read, such as a script: no line of it is broken.
  case source(String)
  /// Nothing to print.
  case none
}

extension Report {
  /// The report as one value, for formats that carry more beside it.
  var value: DataValue {
    switch self {
    case .none: .null
    case .text(let text), .source(let text): .text(text)
    case .record(let fields), .card(let fields, _): .object(fields)
    case .list(let table): .array(table.machineRows.map(DataValue.object))
    }
  }
}

/// A part of what people see of one thing.
public struct ReportSection: Sendable {
  /// What stands inside.
  public enum Body: Sendable {
    /// Names and values, one a line.
    case fields(Fields)
    /// A table.
    case table(Table)
    /// Lines of text.
    case lines([String])
  }

  /// The heading; empty for none.
  public let title: String
  /// What stands below it.
  public let body: Body

  /// Makes a section.
  public init(_ title: String, _ body: Body) {
    self.title = title
    self.body = body
  }
}

/// A list with its columns.
public struct Table: Sendable {
  /// The columns, in their order.
  public var columns: [Column]
  /// The rows; each has one value per column.
  public var rows: [[DataValue]]
  /// A line below the table, for people only.
  public var footer: String?

  /// Makes a table.
  public init(columns: [Column], rows: [[DataValue]], footer: String? = nil) {
    self.columns = columns
    self.rows = rows
    self.footer = footer
  }

  /// The rows as machines get them.
  var machineRows: [Fields] {
    let kept = columns.indices.filter { !columns[$0].tableOnly }
    return rows.map { row in Fields(kept.map { (columns[$0].key, row[$0]) }) }
  }

  /// The columns that people see, with their positions.
  var screenColumns: [(index: Int, column: Column)] {
    columns.enumerated().filter { !$0.element.machineOnly }.map { ($0.offset, $0.element) }
  }
}
