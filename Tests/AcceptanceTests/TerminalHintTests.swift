import Postgres
import TestSupport
import Testing

@Suite("The shell on a terminal: hints", .serialized)
struct TerminalHintTests {
  @Test("A suggestion stands faintly behind the cursor, is part of no line, and → takes it")
  func suggestion() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.enter("help quit")
      try await terminal.waitFor("USAGE: quit")
      try await terminal.type("help q")
      try await terminal.waitForLine("dfops dev> help quit")
      try await waitUntil("the suggestion is faint") {
        try await terminal.styledScreen().contains("help q\u{1B}[2muit")
      }
      // It is gone with the cursor, and with the line.
      try await terminal.press("C-a")
      try await terminal.waitForLine("dfops dev> help q")
      try await terminal.press("C-e", "C-c")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.waitFor("dfops dev> help q^C")
      try await terminal.type("help q")
      try await terminal.waitForLine("dfops dev> help quit")
      try await terminal.press("Right", "Enter")
      try await terminal.waitFor("dfops dev> help quit\n")
      try await terminal.waitForLine("dfops dev>")
      #expect(try await !terminal.styledScreen().contains("\u{1B}[2m"))
    }
  }

  @Test("A hint never wraps, and goes when the terminal changes its size")
  func narrow() async throws {
    try await TerminalWorld.withShell(columns: 30) { _, terminal in
      try await terminal.enter("help quit --no-pager --verbose")
      try await terminal.waitFor("USAGE: quit")
      try await terminal.press("C-l")
      try await terminal.type("help")
      try await terminal.waitForLine("dfops dev> help quit --no-pa…")
      try await terminal.resize(columns: 20)
      try await terminal.waitForLine("dfops dev> help qu…")
      try await terminal.resize(columns: 60)
      try await terminal.waitForLine("dfops dev> help quit --no-pager --verbose")
    }
  }

  @Test("A dumb terminal shows no hints")
  func dumb() async throws {
    try await TerminalWorld.withShell(variables: ["TERM": "dumb"]) { _, terminal in
      try await terminal.answers()
      try await terminal.type("ver")
      try await terminal.press("x")
      try await terminal.waitForLine("dfops dev> verx")
    }
  }

  @Test("What is listed is listed anew when it has changed, and the half-typed line stays")
  func freshens() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await terminal.type("batch ")
      try await terminal.pressTab(until: "\(TerminalWorld.failed) -- failed ")
      try await world.database.execute(
        """
        INSERT INTO intake.simplicity_batches (id, filename, status)
        VALUES ('4e000000-0000-4000-8000-000000000004', 'july.csv', 'failed')
        """)
      try await terminal.pressTab(until: "july.csv")
      try await terminal.waitForLine("dfops dev> batch   ID")
    }
  }
}
