/// One value a line, for what does not fit into columns.
struct VerticalFormat {
  let rendering: Rendering

  func text(of table: Table) -> String {
    guard !table.rows.isEmpty else {
      return Rendering.closed(table.footer.map(Sanitiser.visible) ?? "no rows")
    }
    let columns = table.screenColumns
    var text = ""
    for (number, row) in table.rows.enumerated() {
      text += heading("\(number + 1)")
      text += lines(
        columns.map { ($0.column.title.lowercased(), row[$0.index], $0.column.kind) })
    }
    if let footer = table.footer { text += Sanitiser.visible(footer) + "\n" }
    return text
  }

  func text(of fields: Fields) -> String {
    lines(fields.pairs.map { ($0.name, $0.value, .text) })
  }

  func text(of sections: [ReportSection]) -> String {
    var text = ""
    for section in sections {
      if !section.title.isEmpty {
        if !text.isEmpty { text += "\n" }
        let title = Sanitiser.visible(section.title)
        text += rendering.hasColor ? "\u{1B}[1m\(title)\u{1B}[0m\n" : title + "\n"
      }
      let indent = section.title.isEmpty ? "" : "  "
      let body =
        switch section.body {
        case .fields(let fields): self.text(of: fields)
        case .table(let table): inner(indent.count).text(of: table)
        case .lines(let lines):
          lines.map { Sanitiser.visible($0) + "\n" }.joined()
        }
      for line in body.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
        text += indent + line + "\n"
      }
    }
    return text
  }

  private func inner(_ indent: Int) -> TableFormat {
    var narrower = rendering
    narrower.width = rendering.width.map { max(1, $0 - indent) }
    return TableFormat(rendering: narrower)
  }

  private func heading(_ text: String) -> String {
    let rule = String(repeating: rendering.hasUnicode ? "─" : "-", count: 3)
    return "\(rule) \(text)\n"
  }

  private func lines(_ values: [(name: String, value: DataValue, kind: Column.Kind)]) -> String {
    let width = values.map { DisplayWidth.of(Sanitiser.visible($0.name)) }.max() ?? 0
    return values.map { name, value, kind in
      let label = DisplayWidth.padded(Sanitiser.visible(name), to: width)
      var line = label + "  " + Cell.text(value, kind)
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
