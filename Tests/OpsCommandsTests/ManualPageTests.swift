import ArgumentParser
import FoundationEssentials
import OpsCore
import TestSupport
import Testing

@testable import OpsCommands

@Suite("The manual page")
struct ManualPageTests {
  @Test(
    "Text stands as it is, whatever roff makes of it",
    arguments: [
      ("plain", "plain"), ("--yes", "\\-\\-yes"), (".env", "\\&.env"), ("it's", "it\\(aqs"),
      ("a\\b", "a\\eb"), ("`x`", "\\(gax\\(ga"), ("~/.config", "\\(ti/.config"),
    ])
  func escapes(text: String, expected: String) {
    #expect(Roff.escaped(text) == expected)
  }

  @Test("Every command, part and global option is in it")
  func isComplete() {
    let page = ManualPage.text()
    for command in Commands.table.commands {
      let parts = command.configuration.subcommands.map { $0._commandName }
      for name in [command._commandName] + parts {
        #expect(page.contains(Roff.escaped(name)), "\(name) is missing")
      }
    }
    for option in GlobalOption.allCases {
      #expect(page.contains(Roff.escaped(option.rawValue)), "\(option.rawValue) is missing")
    }
  }

  @Test("man finds nothing to complain about, and shows options with dashes that can be copied")
  func isShown() throws {
    let folder = DiskFolder.path()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(ManualPage.text().utf8).write(to: URL(fileURLWithPath: folder + "/dfops.1"))
    try ChildProcess.run(
      [
        "/bin/sh", "-c", "LC_ALL=C.UTF-8 MANWIDTH=100 exec man --warnings -P cat -l \"$0\"/dfops.1",
        folder,
      ],
      outputPath: folder + "/shown")
    let shown = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: folder + "/shown")), as: UTF8.self)
    #expect(!shown.contains("warning"), "\(shown)")
    #expect(shown.contains("--keep-going"))
    #expect(shown.contains("EXIT STATUS"))
  }
}
