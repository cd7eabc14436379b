import Postgres
import TestSupport
import Testing

@testable import OpsCommands
@testable import OpsCore

@Suite("reload")
struct ReloadTests {
  @Test(
    "The exit status says whether PostgREST is well, or that nobody knows",
    arguments: [
      (true, .proven, nil), (true, .notProvable, nil), (true, .stale, 1), (false, .notProvable, 1),
      (false, .stale, 1), (nil, .notProvable, 5),
    ] as [(Bool?, SchemaCacheReload.Freshness, Int32?)])
  func statuses(_ answers: Bool?, _ freshness: SchemaCacheReload.Freshness, _ status: Int32?) {
    var outcome = SchemaCacheReload.Outcome()
    outcome.answers = answers
    outcome.freshness = freshness
    #expect(Reload.failure(outcome)?.exit.rawValue == status)
  }

  @Test(
    "Without anything to probe with: the object, and exit status 5; the second time none is sent")
  func withoutProbe() async throws {
    let shell = try await Harness.make(.prod)
    let run = try await shell.run("reload -o json")
    #expect(run.status == 5)
    #expect(try run.json["notified"] == "true")
    #expect(run.stdout.contains("\"answers\":null"))
    #expect(run.stdout.contains("\"freshness\":\"not_provable\""))
    #expect(run.stderr.contains("no session listens"))
    let second = try await shell.run("reload -o json")
    #expect(try second.json["notified"] == "false")
    #expect(second.stderr.contains("less than a minute ago"))
  }

  @Test("A read-only protected environment can be told to reload")
  func readOnly() async throws {
    let shell = try await Harness.make(.prod)
    let listener = try await shell.database.connect()
    try await listener.listen("pgrst")
    let run = try await shell.run("reload -o json")
    #expect(try run.json["listeners"] == "1")
    #expect(try await listener.nextNotification(timeout: .seconds(10))?.payload == "reload schema")
  }

  @Test("A timeout that is no duration is a usage error", arguments: ["soon", "-1s", ""])
  func usage(_ timeout: String) async throws {
    #expect(try await Harness.make(.dev).run("reload --timeout '\(timeout)'").status == 64)
  }
}
