import Postgres
import TestSupport
import Testing

@Suite("The shell on a terminal: editing", .serialized)
struct TerminalEditingTests {
  @Test("TAB completes commands, and lists batch ids with status and file")
  func completes() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.type("res")
      try await terminal.press("Tab")
      try await terminal.waitForLine("dfops dev> reset   ID…|FILTERS")
      try await terminal.press("C-c")
      try await terminal.type("batch ")
      try await terminal.pressTab(until: "\(TerminalWorld.failed) -- failed ")
      try await terminal.type("3f")
      try await terminal.pressTab(until: "dfops dev> batch \(TerminalWorld.failed)")
    }
  }

  @Test("^C throws the line away and gives the prompt back; the line is not run")
  func cancelsLine() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.type("quit")
      try await terminal.press("C-c")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.waitFor("dfops dev> quit^C")
      try await terminal.answers()
    }
  }

  @Test("trap: ^C in ^R ends neither the shell nor runs what was found")
  func cancelsSearch() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.answers()
      try await terminal.press("C-r")
      try await terminal.type("vers")
      try await terminal.waitForLine("(search) vers: version")
      try await terminal.press("C-c")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.enter("help quit")
      try await terminal.waitFor("USAGE: quit")
      #expect(try await terminal.programID() != nil)
    }
  }

  @Test("^R says when no line has the text, and Enter runs none then", arguments: ["emacs", "vi"])
  func searches(keys: String) async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.enter("set editing \(keys)")
      try await terminal.enter("help quit")
      try await terminal.waitFor("USAGE: quit")
      try await terminal.type("abc")
      try await terminal.press("C-r")
      try await terminal.type("help qux")
      try await terminal.waitForLine("(not in history) help qux:")
      try await terminal.press("Enter", "BSpace")
      try await terminal.waitForLine("(search) help qu: help quit")
      try await terminal.press("C-r", "C-s", "C-g")
      try await terminal.waitForLine("dfops dev> abc")
      try await terminal.press("C-u", "C-r")
      try await terminal.type("editing")
      try await terminal.waitForLine("(search) editing: set editing \(keys)")
      try await terminal.press("C-e")
      try await terminal.waitForLine("dfops dev> set editing \(keys)")
      try await terminal.press("C-u")
      try await terminal.answers()
      try await terminal.press("C-r")
      try await terminal.type("vers")
      try await terminal.waitForLine("(search) vers: version")
      try await terminal.press("Enter")
      try await terminal.waitFor("dfops dev> version\ndfops 0.1.0\ndfops dev>")
    }
  }

  @Test("A file's name that needs quotes gets them, and so does what several such names share")
  func quotes() async throws {
    try await TerminalWorld.withShell { world, terminal in
      let folder = world.tool.stateDirectory
      for name in ["my notes a", "my notes b", "other file"] {
        _ = try await world.tool.shell(["mkdir", "\(folder)/\(name)"])
      }
      try await terminal.enter("set hints off")
      try await terminal.type("source \(folder)/oth")
      try await terminal.pressTab(until: "/other file/")
      try await terminal.press("C-u")
      try await terminal.type("source \(folder)/my")
      try await terminal.pressTab(until: "/my notes")
      try await terminal.press("C-c")
      try await terminal.waitFor("source '\(folder)/my notes ^C")
    }
  }

  @Test("trap: UTF-8 is read and echoed under LC_ALL=C")
  func utf8() async throws {
    try await TerminalWorld.withShell(variables: ["LC_ALL": "C"]) { _, terminal in
      try await terminal.type("é日😀x")
      try await terminal.waitForLine("dfops dev> é日😀x")
      try await terminal.press("Enter")
      try await terminal.waitFor("unknown command é日😀x")
    }
  }

  @Test(
    "trap: a dumb, unknown or missing terminal type is served without a word about it",
    arguments: ["dumb", "no-such-terminal", ""])
  func terminalTypes(name: String) async throws {
    try await TerminalWorld.withShell(variables: ["TERM": name]) { _, terminal in
      #expect(
        try await terminal.screen().split(separator: "\n").first
          == "dfops 0.1.0: help lists the commands, ^D leaves")
      try await terminal.answers()
      try await terminal.press("C-d")
      try await terminal.waitFor("ENDED 0\nRESTORED")
    }
  }

  @Test("20 columns are enough: prompt, line, ^C and listing wrap without eating each other")
  func narrow() async throws {
    try await TerminalWorld.withShell(columns: 20) { _, terminal in
      try await terminal.type("a line that is far longer")
      try await terminal.waitForLine("at is far longer")
      try await terminal.press("C-a", "C-c")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.waitFor("at is far longer^C\ndfops dev>")
      try await terminal.type("re")
      try await terminal.press("Tab")
      try await terminal.waitFor("reset")
      try await terminal.waitForLine("dfops dev> re")
      try await terminal.resize(columns: 60)
      try await terminal.type("load")
      try await terminal.waitForLine("dfops dev> reload")
    }
  }

  @Test("trap: a line survives a terminal that changes its size in the middle of it")
  func resizes() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.type("versi")
      try await terminal.resize(columns: 40)
      try await terminal.waitForLine("dfops dev> version")
      try await terminal.resize(columns: 120)
      try await terminal.enter("on")
      try await terminal.waitFor("dfops 0.1.0\ndfops dev>")
    }
  }

  @Test("trap: the colour of the prompt never leaks into what is typed")
  func colors() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.type("abc")
      try await terminal.waitForLine("dfops dev> abc")
      let styled = try await terminal.styledScreen()
      let line = try #require(styled.split(separator: "\n").last { $0.contains("> abc") })
      #expect(line.contains("\u{1B}["))
      let before = try #require(line.split(separator: "> abc").first)
      let styles = before.split(separator: "dev").last?.split(separator: "\u{1B}").map(String.init)
      #expect(styles?.first == "[0m", "\(line.debugDescription)")
      #expect(Set(styles ?? []).isSubset(of: ["[0m", "[39m", "[49m"]), "\(line.debugDescription)")
    }
  }

  @Test(
    "Whoever declines colour gets none", arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
  func noColors(variables: [String: String]) async throws {
    try await TerminalWorld.withShell(variables: variables) { _, terminal in
      let styled = try await terminal.styledScreen()
      #expect(!styled.contains("\u{1B}"))
    }
  }

  @Test("trap: TAB is a key however much has come behind it, also while a command ran")
  func tabAhead() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await terminal.type("vers\t\r")
      try await terminal.waitFor("dfops 0.1.0\ndfops dev>")
      let holder = try await world.holdTable()
      try await terminal.enter("summary")
      try await waitUntil("the query waits") { try await world.waiters() == 1 }
      try await terminal.type("help qui\t\r")
      await holder.close()
      try await terminal.waitFor("USAGE: quit")
    }
  }

  @Test("Where a terminal marks no paste, TAB with more behind it is a blank of one")
  func tabUnmarked() async throws {
    try await TerminalWorld.withShell(variables: ["TERM": "dumb"]) { _, terminal in
      try await terminal.type("help\tquit")
      try await terminal.waitForLine("dfops dev> help quit")
    }
  }
}
