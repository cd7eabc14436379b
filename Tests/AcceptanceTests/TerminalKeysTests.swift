import TestSupport
import Testing

@Suite("The shell on a terminal: keys", .serialized)
struct TerminalKeysTests {
  @Test("Words are jumped over, taken away and put back, with the keys of emacs")
  func emacs() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.type("one two three")
      try await terminal.press("M-b", "M-b")
      try await terminal.type("A")
      try await terminal.waitForLine("dfops dev> one Atwo three")
      try await terminal.press("C-Left", "M-f", "C-Right")
      try await terminal.type("B")
      try await terminal.waitForLine("dfops dev> one Atwo threeB")
      try await terminal.press("Home", "M-d", "Delete", "End", "Space", "C-y")
      try await terminal.waitForLine("dfops dev> Atwo threeB one")
      // ^W takes what stands between blanks; what is taken at one go is one.
      try await terminal.press("C-w", "C-w", "C-a", "C-y")
      try await terminal.waitForLine("dfops dev> threeB oneAtwo")
      try await terminal.press("C-k", "M-BSpace", "C-y", "M-y", "M-y")
      try await terminal.waitForLine("dfops dev> threeB one")
      try await terminal.press("C-u", "C-y")
      try await terminal.waitForLine("dfops dev> threeB one")
    }
  }

  @Test("set editing vi takes effect at the next prompt, and set editing emacs again")
  func vi() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.enter("set editing vi")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.type("one two three")
      try await terminal.press("Escape")
      try await terminal.type("bbcwTWO")
      try await terminal.press("Escape")
      try await terminal.type("0x")
      try await terminal.waitForLine("dfops dev> ne TWO three")
      try await terminal.type("A end")
      try await terminal.press("Left", "Left")
      try await terminal.type("_")
      try await terminal.waitForLine("dfops dev> ne TWO three e_nd")
      // ^C and TAB are the editor's own here as well.
      try await terminal.press("C-c")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.type("vers")
      try await terminal.press("Tab")
      try await terminal.waitForLine("dfops dev> version")
      try await terminal.press("Escape", "C-c")
      try await terminal.enter("set editing emacs")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.type("a b")
      try await terminal.press("M-b")
      try await terminal.type("x")
      try await terminal.waitForLine("dfops dev> a xb")
    }
  }

  @Test("Up and Down recall; an entry of several lines comes back in one, and runs as it was")
  func recall() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.enter("help \\")
      try await terminal.waitForLine("\\...")
      try await terminal.enter("quit")
      try await terminal.waitFor("USAGE: quit")
      try await terminal.answers()
      try await terminal.press("Up", "Up")
      try await terminal.waitForLine("dfops dev> help \\⏎quit")
      try await terminal.press("Down")
      try await terminal.waitForLine("dfops dev> version")
      try await terminal.press("C-l")
      try await waitUntil("the screen has only the line") {
        try await terminal.screen().split(separator: "\n") == ["dfops dev> version"]
      }
      try await terminal.press("Up", "Enter")
      try await terminal.waitFor("USAGE: quit")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.press("C-d")
      try await terminal.waitFor("ENDED 0\nRESTORED")
    }
  }

  @Test("^C throws all lines of an entry away; ^D gets it judged as it is")
  func openEntry() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.enter("fail 'one")
      try await terminal.enter("two")
      try await terminal.press("C-c")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.answers()
      try await terminal.enter("fail 'one")
      try await terminal.waitForLine("'...")
      try await terminal.press("C-d")
      try await terminal.waitFor("a quote is not closed")
      try await terminal.answers()
    }
  }

  @Test("Keys that mean nothing, and every control, leave the line alone")
  func nothing() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.type("ver\u{1B}[99;5~\u{1B}[?1;2c\u{1B}[15~\u{9B}\u{85}")
      try await terminal.type("sion")
      try await terminal.waitForLine("dfops dev> version")
      for key in ["C-Space", "C-g", "C-o", "C-s", "C-q", "C-\\", "C-]", "C-^", "C-_", "F5"] {
        try await terminal.press(key)
      }
      try await terminal.press("M-x", "C-c")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.answers()
    }
  }

  @Test("? where a word may begin, and F1, tell what fits there; elsewhere ? is itself")
  func help() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.type("use ")
      try await terminal.press("?")
      try await terminal.waitFor("dfops dev> use\nthe name of an environment: TAB lists them")
      try await terminal.type("x")
      try await terminal.press("?")
      try await terminal.waitForLine("dfops dev> use x?")
      try await terminal.press("C-c")
      try await terminal.type("stuck ")
      try await terminal.press("F1")
      try await terminal.waitFor("--stuck-for")
      try await terminal.press("C-c")
      try await terminal.answers()
    }
  }

  @Test("Marks are composed with the character before them, or named, and stay after a repaint")
  func marks() async throws {
    try await TerminalWorld.withShell(variables: ["LC_ALL": "C"]) { _, terminal in
      try await terminal.type("e\u{301}日x\u{302}")
      try await terminal.waitForLine("dfops dev> é日xU+0302")
      try await terminal.resize(columns: 60)
      try await terminal.press("C-a", "C-e")
      try await terminal.waitForLine("dfops dev> é日xU+0302")
      try await terminal.press("Enter")
      try await terminal.waitFor("unknown command é日xU+0302")
    }
  }

  @Test("A line of 100,000 characters is taken")
  func long() async throws {
    try await TerminalWorld.withShell { _, terminal in
      for _ in 0..<10 { try await terminal.type(String(repeating: "abcdefghi ", count: 1000)) }
      try await terminal.type("END")
      try await terminal.waitFor("abcdefghi END")
      try await terminal.press("C-c")
      try await terminal.answers()
    }
  }
}
