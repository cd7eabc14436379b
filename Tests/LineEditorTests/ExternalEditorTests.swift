import Testing

@testable import LineEditor

@Suite struct ExternalEditorTests {
  private func edit(_ text: String, by command: String) throws -> String {
    try ExternalEditor.edit(text, by: command, signals: .shared)
  }

  @Test("The first variable that says something names the editor")
  func command() {
    #expect(ExternalEditor.command([nil, "ed"]) == "ed")
    #expect(ExternalEditor.command(["vim -u NONE", "ed"]) == "vim -u NONE")
    #expect(ExternalEditor.command(["", " "]) == "vi")
  }

  @Test("The text comes back as the editor leaves it, without line ends at its end")
  func edits() throws {
    #expect(try edit("reset 3f2a", by: "true") == "reset 3f2a")
    #expect(try edit("a", by: "sed -i s/a/b/") == "b")
    #expect(try edit("a\nb", by: "printf '\\n\\n' >>") == "a\nb")
  }

  @Test("The file and its folder are for their owner only, and gone afterwards")
  func isPrivate() throws {
    let told = try edit(
      "x",
      by:
        "f() { stat -c %a:%n \"$1\" $(dirname \"$1\") > \"$1.bak\"; mv \"$1.bak\" \"$1\"; touch \"$1~\"; }; f"
    )
    let lines = told.split(separator: "\n").map { $0.split(separator: ":") }
    #expect(lines.map { $0[0] } == ["600", "700"])
    #expect(
      try edit("x", by: "f() { ls -d \(lines[1][1]) > \"$1\" 2>&1 || true; }; f").contains(
        "No such"))
  }

  @Test(
    "An editor that fails or is killed is told, and there is no text",
    arguments: [
      ("false", "the editor ended with status 1", false),
      ("exit 3;", "the editor ended with status 3", false),
      ("kill -9 $$;", "the editor was killed by signal 9", true),
      ("no-such-editor-here 2>/dev/null", "the editor ended with status 127", false),
      ("rm", "cannot read the file again for the editor: no such file or directory", false),
    ])
  func failures(command: String, message: String, isKilled: Bool) {
    #expect(throws: ExternalEditor.Failure(message: message, isKilled: isKilled)) {
      try edit("x", by: command)
    }
  }
}
