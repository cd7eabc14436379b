import LineEditor
import Testing

@testable import OpsShell

@Suite struct ShellRequestTests {
  @Test(
    "Each shell gets its own form, and nothing that it would take for something else",
    arguments: [
      (["batches"], Candidate("3f2a", description: "failed"), "3f2a"),
      (["batches", "3f"], Candidate("3f2a", description: "failed"), "3f2a"),
      (["batches", "4"], Candidate("3f2a"), nil),
      (
        ["file-names", "bash", "dfops batches --filename "], Candidate("a b$(x).csv"),
        "a\\ b\\$\\(x\\).csv"
      ),
      (["file-names", "bash", "dfops batches --filename=in"], Candidate("in.csv"), "in.csv"),
      (
        ["file-names", "bash", "dfops batches --filename 'a b", "a b"], Candidate("a b.csv"),
        "a b.csv"
      ),
      (["file-names", "bash", "dfops x"], Candidate("a.csv"), nil),
      (
        ["file-names", "zsh", "dfops batches --filename "], Candidate("c:\\a", description: "x:y"),
        "c\\:\\\\a:x:y"
      ),
      (["batches", "zsh", "dfops reset "], Candidate("3f2a"), "3f2a"),
      (
        ["batches", "fish", "dfops reset "], Candidate("3f2a", description: "failed 3h"),
        "3f2a\tfailed 3h"
      ),
      (
        ["batches", "fish", "dfops reset "], Candidate("3f2a", description: "a\u{1B}[2J\tb"),
        "3f2a\ta\\x1B[2J\\tb"
      ),
      (["file-names", "fish", "dfops x "], Candidate("a\u{07}b"), nil),
    ] as [([String], Candidate, String?)])
  func lines(words: [String], candidate: Candidate, line: String?) throws {
    #expect(try #require(ShellRequest(words)).line(for: candidate) == line)
  }

  @Test(
    "The environment of the line is the one that is asked",
    arguments: [
      ("dfops -e prod reset ", "prod"), ("dfops reset --env prod --status ", "prod"),
      ("dfops --env=prod reset 3", "prod"), ("dfops reset ", nil), ("dfops -e prod", nil),
    ] as [(String, String?)])
  func environment(line: String, environment: String?) throws {
    #expect(try #require(ShellRequest(["batches", "fish", line])).environment == environment)
  }

  @Test("What nobody knows is refused", arguments: [[], ["nonsense"], ["batches", "tcsh", "x"]])
  func refused(words: [String]) {
    #expect(ShellRequest(words) == nil)
  }
}
