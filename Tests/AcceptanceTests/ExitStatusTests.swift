import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite struct ExitStatusTests {
  @Test(
    "Every misuse ends with its status, says one line, and prints nothing on stdout",
    arguments: [
      ("nonsense", 64), ("--nonsense", 64), ("batches --nonsense", 64), ("batches --limit x", 64),
      ("batches --limit -1", 64), ("batches --limit 99999999999999999999", 64),
      ("batches --status no_such", 64), ("batches --since tomorrowish", 64), ("batch xyz", 64),
      ("batch 12", 64), ("batch 00000000-0000-4000-8000-000000000000", 1), ("reset --yes", 64),
      ("fail 00000000-0000-4000-8000-000000000000", 64), ("-e nowhere batches", 78),
      ("--config /no/such/file batches", 78), ("-o nonsense batches", 64),
      ("stuck --stuck-for 0x", 64), ("errors", 64), ("audit verify --head 9d3c", 64),
      ("arm --for 0s --reason x", 64),
      ("batches --after xyz", 64), ("batches %3", 64), ("batch %3", 64),
    ] as [(String, Int32)])
  func misuse(_ line: String, _ status: Int32) async throws {
    let tool = try Tool(dev: try await Shared.dev.value)
    defer { tool.removeState() }
    let run = try await tool.run(line)
    #expect(run.status == status, "\(run.stderr)")
    #expect(run.stdout.isEmpty)
    #expect(run.stderr.hasPrefix("dfops: "))
  }

  @Test(
    "trap: a line of very many words is refused at once, wherever it comes from",
    arguments: ["--except abcd ", "--filename --yes ", "abcd ", "-e dev abcd "])
  func manyWords(_ part: String) async throws {
    let tool = try Tool(dev: try await Shared.dev.value)
    defer { tool.removeState() }
    let line = "batches " + String(repeating: part, count: 20_000)
    let path = tool.stateDirectory + "/long"
    try Data(line.utf8).write(to: URL(filePath: path))
    for words in [line.split(separator: " ").map(String.init), ["-f", path]] {
      let (run, inTime) = try await timed(within: .seconds(10)) { try await tool.run(words) }
      #expect(run.status == 64)
      #expect(run.stderr.contains(" words, and at most 5000 are taken"))
      #expect(inTime)
    }
  }

  @Test(
    "An error is an object, too, when a format for programs is in force",
    arguments: ["json", "ndjson"])
  func object(_ format: String) async throws {
    let tool = try Tool(dev: try await Shared.dev.value)
    defer { tool.removeState() }
    let run = try await tool.run("batch xyz -o \(format)")
    let line = try #require(run.stderr.split(separator: "\n").last)
    let object = try JSONDecoder().decode(ErrorObject.self, from: Data(line.utf8))
    #expect(object.error.exit == 64)
    #expect(object.error.command == "batch")
    #expect(object.error.code == "malformed_id")
  }

  private struct ErrorObject: Decodable {
    struct Inner: Decodable {
      let command: String
      let code: String
      let message: String
      let exit: Int
    }
    let error: Inner
  }

  @Test("--version, --help, help and quit work without any configuration or server")
  func withoutServer() async throws {
    let tool = try Tool()
    defer { tool.removeState() }
    for line in [
      "--version", "--help", "help", "version", "quit", "reset --help", "help errors export",
    ] {
      let run = try await tool.run(line)
      #expect(run.status == 0, "\(line): \(run.stderr)")
      #expect(run.stderr.isEmpty)
    }
  }

  @Test(
    "Closed standard streams are told about: no file of the program takes their place",
    arguments: ["<&-", "version >&-", "version <&- >&-"])
  func closedStreams(call: String) async throws {
    let tool = try Tool()
    defer { tool.removeState() }
    let printed = try Tool.shell("timeout 20 \(Tool.path) \(call); echo $?", tool)
    #expect(printed.contains("bad file descriptor"))
    #expect(printed.hasSuffix("\n1\n"))
  }

  @Test("A reader that goes away, as head does, is no failure; a full disk is one")
  func output() async throws {
    let tool = try Tool(dev: try await Shared.dev.value)
    defer { tool.removeState() }
    let shell = try Tool.shell("\(Tool.path) -e dev help | true; echo ${PIPESTATUS[0]}", tool)
    #expect(shell == "0\n")
    let full = try Tool.shell("\(Tool.path) -e dev help > /dev/full; echo $?", tool)
    #expect(full.hasSuffix("1\n"))
    #expect(full.contains("no space left on device"))
  }
}

/// Databases that tests only read.
enum Shared {
  static let dev = Task { try await TestServer.shared().database(.dev) }
}

extension Tool {
  /// Runs a line of bash with the variables of a tool and returns what it printed.
  static func shell(_ line: String, _ tool: Tool) throws -> String {
    let path = tool.stateDirectory + "/shell.out"
    try? FileManager.default.removeItem(atPath: path)
    let variables = tool.variables.map { "\($0.key)=\($0.value)" }
    let child = try ChildProcess(
      ["/usr/bin/env", "-i"] + variables + ["bash", "-c", line], outputPath: path)
    _ = child.wait()
    return try String(contentsOfFile: path, encoding: .utf8)
  }
}
