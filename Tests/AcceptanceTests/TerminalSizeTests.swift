import TestSupport
import Testing

@Suite("The shell on a terminal: sizes", .serialized)
struct TerminalSizeTests {
  @Test("trap: a line of several rows is folded anew when the terminal changes its width")
  func folds() async throws {
    try await TerminalWorld.withShell(columns: 20) { _, terminal in
      // With 30 columns a blank is the last character of a row, which libedit does not paint.
      let line = "batches --filename 'a-very-long-name-of-a-file-*' --status failed"
      try await terminal.type(line)
      try await terminal.waitForRows("dfops dev> " + line, columns: 20)
      for columns in [30, 50, 100, 30, 40] {
        try await terminal.resize(columns: columns)
        try await terminal.waitForRows("dfops dev> " + line, columns: columns)
      }
      try await terminal.press("C-a", "C-c")
      try await terminal.answers()
    }
  }

  @Test(
    "trap: a terminal that gets narrow and wide again shows the line once",
    arguments: [
      ([40, 100], 24, nil), ([40, 100, 20, 100], 24, nil), ([20, 30, 40, 100], 24, nil),
      ([10, 100], 8, nil), ([25, 60, 100], 6, "M-b"),
      ([99, 98, 97, 50, 100], 24, nil),
    ] as [([Int], Int, String?)])
  func narrows(widths: [Int], rows: Int, key: String?) async throws {
    let tool = try Tool()
    defer { tool.removeState() }
    let terminal = try await Tmux(tool, columns: 100, rows: rows)
    try await terminal.waitForLine("dfops dev>")
    // With 100 columns a blank is the last character of a row.
    let line =
      "batches --filename 'a-very-long-name-of-a-file-*' --status failed --limit 5 --older-than 3d"
    try await terminal.type(line)
    try await terminal.waitForRows("dfops dev> " + line, columns: 100)
    if let key { try await terminal.press(key) }
    let behind = key == nil ? "" : "3d"
    var typed = ""
    for columns in widths {
      try await terminal.resize(columns: columns)
      // What is typed stands where the line is painted by then.
      try await terminal.type("x")
      typed += "x"
      let text = "dfops dev> " + line.dropLast(behind.count) + typed + behind
      try await terminal.waitForRows(text, columns: columns, atMost: rows)
      guard columns == 100 else { continue }
      let shown = try await terminal.screen().replacing("\n", with: "")
      #expect(shown.split(separator: "dfops dev>", omittingEmptySubsequences: false).count == 2)
      #expect(shown.split(separator: "filename", omittingEmptySubsequences: false).count == 2)
    }
    try await terminal.press("C-c")
    try await terminal.answers()
  }

  @Test("One column crashes nothing, and a thousand are used", arguments: [1, 2, 3, 1000])
  func extremes(columns: Int) async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.type("re")
      try await terminal.resize(columns: columns)
      try await terminal.press("Tab", "Tab")
      try await terminal.type("s")
      try await terminal.paste("x\u{301}y")
      try await terminal.press("Left", "C-e", "C-c")
      try await terminal.resize(columns: 80)
      try await terminal.press("C-l")
      // A prompt that begins after the change has its full length again.
      try await waitUntil("there is a whole prompt") {
        try await terminal.press("Enter")
        return try await terminal.lastLine() == "dfops dev>"
      }
      try await terminal.answers()
    }
  }
}

extension Tmux {
  /// Waits until the last rows of the screen are this text, folded at the width, and stand there once.
  fileprivate func waitForRows(
    _ text: String, columns: Int, atMost most: Int = .max
  ) async throws {
    var rows: [String] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      rows.append(String(rest.prefix(columns).reversed().drop { $0 == " " }.reversed()))
      rest = rest.dropFirst(columns)
    }
    try await waitUntil("the line has \(rows.count) rows of \(columns) columns") {
      let screen = try await self.screen().split(separator: "\n").map(String.init)
      return screen.suffix(min(rows.count, most)) == rows.suffix(most)
    }
  }
}
