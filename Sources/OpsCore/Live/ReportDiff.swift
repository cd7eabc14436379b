/// Compares what a command finds with what it found before.
///
/// Rows of a list are known by their id. Ages do not count: they change although nothing happens.
struct ReportDiff {
  /// What became of a line.
  enum Mark: String, Sendable {
    case same = " "
    case changed = "*"
    case new = "+"
    case gone = "-"
  }

  /// A line with its mark.
  struct Line: Sendable, Equatable {
    var mark: Mark
    var text: String
  }

  private let report: Report
  private let before: Report?

  /// Compares a report with an earlier one; without one nothing is marked.
  init(_ report: Report, since before: Report?) {
    self.report = report
    self.before = before
  }

  /// Whether anything is different.
  func isDifferent(in rendering: Rendering) -> Bool {
    guard before != nil else { return true }
    return lines(in: rendering).contains { $0.mark != .same } || !gone(in: rendering).isEmpty
  }

  /// All lines of the report.
  func lines(in rendering: Rendering) -> [Line] {
    let lines = rendering.lines(of: report)
    guard let before else { return lines.map { Line(mark: .same, text: $0.text) } }
    guard case .list(let table) = report, case .list(let old) = before,
      !rendering.format.isForMachines
    else {
      var known = Self.counted(rendering.lines(of: before).map(\.text))
      return lines.map { line in
        let isKnown = known[line.text, default: 0] > 0
        known[line.text, default: 0] -= 1
        return Line(mark: isKnown ? .same : .changed, text: line.text)
      }
    }
    let keys = Self.keys(table)
    let signatures = Dictionary(
      zip(Self.keys(old), old.rows.map { Self.signature($0, old) }), uniquingKeysWith: { $1 })
    return lines.map { line in
      guard let row = line.row else { return Line(mark: .same, text: line.text) }
      guard let known = signatures[keys[row]] else { return Line(mark: .new, text: line.text) }
      let isSame = known == Self.signature(table.rows[row], table)
      return Line(mark: isSame ? .same : .changed, text: line.text)
    }
  }

  /// The lines that the earlier report had, and this one has no more.
  func gone(in rendering: Rendering) -> [Line] {
    guard let before else { return [] }
    let lines = rendering.lines(of: before)
    guard case .list(let table) = report, case .list(let old) = before,
      !rendering.format.isForMachines
    else {
      var known = Self.counted(rendering.lines(of: report).map(\.text))
      return lines.filter { line in
        known[line.text, default: 0] -= 1
        return known[line.text, default: 0] < 0
      }.map { Line(mark: .gone, text: $0.text) }
    }
    let present = Set(Self.keys(table))
    let keys = Self.keys(old)
    return lines.filter { line in line.row.map { !present.contains(keys[$0]) } ?? false }
      .map { Line(mark: .gone, text: $0.text) }
  }

  // MARK: Rows

  /// A name for each row: its id, told apart from others of the same name.
  private static func keys(_ table: Table) -> [String] {
    let column =
      table.columns.firstIndex { $0.kind == .id && !$0.tableOnly }
      ?? table.columns.firstIndex { !$0.tableOnly } ?? 0
    var seen: [String: Int] = [:]
    return table.rows.map { row in
      let text = row.indices.contains(column) ? row[column].plainText : ""
      seen[text, default: 0] += 1
      return "\(seen[text, default: 0]) \(text)"
    }
  }

  private static func signature(_ row: [DataValue], _ table: Table) -> [DataValue] {
    zip(table.columns, row).filter { column, _ in
      !column.tableOnly && !column.machineOnly && column.kind != .age
    }.map(\.1)
  }

  private static func counted(_ texts: [String]) -> [String: Int] {
    texts.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}
