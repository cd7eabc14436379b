/// Columns fitted to the width of the screen.
struct TableFormat {
  let rendering: Rendering
  /// The narrowest that a column becomes before the rows are shown one value a line.
  private static let narrowest = 4
  private static let gap = 2

  func text(of table: Table) -> String {
    let columns = table.screenColumns
    guard !table.rows.isEmpty else {
      return Rendering.closed(table.footer.map(Sanitiser.visible) ?? "no rows")
    }
    let cells = table.rows.map { row in
      columns.map { Cell.text(row[$0.index], $0.column.kind) }
    }
    guard let widths = widths(columns.map(\.column), cells) else {
      return VerticalFormat(rendering: rendering).text(of: table)
    }
    var lines = [line(columns.map(\.column.title), columns.map(\.column), widths)]
    let rule = rendering.hasUnicode ? "─" : "-"
    let gap = String(repeating: " ", count: Self.gap)
    lines.append(widths.map { String(repeating: rule, count: $0) }.joined(separator: gap))
    for (row, cells) in zip(table.rows, cells) {
      lines.append(
        line(
          cells, columns.map(\.column), widths,
          colors: columns.map { Cell.color(row[$0.index], $0.column.kind) }))
    }
    if let footer = table.footer { lines.append(fitted(Sanitiser.visible(footer))) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func fitted(_ text: String) -> String {
    guard let width = rendering.width else { return text }
    return DisplayWidth.truncate(text, to: width)
  }

  private func line(
    _ cells: [String], _ columns: [Column], _ widths: [Int], colors: [String] = []
  ) -> String {
    var text = ""
    for (index, cell) in cells.enumerated() {
      if index > 0 { text += String(repeating: " ", count: Self.gap) }
      let isRight = columns[index].kind == .number || columns[index].kind == .age
      let isLast = index == cells.count - 1
      let fitted = DisplayWidth.truncate(cell, to: widths[index])
      let padded =
        isLast && !isRight
        ? fitted : DisplayWidth.padded(fitted, to: widths[index], right: isRight)
      let color = rendering.hasColor && colors.indices.contains(index) ? colors[index] : ""
      text += color.isEmpty ? padded : color + padded + "\u{1B}[0m"
    }
    while text.utf8.last == 0x20 { text.unicodeScalars.removeLast() }
    return text
  }

  /// Returns a width per column; nil when the screen is too narrow for columns.
  private func widths(_ columns: [Column], _ cells: [[String]]) -> [Int]? {
    var widths = columns.enumerated().map { index, column in
      let longest = cells.reduce(DisplayWidth.of(column.title)) {
        max($0, DisplayWidth.of($1[index]))
      }
      return rendering.width == nil ? longest : min(longest, column.maxWidth ?? longest)
    }
    guard let screen = rendering.width else { return widths }
    var excess = widths.reduce(Self.gap * (widths.count - 1), +) - screen
    // Texts give way first, widest first; ids, numbers and states are of no use when cut.
    while excess > 0 {
      let shrinkable = columns.indices.filter {
        columns[$0].kind == .text && widths[$0] > Self.narrowest
      }
      guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { return nil }
      let next = shrinkable.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
      let floor = max(Self.narrowest, min(next, widths[widest] - 1))
      let step = min(excess, widths[widest] - floor)
      widths[widest] -= step
      excess -= step
    }
    return widths
  }
}
