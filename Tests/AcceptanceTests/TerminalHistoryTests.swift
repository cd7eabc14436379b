import FoundationEssentials
import Glibc
import Postgres
import TestSupport
import Testing

@Suite("The shell on a terminal: history, aliases and the rc file", .serialized)
struct TerminalHistoryTests {
  private func historyPath(_ world: TerminalWorld) -> String {
    world.tool.stateDirectory + "/history.jsonl"
  }

  @Test("!! and !N are shown, then run, with what was added to them")
  func repeats() async throws {
    try await TerminalWorld.withShell { _, terminal in
      // What is suggested behind the line is not what is recalled.
      try await terminal.enter("set hints off")
      try await terminal.answers()
      try await terminal.enter("!! -o csv")
      try await terminal.waitFor("> !! -o csv\nversion -o csv\ntext\ndfops 0.1.0\ndfops dev>")
      try await terminal.enter("!2")
      try await terminal.waitFor("> !2\nversion\ndfops 0.1.0\ndfops dev>")
      try await terminal.enter("!99")
      try await terminal.waitFor("the history has no line 99\n  history lists the lines")
      try await terminal.press("Up")
      try await terminal.waitForLine("dfops dev> version")
    }
  }

  @Test("A change that is repeated asks as it did the first time")
  func asksAgain() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await world.database.execute("UPDATE intake.simplicity_batches SET status = 'failed'")
      try await terminal.enter("reset --status failed")
      try await terminal.waitFor("go ahead? [y/N]")
      try await terminal.press("C-c")
      try await terminal.waitFor("nothing was changed")
      try await terminal.enter("!!")
      try await terminal.waitFor("> !!\nreset --status failed\n")
      try await terminal.waitForLine("reset to uploaded: go ahead? [y/N]")
      try await terminal.enter("y")
      try await terminal.waitForLine("dfops dev>")
      #expect(try await world.status(of: TerminalWorld.failed) == "uploaded")
    }
  }

  @Test("A session as a script resets the batch that %1 was, whatever is listed first by then")
  func replays() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await terminal.enter("batches --status failed")
      try await terminal.waitFor("%1  ")
      try await terminal.enter("reset %1")
      try await terminal.waitFor("audit ")
      try await terminal.waitForLine("dfops dev>")
      #expect(try await world.status(of: TerminalWorld.failed) == "uploaded")
      let script = try await world.tool.run("history --script").stdout
      #expect(script.contains("\nreset \(TerminalWorld.failed) --expect 1\n"), "\(script)")
      try await world.database.execute(
        """
        UPDATE intake.simplicity_batches SET status = 'failed' WHERE id = '\(TerminalWorld.failed)';
        INSERT INTO intake.simplicity_batches (filename, status) VALUES ('newer.csv', 'failed')
        """)
      let run = try await world.tool.script(script)
      #expect(run.status == 0, "\(run.stderr)")
      #expect(try await world.status(of: TerminalWorld.failed) == "uploaded")
      let others = try await world.database.run(
        "SELECT status FROM intake.simplicity_batches WHERE filename = 'newer.csv'")
      #expect(others[0][0] == "failed")
    }
  }

  @Test("Two shells at once: both histories are there, for their owner only")
  func parallel() async throws {
    try await TerminalWorld.withShell { world, first in
      let second = try await world.shell(columns: 140)
      try await first.answers()
      try await second.enter("help use")
      try await second.waitFor("USAGE: use")
      try await second.waitForLine("dfops dev>")
      try await first.enter("help quit")
      try await first.waitFor("USAGE: quit")
      try await first.waitForLine("dfops dev>")
      try await second.enter("history -o csv")
      try await second.waitFor("text\n1,")
      let rows = try await second.screen().split(separator: "\n").filter { $0.contains("Z,dev,0,") }
      #expect(rows.map { $0.split(separator: ",").last } == ["version", "help use", "help quit"])
      // The lines of the other shell are there from the next prompt on, behind one's own.
      try await first.press("Up", "Up")
      try await first.waitForLine("dfops dev> version")
      try await first.press("Up")
      try await first.waitForLine("dfops dev> help use")
      var status = stat()
      #expect(unsafe stat(historyPath(world), &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
    }
  }

  @Test(
    "trap: a history that is not to be used is told once, and the shell works without it",
    arguments: ["folder", "link", "device", "garbage"])
  func faults(kind: String) async throws {
    let world = try await TerminalWorld()
    defer { world.tool.removeState() }
    let path = historyPath(world)
    let other = world.tool.stateDirectory + "/other"
    let garbage = Data([0xFF, 0x00, 0x1B, 0x5D, 0x0A, 0x7B] + Array(#"{"time":"#.utf8))
    switch kind {
    case "folder":
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    case "link":
      try Data("theirs\n".utf8).write(to: URL(filePath: other))
      unsafe symlink(other, path)
    case "device": unsafe symlink("/dev/full", path)
    default: try garbage.write(to: URL(filePath: path))
    }
    let terminal = try await world.shell(columns: 160)
    try await terminal.answers()
    try await terminal.enter("help quit")
    try await terminal.waitFor("USAGE: quit")
    let complaints = try await terminal.screen().split(separator: "no history is kept").count - 1
    #expect(complaints == (kind == "garbage" ? 0 : 1))
    try await terminal.press("Up", "Up")
    try await terminal.waitForLine("dfops dev> version")
    if kind == "link" {
      #expect(try String(contentsOfFile: other, encoding: .utf8) == "theirs\n")
    }
  }

  @Test("A session is a script tomorrow: what history --script prints runs on standard input")
  func script() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await terminal.enter("summary -o csv")
      try await terminal.waitFor("status,class")
      try await terminal.enter("alias failed='batches --status failed'")
      try await terminal.enter("failed -o csv")
      try await terminal.waitFor("may.csv")
      try await terminal.enter("nonsense")
      try await terminal.waitFor("unknown command nonsense")
      try await terminal.press("C-d")
      try await terminal.waitFor("ENDED 0")
      let script = try await world.tool.run("history --script").stdout
      #expect(script.contains("\nuse dev\nsummary -o csv\n"))
      #expect(script.contains("\n# exit 64: nonsense\n"))
      let run = try await world.tool.script(script)
      #expect(run.status == 0, "\(run.stderr)")
      #expect(run.stdout.contains("status,class"))
      #expect(run.stdout.contains("may.csv"))
    }
  }

  @Test("A session whose rc file named things is a script without that file, in any later session")
  func scriptOfAliases() async throws {
    let world = try await TerminalWorld()
    defer { world.tool.removeState() }
    let folder = world.tool.stateDirectory + "/config/dfops"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("alias old='batches --status failed'\n".utf8).write(to: URL(filePath: folder + "/rc"))
    let terminal = try await world.shell(columns: 160)
    try await terminal.enter("old -o csv")
    try await terminal.waitFor("may.csv")
    try await terminal.enter("unalias old")
    try await terminal.press("C-d")
    try await terminal.waitFor("ENDED 0")
    let script = try await world.tool.run("history --script").stdout
    #expect(script.contains("\nuse dev\nbatches --status failed -o csv\n# left out, "))
    let run = try await world.tool.script(script)
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stdout.contains("may.csv"))
  }

  @Test("The rc file sets and names things; a wrong line is shown and the shell starts")
  func startupFile() async throws {
    let world = try await TerminalWorld()
    defer { world.tool.removeState() }
    let folder = world.tool.stateDirectory + "/config/dfops"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("set format csv\nreset 3f2a\nalias v=version\n".utf8)
      .write(to: URL(filePath: folder + "/rc"))
    let terminal = try await world.shell(columns: 160)
    try await terminal.waitFor("/rc:2: dfops: reset does not belong here")
    try await terminal.enter("v")
    try await terminal.waitFor("> v\ntext\ndfops 0.1.0\ndfops dev>")
    // Scripts do not depend on what somebody likes.
    #expect(try await world.tool.script("v\n").status == 64)
  }
}
