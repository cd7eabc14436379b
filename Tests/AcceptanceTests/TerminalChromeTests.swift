import Glibc
import Postgres
import TestSupport
import Testing

@Suite("The shell on a terminal: title, marks, bell and timing", .serialized)
struct TerminalChromeAcceptanceTests {
  @Test("The title says where one is, and is given back")
  func title() async throws {
    try await TerminalWorld.withShell { _, terminal in
      #expect(try await terminal.title() == "dfops dev")
      let before = try await terminal.styledScreen()
      #expect(!before.contains("133"))
      try await terminal.enter("use prod")
      try await terminal.waitForLine("dfops prod [read-only]>")
      #expect(try await terminal.title() == "dfops prod [read-only]")
      try await terminal.enter("set title off")
      try await waitUntil("the title is given back") {
        try await !terminal.title().hasPrefix("dfops ")
      }
      let original = try await terminal.title()
      try await terminal.enter("set title on")
      try await waitUntil("the title is there again") {
        try await terminal.title() == "dfops prod [read-only]"
      }
      try await terminal.press("C-d")
      try await terminal.waitFor("ENDED 0\nRESTORED")
      #expect(try await terminal.title() == original)
    }
  }

  @Test("A terminal that may not know titles and marks gets none", arguments: ["dumb", ""])
  func dumb(name: String) async throws {
    try await TerminalWorld.withShell(variables: ["TERM": name]) { _, terminal in
      try await terminal.answers()
      #expect(!(try await terminal.title().hasPrefix("dfops ")))
      #expect(!(try await terminal.screen().contains("133")))
    }
  }

  @Test("A command that took long rings the bell when it ends")
  func bell() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.answers()
      #expect(try await terminal.belled() == false)
      try await terminal.enter("set bell 0s")
      try await terminal.answers()
      try await waitUntil("the bell has rung") { try await terminal.belled() }
    }
  }

  @Test("set timing on tells how long each command took")
  func timing() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.enter("set timing on")
      try await terminal.enter("version")
      try await terminal.waitFor("> version\ndfops 0.1.0\ntime: ")
      try await terminal.waitForLine("dfops dev>")
    }
  }

  @Test("? on an empty word and F1 tell what fits there, and the line stays")
  func placeHelp() async throws {
    try await TerminalWorld.withShell { _, terminal in
      try await terminal.type("?")
      try await terminal.waitFor("… help shows all\ndfops dev>")
      try await terminal.type("use ")
      try await terminal.press("F1")
      try await terminal.waitFor("the name of an environment: TAB lists them")
      try await terminal.type("prod")
      try await terminal.press("Enter")
      try await terminal.waitForLine("dfops prod [read-only]>")
    }
  }

  @Test("A terminal that is gone in the middle of a change ends the shell, and the change is whole")
  func hangUp() async throws {
    let world = try await TerminalWorld()
    defer { world.tool.removeState() }
    let terminal = try await world.shell()
    let holder = try await world.holdTable()
    try await terminal.enter("reset \(TerminalWorld.failed)")
    try await waitUntil("the change waits") { try await world.waiters() == 1 }
    let program = try #require(try await terminal.programID())
    try await terminal.hangUp()
    try await waitUntil("the program is gone") { kill(program, 0) != 0 }
    #expect(try await world.waiters() == 0)
    await holder.close()
    #expect(try await world.status(of: TerminalWorld.failed) == "failed")
  }

  @Test("A terminal that is gone in the middle of a question is no answer")
  func hangUpInQuestion() async throws {
    let world = try await TerminalWorld()
    defer { world.tool.removeState() }
    try await world.database.execute("UPDATE intake.simplicity_batches SET status = 'failed'")
    let terminal = try await world.shell()
    try await terminal.enter("reset --status failed")
    try await terminal.waitFor("go ahead? [y/N]")
    let program = try #require(try await terminal.programID())
    try await terminal.hangUp()
    try await waitUntil("the program is gone") { kill(program, 0) != 0 }
    #expect(try await world.status(of: TerminalWorld.failed) == "failed")
  }
}
