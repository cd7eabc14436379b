import FoundationEssentials
import Glibc
import Postgres
import TestSupport
import Testing

@Suite("The shell on a terminal: live views", .serialized)
struct TerminalLiveTests {
  private static func add(_ name: String, to world: TerminalWorld) async throws {
    try await world.database.execute(
      "INSERT INTO intake.simplicity_batches (filename, status) VALUES (\(name), 'failed')")
  }

  @Test("watch renews itself, marks what changes, and leaves the prompt and the last look at q")
  func watches() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await terminal.enter("watch 200ms batches")
      try await terminal.waitFor("every 200ms: batches")
      try await terminal.waitFor("may.csv")
      #expect(try await !terminal.screen().contains("dfops dev>"))
      #expect(try await !terminal.screen().contains("%1"))
      try await Self.add("'new.csv'", to: world)
      try await terminal.waitFor("new.csv")
      try await terminal.press("Up", "x", "q")
      try await terminal.waitForLine("dfops dev>")
      #expect(try await terminal.screen().contains("new.csv"))
      try await terminal.answers()
      try await terminal.press("C-d")
      try await terminal.waitFor("ENDED 0\nRESTORED")
    }
  }

  @Test("A change has a sign in the margin, with colour and without", arguments: ["", "1"])
  func marks(noColor: String) async throws {
    try await TerminalWorld.withShell(variables: ["NO_COLOR": noColor]) { world, terminal in
      try await terminal.enter("watch 5s batches")
      try await terminal.waitFor("may.csv")
      try await Self.add("'new.csv'", to: world)
      try await terminal.waitFor("\n+ ")
      try await world.database.execute(
        "UPDATE intake.simplicity_batches SET status = 'uploaded' WHERE filename = 'new.csv'")
      try await terminal.waitFor("\n* ")
      try await terminal.press("C-c")
      try await terminal.waitForLine("dfops dev>")
    }
  }

  @Test("watch outlives a lost connection and says so; what was seen stays meanwhile")
  func survives() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await terminal.enter("watch 1s batches")
      try await terminal.waitFor("may.csv")
      try await world.database.setReachable(false)
      try await terminal.waitFor("lost connection at ")
      #expect(try await terminal.screen().contains("may.csv"))
      try await world.database.setReachable(true)
      try await waitUntil("the connection is back", timeout: .seconds(20)) {
        try await !terminal.screen().contains("lost connection")
      }
      try await terminal.press("Escape")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.answers()
    }
  }

  @Test("A smaller screen is filled anew, and what does not fit is counted")
  func resizes() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await world.database.execute(
        """
        INSERT INTO intake.simplicity_batches (filename, status)
        SELECT 'batch_' || i || '.csv', 'failed' FROM generate_series(1, 40) AS i
        """)
      try await terminal.enter("watch 1m batches")
      try await terminal.waitFor("more lines")
      try await terminal.resize(columns: 40)
      try await terminal.waitFor("FILENAME\n")
      try await terminal.press("q")
      try await terminal.waitForLine("dfops dev>")
    }
  }

  @Test("SIGTERM and ^C end a watch whose query waits, and the terminal is as it was")
  func endsWhileWaiting() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await terminal.enter("watch 200ms summary")
      try await terminal.waitFor("failed")
      let holder = try await world.holdTable()
      try await waitUntil("the query waits") { try await world.waiters() == 1 }
      try await terminal.press("C-c")
      try await terminal.waitForLine("dfops dev>")
      try await waitUntil("the query is given up") { try await world.waiters() == 0 }
      await holder.close()
      try await terminal.enter("watch 200ms summary")
      try await terminal.waitFor("every 200ms")
      kill(try #require(try await terminal.programID()), SIGTERM)
      try await terminal.waitFor("ENDED 143\nRESTORED")
    }
  }

  @Test("^Z stops a watch; when it goes on, the screen is its own again")
  func suspends() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.enter("watch 200ms batches")
      try await terminal.waitFor("may.csv")
      try await terminal.press("C-z")
      try await terminal.waitFor("STOPPED")
      try await terminal.press("Enter")
      try await waitUntil("the program goes on") { try await terminal.programID() != nil }
      try await terminal.waitFor("every 200ms: batches")
      #expect(try await !terminal.screen().contains("STOPPED"))
      try await terminal.press("q")
      try await terminal.waitForLine("dfops dev>")
      #expect(try await terminal.screen().contains("STOPPED"))
      try await terminal.answers()
    }
  }

  @Test("After a stop from elsewhere, what was printed on the screen meanwhile is painted over")
  func stopped() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.enter("watch 1m batches")
      try await terminal.waitFor("may.csv")
      kill(try #require(try await terminal.programID()), SIGTSTP)
      try await terminal.waitFor("STOPPED")
      try await terminal.press("Enter")
      try await waitUntil("the screen is painted anew") {
        let screen = try await terminal.screen()
        return screen.contains("may.csv") && !screen.contains("STOPPED")
      }
      #expect(try await terminal.screen().hasPrefix("every 1m: batches"))
      try await terminal.press("q")
      try await terminal.waitForLine("dfops dev>")
    }
  }

  @Test(
    "q ends a watch at once whose server hangs, and the screen says how long it has not answered")
  func hangs() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await terminal.enter("watch 200ms summary")
      try await terminal.waitFor("failed")
      let backends = try await world.backends()
      defer { for pid in backends { kill(pid, SIGCONT) } }
      for pid in backends { #expect(kill(pid, SIGSTOP) == 0) }
      try await terminal.waitFor("no answer for ")
      let start = ContinuousClock.now
      try await terminal.press("q")
      try await terminal.waitForLine("dfops dev>")
      #expect(ContinuousClock.now - start < .seconds(4))
      try await terminal.answers()
      try await terminal.enter("batches")
      try await terminal.waitFor("may.csv")
    }
  }

  @Test("A dumb terminal gets a line a change, and ^C ends it")
  func dumb() async throws {
    try await TerminalWorld.withShell(variables: ["TERM": "dumb"]) { world, terminal in
      try await terminal.enter("watch 200ms batches")
      try await terminal.waitFor("may.csv")
      try await Self.add("'new.csv'", to: world)
      try await terminal.waitFor("Z + ")
      try await terminal.press("C-c")
      try await terminal.waitForLine("dfops dev>")
    }
  }

  @Test("No control character of the data reaches the terminal from a watch")
  func hostile() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await Self.add(#"E'evil\x1B]0;owned\x07\x1B[2J.csv'"#, to: world)
      try await terminal.enter("watch 200ms batches")
      try await terminal.waitFor(#"evil\x1B]0;owned"#)
      try await terminal.waitFor("may.csv")
      try await terminal.press("q")
      try await terminal.waitForLine("dfops dev>")
    }
  }

  @Test("A watch whose reader has gone ends by itself")
  func readerGone() async throws {
    let world = try await TerminalWorld()
    defer { world.tool.removeState() }
    let terminal = try await Tmux(
      world.tool, ["batches", "--limit", "1"], columns: 80)
    try await terminal.waitFor("ENDED 0")
    let call = "\(Tool.path) watch 200ms batches | head -n 1"
    let variables = world.tool.variables.map { "\($0.key)='\($0.value)'" }.joined(separator: " ")
    let result = try ChildProcess(
      ["sh", "-c", "env \(variables) \(call)"], outputPath: "/dev/null"
    ).wait()
    #expect(result == 0)
  }

  @Test("follow shows stages, rows and rate until the batch ends; the last look stays")
  func follows() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await world.database.execute(
        """
        UPDATE intake.simplicity_batches SET status = 'staging', row_count_total = 1000,
        row_count_inserted = 0, row_count_invalid = 0 WHERE id = '\(TerminalWorld.failed)'
        """)
      try await terminal.enter("follow 3f2a --interval 1s")
      try await terminal.waitFor("0 of 1000 rows (0 %)")
      try await world.database.execute(
        "UPDATE intake.simplicity_batches SET row_count_inserted = 500 WHERE filename = 'may.csv'")
      try await terminal.waitFor("rows/s")
      try await terminal.waitFor("500 of 1000 rows (50 %), 0 invalid")
      try await world.database.execute(
        """
        UPDATE intake.simplicity_batches SET row_count_inserted = 1000, status = 'completed'
        WHERE filename = 'may.csv'
        """)
      try await terminal.waitForLine("dfops dev>")
      let screen = try await terminal.screen()
      #expect(screen.contains("1000 of 1000 rows (100 %)") && screen.contains("completed"))
      try await terminal.answers()
    }
  }

  @Test("What lasts longer than a second says so, and leaves no trace")
  func waits() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await terminal.enter("summary")
      try await terminal.waitFor("failed")
      let holder = try await world.holdTable()
      try await terminal.enter("summary")
      try await terminal.waitFor("^C stops")
      await holder.close()
      try await terminal.waitForLine("dfops dev>")
      #expect(try await !terminal.screen().contains("^C stops"))
    }
  }
}
