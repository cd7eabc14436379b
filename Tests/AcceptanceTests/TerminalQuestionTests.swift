import Postgres
import Postgres
import TestSupport
import Testing

@Suite("The shell on a terminal: questions", .serialized)
struct TerminalQuestionTests {
  private static let question = "go ahead? [y/N]"

  /// A world with two failed batches, so that a change of both is a question.
  private func world() async throws -> TerminalWorld {
    let world = try await TerminalWorld()
    try await world.database.execute("UPDATE intake.simplicity_batches SET status = 'failed'")
    return world
  }

  @Test("An answer is seen while it is typed, and counts")
  func answers() async throws {
    let world = try await world()
    defer { world.tool.removeState() }
    let terminal = try await world.shell()
    try await terminal.enter("reset --status failed")
    try await terminal.waitFor(Self.question)
    try await terminal.type("y")
    try await terminal.waitFor(Self.question + " y")
    try await terminal.press("Enter")
    try await terminal.waitForLine("dfops dev>")
    #expect(try await world.status(of: TerminalWorld.failed) == "uploaded")
  }

  @Test("What was typed before the question is no answer to it")
  func typedAhead() async throws {
    let world = try await world()
    defer { world.tool.removeState() }
    let terminal = try await world.shell()
    let holder = try await world.holdTable()
    try await terminal.enter("reset --status failed")
    try await waitUntil("the query waits") { try await world.waiters() == 1 }
    try await terminal.enter("y")
    await holder.close()
    try await terminal.waitFor(Self.question)
    try await terminal.press("Enter")
    try await terminal.waitFor("not confirmed")
    #expect(try await world.status(of: TerminalWorld.failed) == "failed")
  }

  @Test("^C at a question changes nothing and gives the prompt back", arguments: ["C-c", "C-d"])
  func cancels(key: String) async throws {
    let world = try await world()
    defer { world.tool.removeState() }
    let terminal = try await world.shell()
    try await terminal.enter("reset --status failed")
    try await terminal.waitFor(Self.question)
    try await terminal.press(key)
    try await terminal.waitFor("nothing was changed")
    try await terminal.waitForLine("dfops dev>")
    try await terminal.type("abc")
    try await terminal.waitForLine("dfops dev> abc")
    #expect(try await world.status(of: TerminalWorld.failed) == "failed")
  }

  @Test("A one-shot call asks as well, and ^C ends it with 130")
  func oneShot() async throws {
    let world = try await world()
    defer { world.tool.removeState() }
    let terminal = try await Tmux(world.tool, ["reset", "--status", "failed"])
    try await terminal.waitFor(Self.question)
    try await terminal.press("C-c")
    try await terminal.waitFor("ENDED 130\nRESTORED")
    #expect(try await world.status(of: TerminalWorld.failed) == "failed")
  }
}
