import LineEditor
import Postgres
import TestSupport
import Testing

@testable import OpsCore
@testable import OpsShell

@Suite struct HinterTests {
  @Test(
    "Syntax completes the one thing that can be meant, and tells what may follow",
    arguments: [
      ("", "", ""), ("res", "et", ""), ("re", "", ""), ("reset", "", ""), ("nonsense ", "", ""),
      ("reset ", "", "[ID…]"), ("reset 3f2a ", "", ""), ("use ", "", "NAME"),
      ("use dev ", "", ""), ("errors ", "", "export|top"), ("errors ex", "port", ""),
      ("errors export ", "", "ID [KIND]"), ("errors export 3f2a ", "", "[KIND]"),
      ("reset --ol", "der-than", ""), ("reset --o", "", ""), ("reset --", "", ""),
      ("reset --older-than ", "", "OLDER-THAN"), ("reset --format ", "", formats),
      ("reset --format=j", "son", ""), ("-e dev cl", "ean", ""),
      ("clean ", "", "ID…|FILTERS --message MESSAGE"),
      ("clean --message x ", "", "ID…|FILTERS"), ("clean --stuck ", "", "--message MESSAGE"),
      ("clean 3f2a ", "", "--message MESSAGE"), ("reset 'ab ", "", ""), ("# res", "", ""),
      ("min", "", ""), ("mine ", "", "[ID…]"),
    ])
  func syntax(line: String, suggestion: String, note: String) throws {
    let world = try CompanionWorld()
    try world.session.define(
      alias: "mine", as: "reset --over-cap", over: TestCommands.table)
    #expect(world.hinter().hint(for: line) == Hint(suggestion: suggestion, note: note))
  }

  private static let formats = "table|vertical|json|ndjson|csv|markdown"

  @Test("What was typed before comes first, and then nothing is said about syntax")
  func history() throws {
    let world = try CompanionWorld()
    let hinter = world.hinter { $0 == "res" || $0 == "reset " ? "et --stuck" : nil }
    #expect(hinter.hint(for: "res") == Hint(suggestion: "et --stuck"))
    #expect(hinter.hint(for: "reset ") == Hint(suggestion: "et --stuck"))
    world.session.set(.hints, to: "off")
    #expect(hinter.hint(for: "res") == Hint())
  }

  @Test("A line with filters tells how many batches it would take, by the rule of its command")
  func counts() async throws {
    let database = try await TestServer.shared().database(.dev)
    try await CompanionWorld.insert(database, completed: 3)
    let world = try CompanionWorld(dev: database.dsn())
    let hinter = world.hinter()
    // Nothing is connected to by typing where nothing was connected to before.
    #expect(hinter.hint(for: "clean --older-than 30m").note.isEmpty)
    try await world.settle()
    #expect(try await CompanionWorld.sidecars(database).isEmpty)
    try await waitUntil("batches are at hand") { !world.words(.batches).isEmpty }
    for (line, note) in [
      ("clean --older-than 30m", "→ 2 batches, oldest 3 h, 1 running skipped"),
      (
        "clean --filename '*.csv' --since 7d",
        "→ 2 batches, oldest 3 h, 3 completed skipped, 1 running skipped"
      ),
      ("clean --status completed", "→ 3 batches, oldest 3 min"),
      ("clean --message x --status failed", "→ 1 batch, oldest 3 h"),
      ("clean --filename nothing_like_it", "→ 0 batches"),
    ] {
      try await waitUntil("\(line) is counted") { !hinter.hint(for: line).note.isEmpty }
      #expect(hinter.hint(for: line).note == note)
    }
    for line in [
      "clean --status fail", "clean --older-than 3", "clean --older-than", "clean --filename '*'",
      "clean 3f2a --status failed", "reset --status failed", "clean -e nowhere --status failed",
    ] {
      #expect(hinter.hint(for: line).note.isEmpty, "\(line)")
    }
    try await world.settle()
    for line in ["clean --status fail", "clean --older-than 3", "clean --filename '*'"] {
      #expect(hinter.hint(for: line).note.isEmpty, "\(line)")
    }
    world.companion.close()
  }
}

extension CompanionWorld {
  /// A hinter over the commands of the tests.
  func hinter(recall: @escaping (String) -> String? = { _ in nil }) -> Hinter {
    Hinter(
      table: TestCommands.table, session: session, values: companion.values,
      isKnown: companion.isKnown, recall: recall)
  }
}
