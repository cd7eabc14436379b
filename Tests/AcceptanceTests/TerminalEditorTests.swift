import TestSupport
import Testing

@Suite("The shell on a terminal: another editor", .serialized)
struct TerminalEditorTests {
  @Test("^X^E edits the line in the editor of the variables; what comes back is not run")
  func edits() async throws {
    try await TerminalWorld.withShell(variables: ["VISUAL": "sed -i 's/quit/use/;$a more'"]) {
      _, terminal in
      try await terminal.type("help quit")
      try await terminal.press("C-x", "C-e")
      try await terminal.waitForLine("dfops dev> help use⏎more")
      try await terminal.press("C-c")
      try await terminal.answers()
    }
  }

  @Test("trap: an editor that is killed leaves line and terminal as they were")
  func killed() async throws {
    let crash = "printf '\\033[?1049h\\033[?25l\\033[31m'; stty raw -echo; kill -9 $$;"
    try await TerminalWorld.withShell(variables: ["EDITOR": crash]) { _, terminal in
      try await terminal.type("versi")
      try await terminal.press("C-x", "C-e")
      try await terminal.waitFor("the editor was killed by signal 9: the line is as it was")
      try await terminal.waitForLine("dfops dev> version")
      try await terminal.enter("on")
      try await terminal.waitFor("dfops 0.1.0\ndfops dev>")
      try await terminal.press("C-d")
      try await terminal.waitFor("ENDED 0\nRESTORED")
    }
  }

  @Test("^C in the editor is the editor's")
  func interrupted() async throws {
    try await TerminalWorld.withShell(variables: ["EDITOR": "trap '' INT; echo WAITS; read x; true"]
    ) { _, terminal in
      try await terminal.type("versi")
      try await terminal.press("C-x", "C-e")
      try await terminal.waitForLine("WAITS")
      try await terminal.press("C-c")
      try await terminal.waitFor("^C")
      try await terminal.press("Enter")
      try await terminal.waitForLine("dfops dev> version")
      try await terminal.enter("on")
      try await terminal.waitFor("dfops 0.1.0\ndfops dev>")
    }
  }
}
