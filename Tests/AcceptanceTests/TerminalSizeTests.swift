import TestSupport
import Testing

@Suite("The shell on a terminal: sizes", .serialized)
struct TerminalSizeTests {
  @Test("trap: a line of several rows is folded anew when the terminal changes its width")
  func folds() async throws {
    try await TerminalWorld.withShell(columns: 60) { _, terminal in
      let line = "batches --filename 'a-very-long-name-of-a-file-*' --status failed"
      try await terminal.type(line)
      try await terminal.waitFor("failed")
      for columns in [30, 90, 45, 100] {
        try await terminal.resize(columns: columns)
        let whole = "dfops dev> " + line
        try await terminal.waitForRows(whole, columns: columns)
      }
      try await terminal.press("C-a", "C-c")
      try await terminal.answers()
    }
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
      try await terminal.waitForLine("dfops dev>")
      try await terminal.answers()
    }
  }
}

extension Tmux {
  /// Waits until the last rows of the screen are this text, folded at the width, and stand there once.
  fileprivate func waitForRows(_ text: String, columns: Int) async throws {
    var rows: [String] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      rows.append(String(rest.prefix(columns).reversed().drop { $0 == " " }.reversed()))
      rest = rest.dropFirst(columns)
    }
    try await waitUntil("the line has \(rows.count) rows of \(columns) columns") {
      let screen = try await self.screen().split(separator: "\n").map(String.init)
      return screen.suffix(rows.count) == rows[...]
        && screen.count { $0.hasPrefix("dfops dev>") } == 1
    }
  }
}
