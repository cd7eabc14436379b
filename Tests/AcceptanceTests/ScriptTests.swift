import TestSupport
import Testing

@Suite struct ScriptTests {
  @Test("A script stops at the first line that fails, with its number in front and its status")
  func stops() async throws {
    let tool = try Tool(dev: try await TestServer.shared().database(.dev))
    defer { tool.removeState() }
    let run = try await tool.script("# morning\nversion\n\nnonsense\nversion\n")
    #expect(run.status == 64)
    #expect(run.stdout == "dfops 0.1.0\n")
    #expect(run.stderr.hasPrefix("stdin:4: dfops: unknown command nonsense\n"))
  }

  @Test("With --keep-going it goes on; the status is that of the first failure")
  func keepsGoing() async throws {
    let tool = try Tool(dev: try await TestServer.shared().database(.dev))
    defer { tool.removeState() }
    let unknown = "00000000-0000-4000-8000-000000000000"
    let run = try await tool.script("batch \(unknown)\nnonsense\nversion\n", "--keep-going")
    #expect(run.status == 1)
    #expect(run.stdout == "dfops 0.1.0\n")
    #expect(run.stderr.contains("stdin:1: dfops: batch: "))
    #expect(run.stderr.contains("stdin:2: dfops: unknown command"))
  }

  @Test("-f names the file in its messages; -f - is standard input; which -c was wrong is said")
  func sources() async throws {
    let tool = try Tool()
    defer { tool.removeState() }
    #expect(try await tool.run(["-f", "-"], input: "nonsense\n").stderr.hasPrefix("stdin:1: "))
    let run = try await tool.run(["-c", "version", "-c", "nonsense", "-c", "version"])
    #expect(run.status == 64)
    #expect(run.stdout == "dfops 0.1.0\n")
    #expect(run.stderr.hasPrefix("-c 2: dfops: unknown command nonsense"))
    let missing = try await tool.run(["-f", "/no/such/script"])
    #expect(missing.status == 1)
    #expect(missing.stderr.contains("cannot read /no/such/script"))
  }

  @Test("quit ends a script with success, and what follows is not run")
  func quits() async throws {
    let tool = try Tool()
    defer { tool.removeState() }
    let run = try await tool.script("version\nquit\nnonsense\n")
    #expect(run.status == 0)
    #expect(run.stderr.isEmpty)
  }

  @Test("A line's options win over the call's, and hold for that line only")
  func options() async throws {
    let tool = try Tool()
    defer { tool.removeState() }
    let run = try await tool.script("env list -o csv\nenv list\n", "-o", "json")
    #expect(run.stdout.hasPrefix("environment,"))
    #expect(run.stdout.contains("[\n"))
  }

  @Test("A script arms and disarms; a reason on the call arms nothing")
  func arming() async throws {
    let prod = try await TestServer.shared().database(.prod)
    let tool = try Tool(prod: prod)
    defer { tool.removeState() }
    let id = try await prod.run(
      "INSERT INTO intake.simplicity_batches (filename, status) VALUES ('a','staging') RETURNING id"
    )[0][0]
    let reset = "reset \(try #require(id)) --expect 1\n"
    #expect(try await tool.script(reset, "-e", "prod", "--reason", "INC-1").status == 4)
    let run = try await tool.script("arm --reason INC-1\n\(reset)disarm\n", "-e", "prod")
    #expect(run.status == 0, "\(run.stderr)")
  }

  @Test("Hostile lines are refused, one by one, and never run")
  func hostile() async throws {
    let tool = try Tool()
    defer { tool.removeState() }
    for line in [
      "'unclosed", "status \\", "\u{1B}]52;c;x\u{07}", String(repeating: "x", count: 2_000_000),
    ] {
      let run = try await tool.script(line + "\n")
      #expect(run.status == 64)
      #expect(!run.stderr.contains("\u{1B}"))
      #expect(run.stderr.utf8.count < 2000)
    }
  }
}
