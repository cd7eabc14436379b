/// One value a line, for what does not fit into columns.
struct VerticalFormat {
  let rendering: Rendering
  /// The least room beside the names; with less the values stand below them.
  private static let narrowest = 8

  func lines(of table: Table) -> [RenderedLine] {
    guard !table.rows.isEmpty else {
      return wrapped(table.footer ?? "no rows").map { RenderedLine($0) }
    }
    let columns = table.screenColumns
    var lines: [RenderedLine] = []
    for (number, row) in table.rows.enumerated() {
      lines.append(RenderedLine(heading("\(number + 1)"), row: number))
      let values = columns.map { ($0.column.title.lowercased(), row[$0.index], $0.column.kind) }
      lines += self.lines(values).map { RenderedLine($0, row: number) }
    }
    if let footer = table.footer { lines += wrapped(footer).map { RenderedLine($0) } }
    return lines
  }

  func lines(of fields: Fields) -> [String] {
    lines(fields.pairs.map { ($0.name, $0.value, .text) })
  }

  func lines(of sections: [ReportSection]) -> [String] {
    var lines: [String] = []
    for section in sections {
      if !section.title.isEmpty {
        if !lines.isEmpty { lines.append("") }
        let title = wrapped(section.title)
        lines += rendering.hasColor ? title.map { "\u{1B}[1m\($0)\u{1B}[0m" } : title
      }
      lines += section.title.isEmpty ? body(of: section) : indented { $0.body(of: section) }
    }
    return lines
  }

  private func body(of section: ReportSection) -> [String] {
    switch section.body {
    case .fields(let fields): lines(of: fields)
    case .table(let table): TableFormat(rendering: rendering).lines(of: table).map(\.text)
    case .lines(let lines): lines.flatMap(wrapped)
    }
  }

  /// Named values below their name, and several things one after the other: in a line each where a line is enough.
  private func block(_ value: DataValue) -> [String] {
    switch value {
    case .object(let fields): return lines(of: fields)
    case .array(let values):
      let isFlat = values.allSatisfy { value in
        guard case .object(let fields) = value else { return true }
        return !fields.pairs.contains { $0.value.isDeep }
      }
      if isFlat { return values.flatMap { wrapped(Cell.text($0, .text)) } }
      return values.enumerated().flatMap { index, value in
        (values.count > 1 ? [heading("\(index + 1)")] : []) + block(value)
      }
    default: return wrapped(Cell.text(value, .text))
    }
  }

  private func indented(_ lines: (VerticalFormat) -> [String]) -> [String] {
    let indent = min(2, max(0, (rendering.width ?? .max) - 1))
    return lines(inner(indent)).map {
      $0.isEmpty ? $0 : String(repeating: " ", count: indent) + $0
    }
  }

  private func inner(_ indent: Int) -> VerticalFormat {
    var narrower = rendering
    narrower.width = rendering.width.map { max(1, $0 - indent) }
    return VerticalFormat(rendering: narrower)
  }

  private func wrapped(_ text: String) -> [String] {
    LineWrap.lines(Sanitiser.visible(text), columns: rendering.width, indent: 2)
  }

  private func heading(_ text: String) -> String {
    let rule = String(repeating: rendering.hasUnicode ? "─" : "-", count: 3)
    return cut("\(rule) \(text)")
  }

  private func cut(_ text: String) -> String {
    rendering.width.map { DisplayWidth.truncate(text, to: $0) } ?? text
  }

  private func lines(_ values: [(name: String, value: DataValue, kind: Column.Kind)]) -> [String] {
    let names = values.map { Sanitiser.visible($0.name) }
    let width = names.map(DisplayWidth.of).max() ?? 0
    let room = rendering.width.map { $0 - width - 2 }
    return zip(names, values).flatMap { name, entry in
      if entry.value.isDeep { return [cut(name)] + indented { $0.block(entry.value) } }
      let text = Cell.text(entry.value, entry.kind)
      let color = rendering.hasColor ? Cell.color(entry.value, entry.kind) : ""
      if let screen = rendering.width, let room, room < Self.narrowest {
        let indent = String(repeating: " ", count: min(2, screen / 2))
        return [cut(name)]
          + pieces(text, screen - indent.count, color).map { $0.isEmpty ? $0 : indent + $0 }
      }
      return pieces(text, room, color).enumerated().map { index, piece in
        let label = DisplayWidth.padded(index == 0 ? name : "", to: width)
        return Self.trimmed(label + "  " + piece)
      }
    }
  }

  private func pieces(_ text: String, _ columns: Int?, _ color: String) -> [String] {
    let pieces = LineWrap.lines(text, columns: columns).map(Self.trimmed)
    return color.isEmpty ? pieces : pieces.map { $0.isEmpty ? $0 : color + $0 + "\u{1B}[0m" }
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.utf8.last == 0x20 { line.unicodeScalars.removeLast() }
    return line
  }
}
