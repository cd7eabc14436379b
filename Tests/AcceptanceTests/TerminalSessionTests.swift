import FoundationEssentials
import Glibc
import Postgres
import Postgres
import TestSupport
import Testing

@Suite("The shell on a terminal: sessions", .serialized)
struct TerminalSessionTests {
  @Test("The prompt is there before any connection, and ^D leaves a silent server alone")
  func startsAtOnce() async throws {
    let listener = try SilentListener()
    let tool = try Tool([
      "SUPABASE_DB_URL_DEV": "host=127.0.0.1 port=\(listener.port) dbname=x user=x"
    ])
    defer { tool.removeState() }
    let terminal = try await Tmux(tool)
    try await terminal.waitForLine("dfops dev>")
    #expect(!listener.hasCaller)
    try await terminal.press("C-d")
    try await terminal.waitFor("ENDED 0\nRESTORED")
  }

  @Test("With the server down commands say so, the prompt says so, and quit works")
  func serverDown() async throws {
    let listener = try SilentListener()
    let port = listener.port
    listener.stop()
    let tool = try Tool(["SUPABASE_DB_URL_DEV": "host=127.0.0.1 port=\(port) dbname=x user=x"])
    defer { tool.removeState() }
    let terminal = try await Tmux(tool)
    try await terminal.waitForLine("dfops dev>")
    try await terminal.enter("batches")
    try await terminal.waitForLine("dfops dev [no connection]>")
    try await terminal.waitFor("dfops: batches: ")
    try await terminal.enter("quit")
    try await terminal.waitFor("ENDED 0\nRESTORED")
  }

  @Test("^C while a silent server is connected to gives the prompt back")
  func cancelsConnecting() async throws {
    let listener = try SilentListener()
    let tool = try Tool([
      "SUPABASE_DB_URL_DEV": "host=127.0.0.1 port=\(listener.port) dbname=x user=x"
    ])
    defer { tool.removeState() }
    let terminal = try await Tmux(tool)
    try await terminal.waitForLine("dfops dev>")
    try await terminal.enter("batches")
    try await waitUntil("the server is called") { listener.hasCaller }
    try await terminal.press("C-c")
    try await terminal.waitForLine("dfops dev>")
    try await terminal.enter("quit")
    try await terminal.waitFor("ENDED 0\nRESTORED")
  }

  @Test("^C cancels a query on the server and keeps the session; type-ahead is echoed once")
  func cancelsQuery() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await terminal.enter("summary")
      try await terminal.waitFor("failed")
      let holder = try await world.holdTable()
      try await terminal.enter("summary")
      try await waitUntil("the query waits") { try await world.waiters() == 1 }
      try await terminal.press("C-c")
      try await waitUntil("the query is gone") { try await world.waiters() == 0 }
      try await terminal.waitForLine("dfops dev>")
      try await terminal.enter("summary")
      try await waitUntil("the next query waits") { try await world.waiters() == 1 }
      try await terminal.type("version")
      await holder.close()
      try await terminal.waitForLine("dfops dev> version")
      #expect(try await terminal.screen().split(separator: "version").count == 2)
      try await terminal.press("Enter")
      try await terminal.waitFor("dfops 0.1.0\ndfops dev>")
    }
  }

  @Test(
    "SIGTERM and SIGHUP end the shell at its prompt, and the terminal is as it was",
    arguments: [SIGTERM, SIGHUP])
  func terminated(signal: Int32) async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.type("half a line")
      try await terminal.waitForLine("dfops dev> half a line")
      kill(try #require(try await terminal.programID()), signal)
      try await terminal.waitFor("ENDED \(128 + signal)\nRESTORED")
    }
  }

  @Test("SIGTERM in a query cancels it on the server, and the terminal is as it was")
  func terminatedInQuery() async throws {
    try await TerminalWorld.withShell { world, terminal in
      let holder = try await world.holdTable()
      try await terminal.enter("summary")
      try await waitUntil("the query waits") { try await world.waiters() == 1 }
      kill(try #require(try await terminal.programID()), SIGTERM)
      try await terminal.waitFor("ENDED 143\nRESTORED")
      #expect(try await world.waiters() == 0)
      await holder.close()
    }
  }

  @Test(
    "^Z stops the shell with the terminal as it was, and the line is there again when it goes on")
  func suspends() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.enter("set hints off")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.type("versi")
      try await terminal.waitForLine("dfops dev> versi")
      try await terminal.press("C-z")
      try await terminal.waitFor("STOPPED\nRESTORED")
      try await terminal.press("Enter")
      try await terminal.waitForLine("dfops dev> versi")
      try await terminal.enter("on")
      try await terminal.waitFor("dfops 0.1.0\ndfops dev>")
    }
  }

  @Test("A command that is stopped by ^Z goes on, and echoes nothing that is typed meanwhile")
  func suspendsQuery() async throws {
    try await TerminalWorld.withShell { world, terminal in
      let holder = try await world.holdTable()
      try await terminal.enter("summary")
      try await waitUntil("the query waits") { try await world.waiters() == 1 }
      try await terminal.press("C-z")
      try await terminal.waitFor("STOPPED")
      try await terminal.press("Enter")
      try await waitUntil("the program goes on") { try await terminal.programID() != nil }
      await holder.close()
      try await terminal.waitForLine("dfops dev>")
      try await terminal.answers()
    }
  }

  @Test("The history is there in the next session, is for its owner only, and keeps no secret")
  func history() async throws {
    try await TerminalWorld.withShell { world, first in
      try await first.answers()
      try await first.enter("x password=hunter2")
      try await first.waitFor("unknown command x")
      try await first.enter(" help use")
      try await first.waitFor("USAGE: use")
      try await first.press("C-d")
      try await first.waitFor("ENDED 0")
      let path = world.tool.stateDirectory + "/history.jsonl"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.contains(#""env":"dev","exit":0,"ms":"#))
      #expect(text.contains(#","text":"version"}"#))
      #expect(!text.contains("hunter2"))
      #expect(!text.contains("help use"))
      var status = stat()
      #expect(unsafe stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
      let second = try await world.shell()
      try await second.press("Up")
      try await second.waitForLine("dfops dev> version")
    }
  }

  @Test("Commands end with a status, the shell with success; a quote that is never closed is told")
  func errors() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.enter("stauts")
      try await terminal.waitFor("unknown command stauts\n  did you mean status?")
      try await terminal.enter("fail 'abc")
      try await terminal.waitForLine("'...")
      try await terminal.press("C-d")
      try await terminal.waitFor("a quote is not closed")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.enter("quit")
      try await terminal.waitFor("ENDED 0\nRESTORED")
    }
  }

  @Test("^C ends a script that somebody types")
  func typedScript() async throws {
    let world = try await TerminalWorld()
    defer { world.tool.removeState() }
    let terminal = try await Tmux(world.tool, ["-f", "-"])
    try await terminal.enter("version")
    try await terminal.waitFor("dfops 0.1.0")
    try await terminal.press("C-c")
    try await terminal.waitFor("ENDED 130\nRESTORED")
  }
}
