import FoundationEssentials
import TestSupport
import Testing

/// Whole screens, kept in `Screens/` beside this file; `RECORD_SCREENS=1` writes them anew, for a reader to judge.
@Suite("The shell on a terminal: whole screens", .serialized)
struct TerminalGoldenTests {
  /// A terminal as people have it.
  struct Setting: Sendable, CustomTestStringConvertible {
    let name: String
    let columns: Int
    let variables: [String: String]
    let hasColor: Bool

    var testDescription: String { name }

    init(_ name: String, _ columns: Int, term: String, locale: String, noColor: Bool = false) {
      self.name = name
      self.columns = columns
      var variables = ["TERM": term, "LC_ALL": locale]
      if noColor { variables["NO_COLOR"] = "1" }
      self.variables = variables
      hasColor = !noColor && term.hasPrefix("xterm")
    }
  }

  static let settings = [
    Setting("xterm-40", 40, term: "xterm-256color", locale: "C.UTF-8"),
    Setting("xterm-80", 80, term: "xterm-256color", locale: "C.UTF-8"),
    Setting("xterm-200", 200, term: "xterm-256color", locale: "C.UTF-8"),
    Setting("xterm-80-C", 80, term: "xterm-256color", locale: "C"),
    Setting("xterm-80-no-color", 80, term: "xterm-256color", locale: "C.UTF-8", noColor: true),
    Setting("dumb-80", 80, term: "dumb", locale: "C.UTF-8"),
    Setting("empty-80-C", 80, term: "", locale: "C"),
  ]

  @Test("A session looks as it was recorded", arguments: settings)
  func session(setting: Setting) async throws {
    let world = try await TerminalWorld()
    defer { world.tool.removeState() }
    try await world.database.execute(
      """
      INSERT INTO intake.simplicity_batches (id, filename, status, created_at) VALUES
      ('bad00000-0000-4000-8000-000000000003', E'bell\\x07 and title\\x1b]0;x\\x07.csv', 'processing',
        now() - interval '2 days 5 hours'),
      ('cafe0000-0000-4000-8000-000000000004', '判決_夏 🎉 naïve.csv', 'uploaded',
        now() - interval '30 hours')
      """)
    try await world.database.execute("ALTER TABLE intake.simplicity_batches DISABLE TRIGGER USER")
    try await world.database.execute(
      """
      UPDATE intake.simplicity_batches SET created_at = date_trunc('second', created_at),
        updated_at = date_trunc('second', created_at) + interval '10 minutes'
      """)
    let terminal = try await Tmux(
      world.tool, columns: setting.columns, rows: 110, variables: setting.variables)
    try await terminal.waitForLine("dfops dev>")
    for line in ["set pager off", "batches", "batch 3f2a", "stuck", "summary", "statsu"] {
      try await terminal.enter(line)
      // Lines that come faster than they are read are a paste where nothing marks one.
      try await terminal.waitFor("dfops dev> \(line)\n")
      try await terminal.waitForLine("dfops dev>")
    }
    #expect(try await terminal.styledScreen().contains("\u{1B}[3") == setting.hasColor)
    try await terminal.enter("quit")
    try await terminal.waitFor("ENDED 0\nRESTORED")
    let screen = Self.masked(try await terminal.screen())
    for line in screen.split(separator: "\n") where line.unicodeScalars.allSatisfy(\.isASCII) {
      #expect(line.count <= setting.columns)
    }
    try Self.compare(screen, with: setting.name)
  }

  /// What changes from run to run, with the same width.
  private static func masked(_ screen: String) -> String {
    screen
      .replacing(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z/) { _ in "####-##-##T##:##:##Z" }
      .replacing(/\d{4}-\d{2}-\d{2}/) { _ in "####-##-##" }
      .replacing(/\d{2}-\d{2} \d{2}:\d{2}Z/) { _ in "##-## ##:##Z" }
      .replacing(/\d{2}:\d{2}(:\d{2})?/) { match in match.1 == nil ? "##:##" : "##:##:##" }
  }

  private static func compare(_ screen: String, with name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Screens")
    let file = folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["RECORD_SCREENS"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(screen.utf8).write(to: file)
      return
    }
    let recorded = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let isSame = recorded == screen
    #expect(isSame, "\(name) is another screen now:\n\(screen)")
  }
}

extension Unicode.Scalar {
  fileprivate var isASCII: Bool { value < 0x80 }
}
