/// Columns fitted to the width of the screen.
struct TableFormat {
  let rendering: Rendering

  func lines(of table: Table) -> [RenderedLine] {
    let columns = table.screenColumns
    guard !table.rows.isEmpty else { return below(table.footer ?? "no rows") }
    let cells = table.rows.map { row in
      columns.map { Cell.text(row[$0.index], $0.column.kind) }
    }
    let demands = columns.enumerated().map { position, entry in
      demand(
        of: entry.column, cells.lazy.map { $0[position] }, table.rows.lazy.map { $0[entry.index] })
    }
    guard let layout = TableLayout.fit(demands, into: rendering.width) else {
      return VerticalFormat(rendering: rendering).lines(of: table)
    }
    let shown = layout.places.map { (place: $0, column: columns[$0.index].column) }
    let titles = shown.map { place, column in
      Entry(place.isShort ? column.shortTitle : column.title, column, place)
    }
    var lines = [RenderedLine(line(titles)), RenderedLine(rule(layout.places.map(\.width)))]
    for (number, row) in table.rows.enumerated() {
      let entries = shown.map { place, column in
        let value = row[columns[place.index].index]
        return Entry(
          place.isShort ? Cell.short(value, column) : cells[number][place.index], column, place,
          color: rendering.hasColor ? Cell.color(value, column.kind) : "")
      }
      lines.append(RenderedLine(line(entries), row: number))
    }
    if let footer = table.footer { lines += below(footer) }
    if !layout.hidden.isEmpty {
      let titles = layout.hidden.map { columns[$0].column.title }.filter { !$0.isEmpty }
      if !titles.isEmpty {
        lines += below(
          "hidden: \(titles.joined(separator: ", ")): wider screen, --format vertical or -o json")
      }
    }
    return lines
  }

  /// What stands below the rows, broken where the screen ends.
  private func below(_ text: String) -> [RenderedLine] {
    LineWrap.lines(Sanitiser.visible(text), columns: rendering.width, indent: 2)
      .map { RenderedLine($0) }
  }

  private func demand(
    of column: Column, _ cells: some Sequence<String>, _ values: some Sequence<DataValue>
  ) -> TableLayout.Demand {
    let width = cells.reduce(DisplayWidth.of(column.title)) { max($0, DisplayWidth.of($1)) }
    guard column.hasShortForm, rendering.width != nil else {
      return TableLayout.Demand(column: column, width: width, shortWidth: width)
    }
    let short = values.reduce(DisplayWidth.of(column.shortTitle)) {
      max($0, DisplayWidth.of(Cell.short($1, column)))
    }
    return TableLayout.Demand(column: column, width: width, shortWidth: short)
  }

  private func rule(_ widths: [Int]) -> String {
    let rule = rendering.hasUnicode ? "─" : "-"
    return widths.map { String(repeating: rule, count: $0) }
      .joined(separator: String(repeating: " ", count: TableLayout.gap))
  }

  /// What stands in one column of one line.
  private struct Entry {
    let text: String
    let width: Int
    let isRight: Bool
    let color: String

    init(_ text: String, _ column: Column, _ place: TableLayout.Place, color: String = "") {
      self.text = text
      width = place.width
      isRight = column.kind.isNumeric
      self.color = color
    }
  }

  private func line(_ entries: [Entry]) -> String {
    var text = ""
    for (index, entry) in entries.enumerated() {
      if index > 0 { text += String(repeating: " ", count: TableLayout.gap) }
      let fitted = DisplayWidth.truncate(entry.text, to: entry.width)
      let isLast = index == entries.count - 1
      let padded =
        isLast && !entry.isRight
        ? fitted : DisplayWidth.padded(fitted, to: entry.width, right: entry.isRight)
      text += entry.color.isEmpty ? padded : entry.color + padded + "\u{1B}[0m"
    }
    while text.utf8.last == 0x20 { text.unicodeScalars.removeLast() }
    return text
  }
}
