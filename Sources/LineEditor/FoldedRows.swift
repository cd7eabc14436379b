/// What a terminal shows of a line, as it folds that anew when its width changes.
///
/// Terminals join rows that they have wrapped themselves. libedit paints no blank at the end of a row, and begins the next
/// one with a line end, which stays one.
struct FoldedRows: Equatable {
  /// What the terminal takes for lines; the last one may go on.
  private(set) var lines: [String]

  /// Takes note of a line, as far as the cursor.
  ///
  /// - Parameters:
  ///   - above: What older paintings of the line have left above the screen, where nothing can be erased.
  ///   - text: The line with its prompt, up to the cursor.
  ///   - painted: How many characters of it libedit has painted at once.
  ///   - columns: The columns of the terminal when it did.
  init(above: [String] = [""], text: String, painted: Int, columns: Int) {
    var last = above.last ?? ""
    lines = above.dropLast()
    var place = ScreenPlace()
    for (index, scalar) in text.unicodeScalars.enumerated() {
      let row = place.row
      place.add(String(scalar), columns: columns)
      last.unicodeScalars.append(scalar)
      guard place.row > row, index < painted, scalar == " " else { continue }
      while last.last == " " { last.removeLast() }
      lines.append(last)
      last = ""
    }
    lines.append(last)
  }

  /// Where the cursor is with this many columns, counted from the first row.
  func end(columns: Int) -> ScreenPlace {
    var end = ScreenPlace()
    for line in lines.dropLast() { end.row += Self.height(of: line, columns) }
    end.add(lines.last ?? "", columns: columns)
    return end
  }

  /// The first rows with this many columns, as lines; the last one goes on below them, even when it is empty.
  func first(_ rows: Int, columns: Int) -> [String] {
    var rest = rows
    var first: [String] = []
    for line in lines.dropLast() {
      let height = Self.height(of: line, columns)
      guard height <= rest else { return first + [Self.beginning(of: line, rest, columns)] }
      first.append(line)
      rest -= height
    }
    return first + [Self.beginning(of: lines.last ?? "", rest, columns)]
  }

  private static func height(of line: String, _ columns: Int) -> Int {
    var end = ScreenPlace()
    end.add(line, columns: columns)
    return end.column > 0 || end.row == 0 ? end.row + 1 : end.row
  }

  /// What of a line stands in its first rows.
  private static func beginning(of line: String, _ rows: Int, _ columns: Int) -> String {
    guard rows > 0 else { return "" }
    var beginning = ""
    var place = ScreenPlace()
    for scalar in line.unicodeScalars {
      place.add(String(scalar), columns: columns)
      guard place.row < rows || place == ScreenPlace(row: rows, column: 0) else { break }
      beginning.unicodeScalars.append(scalar)
    }
    return beginning
  }
}
