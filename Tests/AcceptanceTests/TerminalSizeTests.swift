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
        guard columns == 100 else { continue }
        // Until here nothing was left behind; what tmux has moved off the screen when it got narrower comes back.
        let rows = try await terminal.screen().split(separator: "\n")
        // The greeting was broken into lines of its own when the terminal was narrow.
        let own = rows.drop { !$0.hasPrefix("dfops dev>") }
        #expect(own.count == 1, "\(rows)")
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
    }
  }
}
