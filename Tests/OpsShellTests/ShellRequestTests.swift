import LineEditor
import OpsCore
import Testing

@testable import OpsShell

@Suite struct ShellRequestTests {
  @Test(
    "Each shell gets its own form, and nothing that it would take for something else",
    arguments: [
      (["bash", "dfops batches --filename "], Candidate("a b$(x).csv"), "a\\ b\\$\\(x\\).csv"),
      (["bash", "dfops batches --filename=in"], Candidate("--filename=in.csv"), "in.csv"),
      (["bash", "dfops batches --filename=in", "in"], Candidate("--filename=in.csv"), "in.csv"),
      (
        ["bash", "dfops batches --filename=in", "--filename=in"], Candidate("--filename=in.csv"),
        "--filename=in.csv"
      ),
      (["bash", "dfops batches --filename 'a b", "a b"], Candidate("a b.csv"), "a b.csv"),
      (["bash", "dfops batches --filename in:b", "b"], Candidate("in:box.csv"), "box.csv"),
      (["bash", "dfops x"], Candidate("a.csv"), nil),
      (
        ["zsh", "dfops batches --filename "], Candidate("c:\\a", description: "x:y"),
        "c\\:\\\\a:x:y"
      ),
      (["zsh", "dfops reset "], Candidate("3f2a"), "3f2a"),
      (["zsh", "dfops batches --status=fa"], Candidate("--status=failed"), "failed"),
      (["fish", "dfops reset "], Candidate("3f2a", description: "failed 3h"), "3f2a\tfailed 3h"),
      (["fish", "dfops batches --status=fa"], Candidate("--status=failed"), "--status=failed"),
      (
        ["fish", "dfops reset "], Candidate("3f2a", description: "a\u{1B}[2J\tb"),
        "3f2a\ta\\x1B[2J\\tb"
      ),
      (["fish", "dfops x "], Candidate("a\u{07}b"), nil),
    ] as [([String], Candidate, String?)])
  func lines(words: [String], candidate: Candidate, text: String?) throws {
    #expect(try #require(ShellLine(words)).text(for: candidate) == text)
  }

  @Test(
    "What only a call takes is told apart from the line that it runs",
    arguments: [
      ("dfops ", .command), ("X=1 Y=2 dfops ", .command), ("dfops -e prod ", .command),
      ("dfops -f ", .value(.files, after: "")), ("dfops -e prod -f a", .value(.files, after: "")),
      ("dfops -f a ", .nothing), ("dfops -c ", .nothing), ("dfops -c status -c ", .nothing),
      ("dfops -f a -", .option), ("dfops -e ", .value(.live(.environments), after: "")),
      ("dfops --config x", .value(.files, after: "")),
      ("dfops --config=x", .value(.files, after: "--config=")),
      ("dfops twice 2s reset --", .option), ("dfops tool -f ", .nothing),
    ] as [(String, CompletionPlace.Wish)])
  func calls(line: String, wish: CompletionPlace.Wish) throws {
    let line = try #require(ShellLine(["fish", line]))
    #expect(line.wish(in: TestCommands.table) == wish)
  }

  @Test("Options of a call are offered before the command only")
  func callOptions() throws {
    func own(_ line: String) throws -> [String] {
      try #require(ShellLine(["fish", line])).ownCandidates.map(\.text)
    }
    #expect(try own("dfops -") == ["-c", "-f", "--help", "--version"])
    #expect(try own("dfops -e prod --v") == ["--version"])
    #expect(try own("dfops reset -") == [])
    #expect(try own("dfops ") == [])
    #expect(try own("dfops -f -") == [])
  }

  @Test(
    "bash is told which files are meant, and what of the path it leaves as it is",
    arguments: [
      ("dfops --config in", "in", ["in", ""]), ("dfops --config a:b", "b", ["a:b", "a:"]),
      ("dfops --config=a:b", "b", ["a:b", "a:"]), ("dfops --config=a", "--config=a", nil),
      ("dfops --config 'a b", "a b", ["a b", ""]), ("dfops --config a\\ b", "a\\ b", ["a b", ""]),
    ] as [(String, String, [String]?)])
  func paths(line: String, replaced: String, lines: [String]?) throws {
    #expect(try #require(ShellLine(["bash", line, replaced])).pathLines == lines)
  }

  @Test("Kinds of candidates can be asked for alone, and what nobody knows is refused")
  func kinds() {
    #expect(ShellRequest(["batches"]) == .candidates(.batches, beginning: ""))
    #expect(ShellRequest(["batches", "3f"]) == .candidates(.batches, beginning: "3f"))
    for words in [[], ["nonsense"], ["bash"], ["tcsh", "dfops "]] {
      #expect(ShellRequest(words) == nil)
    }
  }
}
