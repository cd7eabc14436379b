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

  @Test("Every argument and option has a text, and what is mandatory is told from what is not")
  func arguments() {
    let page = ManualPage.text()
    #expect(!page.contains(Roff.escaped("See above.")))
    #expect(page.contains(".SS \"batch id\""), "\(page.prefix(2000))")
    #expect(page.contains(".SS \"reset [ids ...]\""))
    #expect(page.contains(".SS \"errors export ids ...\""))
    let fail = page.ranges(of: ".B " + Roff.escaped("--message") + " ").first
    #expect(fail.map { page[$0.upperBound...].prefix(200).contains("Required.") } == true)
    for name in ["SUPABASE_MODE", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "-c COMMAND", "-f FILE"] {
      #expect(page.contains(".B " + Roff.escaped(name)), "\(name) is missing")
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
