import TestSupport
import Testing

@Suite("Slips of the keyboard")
struct SlipTests {
  @Test(
    "A slip is a usage error that says what is wrong and what may have been meant",
    arguments: [
      ("''", "unknown command ''"), ("get 3f88", "did you mean storage get"),
      ("set format jsn", "did you mean json"), ("batches -o jsn", "did you mean json"),
      ("batches --limit -1", "--limit is a number from 1 to"),
      ("batches --status ''", "this database has no status ''"),
      ("errors export 3f88 --output ''", "--output needs the name of a file"),
      ("storage get 3f88 --output ''", "--output needs the name of a file"),
      ("reset 3f88 --reason ''", "--reason is empty"),
      ("version --expect 3", "--expect counts batches, and version is about none"),
    ])
  func slip(line: String, text: String) async throws {
    let run = try await Harness.make(.dev).run(line)
    #expect(run.status == 64)
    #expect(run.stderr.contains(text), "\(run.stderr)")
  }

  @Test("What is far away is not offered")
  func far() async throws {
    let run = try await Harness.make(.empty).run("rset")
    #expect(run.stderr.contains("did you mean reset, set?"), "\(run.stderr)")
  }
}
