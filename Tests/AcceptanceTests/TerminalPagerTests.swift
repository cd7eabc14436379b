import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite("The shell on a terminal: results longer than the screen", .serialized)
struct TerminalPagerTests {
  /// A shell over sixty batches, one of which is hostile.
  private static func withShell(
    _ variables: [String: String] = [:], columns: Int = 80,
    _ body: (TerminalWorld, Tmux) async throws -> Void
  ) async throws {
    let world = try await TerminalWorld()
    defer { world.tool.removeState() }
    try await world.database.execute(
      """
      INSERT INTO intake.simplicity_batches (filename, status, created_at)
      SELECT 'batch_' || i || '.csv', 'failed', now() - i * interval '1 day'
      FROM generate_series(1, 60) AS i;
      INSERT INTO intake.simplicity_batches (filename, status)
      VALUES (E'evil\\x1B]0;owned\\x07\\x1B[2J.csv', 'failed')
      """)
    try await body(world, try await world.shell(columns: columns, variables: variables))
  }

  @Test("A long result goes through less; q gives the prompt back, and the screen is as it was")
  func less() async throws {
    try await Self.withShell { _, terminal in
      try await terminal.enter("batches --all")
      try await terminal.waitFor("evil\\x1B]0;")
      try await terminal.waitForLine(":")
      try await terminal.press("q")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.answers()
      try await terminal.press("C-d")
      try await terminal.waitFor("ENDED 0\nRESTORED")
    }
  }

  @Test("^C in the pager is the pager's, and the session stays")
  func interrupt() async throws {
    try await Self.withShell { _, terminal in
      try await terminal.enter("batches --all")
      try await terminal.waitForLine(":")
      try await terminal.press("C-c")
      // less throws away what was typed when ^C comes.
      try await waitUntil("the end is shown") {
        try await terminal.press("G")
        return try await terminal.screen().contains("batch_60.csv")
      }
      try await terminal.press("q")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.answers()
    }
  }

  @Test("A reader that leaves early is no error")
  func early() async throws {
    try await Self.withShell(["PAGER": "head -n 3"]) { _, terminal in
      try await terminal.enter("batches --all")
      try await terminal.waitFor("STATUS")
      try await terminal.waitForLine("dfops dev>")
      #expect(try await !terminal.screen().contains("batch_1.csv"))
      try await terminal.answers()
    }
  }

  @Test(
    "A pager that is missing, fails or is killed costs one line, and nothing of the result",
    arguments: [
      ("no-such-pager -x", "the pager no-such-pager cannot be started (no such file or directory)"),
      ("sh -c 'exit 3'", "the pager sh ended with the exit status 3"),
      ("sh -c 'stty raw -echo </dev/tty; kill -9 $$'", "the pager sh was ended by the signal 9"),
    ])
  func broken(pager: String, notice: String) async throws {
    try await Self.withShell(["DFOPS_PAGER": pager], columns: 100) { _, terminal in
      try await terminal.enter("batches --limit 23")
      try await terminal.waitFor("23 shown")
      try await terminal.waitFor(notice)
      try await terminal.waitForLine("dfops dev>")
      #expect(try await terminal.screen().contains("batch_20.csv"))
      try await terminal.answers()
      try await terminal.press("C-d")
      try await terminal.waitFor("ENDED 0\nRESTORED")
    }
  }

  @Test(
    "less shows colours and has no shell, although LESS is not set", arguments: ["less", "less -S"])
  func plainLess(pager: String) async throws {
    try await Self.withShell(["PAGER": pager]) { _, terminal in
      try await terminal.enter("batches --all")
      try await terminal.waitFor("evil\\x1B]0;")
      #expect(try await !terminal.screen().contains("ESC["))
      try await terminal.type("!")
      try await terminal.waitFor("not available")
      try await terminal.press("Enter", "q")
      try await terminal.waitForLine("dfops dev>")
    }
  }

  @Test("A terminal that nobody has described gets results as they are, without colours")
  func unknownTerminal() async throws {
    try await Self.withShell(["TERM": "no-such-terminal"]) { _, terminal in
      try await terminal.enter("batches --all")
      try await terminal.waitFor("batch_60.csv")
      try await terminal.waitForLine("dfops dev>")
      #expect(try await !terminal.styledScreen().contains("\u{1B}[3"))
      #expect(try await !terminal.screen().contains("WARNING"))
    }
  }

  @Test("Switched off, results come as they are", arguments: ["set pager off", "version"])
  func off(line: String) async throws {
    try await Self.withShell { _, terminal in
      try await terminal.enter(line)
      try await terminal.waitForLine("dfops dev>")
      try await terminal.enter("batches --all" + (line == "version" ? " --no-pager" : ""))
      try await terminal.waitFor("batch_60.csv")
      try await terminal.waitForLine("dfops dev>")
    }
  }

  @Test("SIGTERM while the pager shows ends both, and the terminal is as it was")
  func terminated() async throws {
    try await Self.withShell { _, terminal in
      try await terminal.enter("batches --all")
      try await terminal.waitForLine(":")
      kill(try #require(try await terminal.programID()), SIGTERM)
      try await terminal.waitFor("ENDED 143\nRESTORED")
    }
  }

  @Test("A server that dies while the pager shows takes nothing along")
  func serverDies() async throws {
    try await Self.withShell { world, terminal in
      try await terminal.enter("batches --all")
      try await terminal.waitForLine(":")
      try await world.database.execute(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """)
      try await terminal.press("q")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.enter("batches --limit 1")
      try await terminal.waitFor("1 shown")
    }
  }

  @Test("A single call on a terminal pages, too")
  func single() async throws {
    try await Self.withShell { world, _ in
      let terminal = try await Tmux(world.tool, ["batches", "--all"], columns: 80)
      try await terminal.waitForLine(":")
      try await terminal.press("q")
      try await terminal.waitFor("ENDED 0\nRESTORED")
    }
  }

  @Test(
    "Wide rows lose columns on a narrow screen, and say which", arguments: [40, 80, 200])
  func widths(columns: Int) async throws {
    try await Self.withShell(columns: columns) { _, terminal in
      try await terminal.enter("batches --limit 2 --oldest-first")
      try await terminal.waitFor("batch_60.csv")
      try await terminal.waitForLine("dfops dev>")
      let screen = try await terminal.screen()
      #expect(screen.contains("hidden: ") == (columns == 40))
      #expect(screen.contains("CREATED\n") == (columns > 40))
      #expect(screen.contains("INSERTED  ") == (columns == 200))
    }
  }
}
