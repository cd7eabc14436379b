import TestSupport
import Testing

@Suite("help, version, quit")
struct HelpTests {
  @Test("help shows all commands, one command, or a part of one, without a server")
  func help() async throws {
    let shell = try await Harness.make(.empty)
    #expect(try await shell.run("help").stdout.contains("errors"))
    #expect(try await shell.run("help reset").stdout.contains("USAGE: reset"))
    #expect(try await shell.run("help errors export").stdout.contains("--excel-safe"))
  }

  @Test(
    "help of what does not exist is a usage error",
    arguments: ["help nonsense", "help errors nonsense", "help reset nonsense"])
  func unknown(_ line: String) async throws {
    let shell = try await Harness.make(.empty)
    let run = try await shell.run(line)
    #expect(run.status == 64)
    #expect(run.stdout.isEmpty)
    #expect(run.stderr.hasPrefix("dfops: help: "))
  }

  @Test("version is one line, and quit is a success")
  func others() async throws {
    let shell = try await Harness.make(.empty)
    let version = try await shell.run("version")
    #expect(version.stdout.hasPrefix("dfops "))
    #expect(version.stdout.count { $0 == "\n" } == 1)
    #expect(try await shell.run("quit").status == 0)
    #expect(try await shell.run("exit").status == 0)
  }
}
