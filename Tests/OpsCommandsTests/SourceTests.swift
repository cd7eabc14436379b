import FoundationEssentials
import TestSupport
import Testing

@Suite("source, set")
struct SourceTests {
  private func file(_ text: String, in shell: Harness) throws -> String {
    let path = shell.statePath + "/script-\(UInt64.random(in: .min ... .max)).dfops"
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  @Test("A script stops at the first line that fails, with its status and its number")
  func stops() async throws {
    let shell = try await Harness.make(.empty)
    let path = try file("# a comment\nversion\nuse nowhere\nversion\n", in: shell)
    let run = try await shell.run("source \(path)")
    #expect(run.status == 78)
    #expect(run.stdout.count { $0 == "\n" } == 1)
    #expect(run.stderr.contains("\(path):3: "))
  }

  @Test("With --keep-going it goes on, and fails in the end")
  func keepsGoing() async throws {
    let shell = try await Harness.make(.empty)
    let path = try file("use nowhere\nnonsense\nversion\n", in: shell)
    let run = try await shell.run("source \(path) --keep-going")
    #expect(run.status == 78)
    #expect(run.stdout.contains("dfops "))
  }

  @Test("A word over several lines is taken as at the prompt, and errors name the first of them")
  func severalLines() async throws {
    let shell = try await Harness.make(.empty)
    let path = try file("env list \\\n  -o csv\nuse 'now\nhere'\n", in: shell)
    let run = try await shell.run("source \(path)")
    #expect(run.status == 78)
    #expect(run.stdout.hasPrefix("environment,"))
    #expect(run.stderr.contains("\(path):3: "), "\(run.stderr)")
    #expect(run.stderr.contains("now\\nhere"))
  }

  @Test(
    "A quote that is open at the end is told with the line where it opened, and nothing of it runs")
  func openQuote() async throws {
    let shell = try await Harness.make(.empty)
    let path = try file("version\nversion \\\n 'a\nversion\nversion\n", in: shell)
    let run = try await shell.run("source \(path) --keep-going")
    #expect(run.status == 64)
    #expect(run.stdout.count { $0 == "\n" } == 1)
    #expect(run.stderr.contains("\(path):3: "), "\(run.stderr)")
    #expect(run.stderr.contains("a quote is not closed"))
  }

  @Test(
    "What follows a line that is none within an open quote never runs, not even with --keep-going")
  func brokenQuote() async throws {
    let shell = try await Harness.make(.empty)
    let path = try file("use 'a\n\0\nversion\n'\nversion\n", in: shell)
    let run = try await shell.run("source \(path) --keep-going")
    #expect(run.status == 64)
    #expect(run.stdout.isEmpty)
    #expect(run.stderr.contains("\(path):2: "), "\(run.stderr)")
  }

  @Test(
    "A script changes nothing by a place in a listing, which only somebody at a prompt has seen",
    arguments: ["reset %1 --expect 1", "fail %1 --message m --expect 1", "cleanup plan %1"])
  func places(line: String) async throws {
    let shell = try await BatchesTests.shell(.dev)
    let path = try file("batches --status failed\n\(line)\n", in: shell)
    let run = try await shell.run("source \(path)")
    #expect(run.status == 4)
    #expect(run.stderr.contains("%1 names a row that somebody has seen"), "\(run.stderr)")
  }

  @Test("A script that runs itself ends")
  func recursion() async throws {
    let shell = try await Harness.make(.empty)
    let path = shell.statePath + "/loop.dfops"
    try Data("source \(path)\n".utf8).write(to: URL(filePath: path))
    let run = try await shell.run("source \(path)")
    #expect(run.status == 1)
    #expect(run.stderr.contains("deep"))
    #expect(run.stderr.count { $0 == "\n" } == 2, "\(run.stderr)")
  }

  @Test("A file that cannot be read is said", arguments: ["/no/such/file", "/"])
  func missing(_ path: String) async throws {
    let run = try await Harness.make(.empty).run("source \(path)")
    #expect(run.status == 1)
    #expect(run.stderr.contains("source: "))
  }

  @Test("A setting is shown and changed, and holds for the lines after it")
  func settings() async throws {
    let shell = try await Harness.make(.dev)
    #expect(try await shell.run("set format json").status == 0)
    #expect(try await shell.run("set format").stdout.contains("\"value\":\"json\""))
    #expect(try await shell.run("env list").stdout.hasPrefix("["))
    #expect(try await shell.run("env list -o csv").stdout.hasPrefix("environment,"))
  }

  @Test(
    "What is no setting, or no value of one, is a usage error that lists them",
    arguments: [
      ("set nonsense", "format"), ("set format nonsense", "ndjson"), ("set format a b", ""),
    ])
  func unknown(_ line: String, _ named: String) async throws {
    let run = try await Harness.make(.empty).run(line)
    #expect(run.status == 64)
    #expect(named.isEmpty || run.stderr.contains(named))
  }
}
