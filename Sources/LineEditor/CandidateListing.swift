/// The candidates as lines for the screen.
enum CandidateListing {
  /// Returns one line for each candidate with its description; candidates without any stand side by side.
  ///
  /// What does not fit on the screen is counted in a last line.
  static func lines(of candidates: [Candidate], on size: TerminalSize) -> [String] {
    let limit = min(40, max(1, size.rows - 3))
    let all =
      candidates.allSatisfy(\.description.isEmpty)
      ? columns(candidates.map(\.label), width: size.columns)
      : described(candidates, width: size.columns, limit: limit)
    guard all.count > limit else { return all }
    let shown = all.prefix(limit)
    let perLine = candidates.count == all.count ? 1 : max(1, candidates.count / all.count)
    return shown + ["… \(max(1, candidates.count - limit * perLine)) more"]
  }

  private static func described(_ candidates: [Candidate], width: Int, limit: Int) -> [String] {
    let widest = candidates.prefix(limit).map { ScreenPlace.columns(of: $0.label) }.max() ?? 0
    return candidates.map { candidate in
      guard !candidate.description.isEmpty else { return candidate.label }
      let blanks = String(
        repeating: " ", count: max(0, widest - ScreenPlace.columns(of: candidate.label)))
      let lead = candidate.label + blanks + " -- "
      // The last column stays free, because terminals wrap after it.
      let room = width - 1 - ScreenPlace.columns(of: lead)
      guard room >= 4 else { return candidate.label }
      return lead + ScreenPlace.truncated(candidate.description, to: room)
    }
  }

  private static func columns(_ labels: [String], width: Int) -> [String] {
    let widest = (labels.map { ScreenPlace.columns(of: $0) }.max() ?? 0) + 2
    let perLine = max(1, (width - 1) / max(1, widest))
    let rows = (labels.count + perLine - 1) / perLine
    return (0..<rows).map { row in
      var line = ""
      for index in stride(from: row, to: labels.count, by: rows) {
        let blanks = widest - ScreenPlace.columns(of: labels[index])
        line += labels[index]
        if index + rows < labels.count { line += String(repeating: " ", count: max(0, blanks)) }
      }
      return line
    }
  }
}
