import Postgres
import TestSupport
import Testing

@Suite("The shell on a terminal: pastes", .serialized)
struct TerminalPasteTests {
  private static let question = "run this, line by line? [y/N]"

  @Test("A line that is pasted is put in and not run, without its controls and its line end")
  func oneLine() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.type("help ")
      try await terminal.paste("\u{1B}[31mq\u{7}uit\t\u{9B}\n")
      try await terminal.waitForLine("dfops dev> help [31mquit")
      try await terminal.press("C-c")
      try await terminal.answers()
    }
  }

  @Test("trap: a paste with ^C and line ends in it runs nothing by itself")
  func hostile() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.paste("abc\u{3}\nquit\n\u{4}\nversion\n")
      try await terminal.waitFor("3 lines were pasted; none of them changes something:")
      try await terminal.waitForLine(Self.question)
      try await terminal.press("Enter")
      try await terminal.waitFor("nothing of the paste was run")
      #expect(try await !terminal.screen().contains("unknown command"))
      try await terminal.answers()
    }
  }

  @Test("trap: an end mark within a paste sets nothing of it free, whatever is answered")
  func markWithin() async throws {
    try await TerminalWorld.withShell { world, terminal in
      let reset = "reset \(TerminalWorld.failed) --yes\r"
      try await terminal.type(
        "\u{1B}[200~summary\rstatus\r\u{1B}[201~\(reset)quit\r\u{1B}[201~")
      try await terminal.waitFor("4 lines were pasted; 1 of them changes something:")
      try await terminal.waitForLine(Self.question)
      try await terminal.enter("n")
      try await terminal.waitFor("nothing of the paste was run")
      try await terminal.answers()
      try await terminal.type("\u{1B}[200~\u{1B}[201~\(reset)\u{1B}[201~")
      try await terminal.waitForLine("dfops dev> reset \(TerminalWorld.failed) --yes")
      try await terminal.press("C-c")
      try await terminal.answers()
      #expect(try await world.status(of: TerminalWorld.failed) == "failed")
    }
  }

  @Test("trap: what comes right behind a paste of several lines is no answer, and does not run")
  func behind() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.type("\u{1B}[200~version\rstatus\r\u{1B}[201~y\rquit\r")
      try await terminal.waitForLine(Self.question)
      try await terminal.press("Enter")
      try await terminal.waitFor("nothing of the paste was run")
      try await terminal.answers()
    }
  }

  @Test("A paste at a question answers nothing, and what stands behind its first line does not run")
  func atQuestion() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.paste("version\nversion\n")
      try await terminal.waitForLine(Self.question)
      try await terminal.paste("no\nquit\n")
      try await terminal.waitFor("nothing of the paste was run")
      try await terminal.answers()
      // The next paste is one again.
      try await terminal.paste("version\nversion\n")
      try await terminal.waitForLine(Self.question)
    }
  }

  @Test(
    "Several lines that come at once are a paste where the terminal marks none",
    arguments: ["dumb", "", "no-such-terminal"])
  func unmarked(name: String) async throws {
    try await TerminalWorld.withShell(variables: ["TERM": name]) { world, terminal in
      try await terminal.type("version\rreset \(TerminalWorld.failed) --yes\rquit\r")
      try await terminal.waitFor("3 lines were pasted; 1 of them changes something:")
      try await terminal.waitForLine(Self.question)
      try await terminal.enter("n")
      try await terminal.waitFor("nothing of the paste was run")
      try await terminal.answers()
      #expect(try await world.status(of: TerminalWorld.failed) == "failed")
      // Enter twice is no paste, and what is typed while a command runs is none either.
      try await terminal.type("versoin\r\r")
      try await terminal.waitFor("unknown command versoin")
      let holder = try await world.holdTable()
      try await terminal.enter("summary")
      try await waitUntil("the query waits") { try await world.waiters() == 1 }
      try await terminal.type("help quit\rhelp reload\r")
      await holder.close()
      try await terminal.waitFor("USAGE: quit")
      try await terminal.waitFor("USAGE: reload")
      try await terminal.waitForLine("dfops dev>")
    }
  }

  @Test(
    "Several lines are shown with what changes something, and run after one yes up to a failure")
  func severalLines() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await terminal.type("ver")
      try await terminal.paste(
        "sion\nreset \(TerminalWorld.failed)\nstauts\nreset \(TerminalWorld.completed)\n")
      try await terminal.waitFor(
        """
        4 lines were pasted; 2 of them change something:
          1   version
          2 ! reset \(TerminalWorld.failed)
          3   stauts
          4 ! reset \(TerminalWorld.completed)
        """)
      #expect(try await world.status(of: TerminalWorld.failed) == "failed")
      try await terminal.waitForLine(Self.question)
      try await terminal.enter("y")
      try await terminal.waitFor("unknown command stauts")
      try await terminal.waitForLine("dfops dev>")
      #expect(try await world.status(of: TerminalWorld.failed) == "uploaded")
      #expect(try await world.status(of: TerminalWorld.completed) == "completed")
      // Each is an entry of the history; what did not run is none.
      try await terminal.press("Up")
      try await terminal.waitForLine("dfops dev> stauts")
      try await terminal.press("Up", "Up")
      try await terminal.waitForLine("dfops dev> version")
    }
  }

  @Test("A paste of one entry over several lines is asked about, too, and runs as one")
  func entry() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.paste("help \\\nquit")
      try await terminal.waitFor("1 line was pasted")
      try await terminal.waitForLine(Self.question)
      try await terminal.enter("y")
      try await terminal.waitFor("USAGE: quit")
    }
  }

  @Test("A paste in ^R, in vi's command mode, or in an open entry is no key and no Enter")
  func elsewhere() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.answers()
      try await terminal.press("C-r")
      try await terminal.type("vers")
      try await terminal.waitFor("(search) vers: ")
      try await terminal.paste("PASTED\n")
      try await terminal.waitForLine("(not in history) versPASTED:")
      try await terminal.press("C-g")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.press("C-r")
      try await terminal.type("vers")
      try await terminal.waitForLine("(search) vers: version")
      try await terminal.paste("help use\nhelp quit\n")
      try await terminal.waitFor("  1   help use\n  2   help quit\n")
      try await terminal.waitForLine(Self.question)
      try await terminal.press("C-c")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.enter("fail 'abc")
      try await terminal.waitForLine("'...")
      try await terminal.paste("d'\nversion")
      try await terminal.waitFor("  1 ! fail 'abc\\nd'")
      try await terminal.waitForLine(Self.question)
      try await terminal.press("C-c")
      try await terminal.waitFor("nothing of the paste was run")
      try await terminal.enter("set editing vi")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.type("ab")
      try await terminal.press("Escape")
      try await terminal.paste("ddx\n")
      try await terminal.waitForLine("dfops dev> addxb")
    }
  }

  @Test("trap: ^S in a paste, or as a key, does not stop the terminal")
  func stops() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.press("C-s")
      try await terminal.paste("ver\u{13}si")
      try await terminal.enter("on")
      try await terminal.waitFor("dfops 0.1.0\ndfops dev>")
    }
  }

  @Test("What of a paste is not run, because a line of it fails, is told")
  func stopsAtFailure() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.paste("summary --bad\nversion\nhelp quit\n")
      try await terminal.waitForLine(Self.question)
      try await terminal.enter("y")
      try await terminal.waitFor("2 more lines of the paste were not run\ndfops dev>")
      #expect(try await !terminal.screen().contains("USAGE: quit"))
    }
  }

  @Test("trap: a y that is pasted answers no question")
  func answersNothing() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await world.database.execute("UPDATE intake.simplicity_batches SET status = 'failed'")
      try await terminal.enter("reset --status failed")
      try await terminal.waitFor("go ahead? [y/N]")
      try await terminal.paste("y\ny\n")
      try await terminal.waitFor("what is pasted is no answer to a question; nothing was changed")
      try await terminal.waitForLine("dfops dev>")
      #expect(try await world.status(of: TerminalWorld.failed) == "failed")
    }
  }

  @Test("trap: what is pasted while a command runs is asked about as well")
  func typedAhead() async throws {
    try await TerminalWorld.withShell { world, terminal in
      let holder = try await world.holdTable()
      try await terminal.enter("summary")
      try await waitUntil("the query waits") { try await world.waiters() == 1 }
      try await terminal.paste("version\nreset \(TerminalWorld.failed)\n")
      await holder.close()
      try await terminal.waitForLine(Self.question)
      try await terminal.press("Enter")
      try await terminal.waitFor("nothing of the paste was run")
      #expect(try await world.status(of: TerminalWorld.failed) == "failed")
    }
  }

  @Test("A paste of 10 MB is refused and leaves the line as it is")
  func huge() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.type("versi")
      try await terminal.paste(String(repeating: "reset 3f2a ~ quit\n", count: 600_000))
      try await terminal.waitFor(
        "a paste of 10800000 bytes is too long to be taken: nothing of it was")
      try await terminal.waitForLine("dfops dev> version")
      try await terminal.enter("on")
      try await terminal.waitFor("dfops 0.1.0\ndfops dev>")
    }
  }

  @Test("A paste whose end does not come is told, and ^C throws it away")
  func endless() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.type("\u{1B}[200~quit\r")
      try await terminal.waitFor("the end of a paste does not come; ^C throws it away")
      try await terminal.press("C-c")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.answers()
    }
  }

  @Test("A dumb terminal gets no marks, and a typed mark does no harm", arguments: ["dumb", ""])
  func dumb(name: String) async throws {
    try await TerminalWorld.withShell(variables: ["TERM": name]) { _, terminal in
      try await terminal.paste("abc")
      try await terminal.waitForLine("dfops dev> abc")
      #expect(try await !terminal.screen().contains("2004"))
      try await terminal.press("C-c")
      try await terminal.type("\u{1B}[200~quit\r\u{1B}[201~")
      try await terminal.waitForLine("dfops dev> quit")
    }
  }
}
