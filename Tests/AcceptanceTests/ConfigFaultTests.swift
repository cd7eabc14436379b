import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite struct ConfigFaultTests {
  private func run(config: String, mode: UInt32 = 0o600, _ line: String = "env list") async throws
    -> Tool.Run
  {
    let tool = try Tool()
    defer { tool.removeState() }
    let path = tool.stateDirectory + "/config.toml"
    try Data(config.utf8).write(to: URL(filePath: path))
    unsafe chmod(path, mode)
    return try await tool.run("--config \(path) \(line)")
  }

  @Test("A malformed file is said with file, line and column")
  func malformed() async throws {
    let run = try await run(config: "[env.dev]\nport = = 1\n")
    #expect(run.status == 78)
    #expect(run.stderr.contains("config.toml:2:"))
  }

  @Test("A value of the wrong type is named by its key")
  func wrongType() async throws {
    let run = try await run(config: "[env.dev]\nprotected = \"maybe\"\n")
    #expect(run.status == 78)
    #expect(run.stderr.contains("protected"))
  }

  @Test("An unknown key is named, and does not stop anybody")
  func unknownKey() async throws {
    let run = try await run(config: "[env.dev]\nprotectd = true\n")
    #expect(run.status == 0)
    #expect(run.stderr.contains("protectd"))
  }

  @Test("A file that others may read and that holds a password is warned about, not quoted")
  func worldReadable() async throws {
    let config = "[env.dev]\ndsn = \"postgresql://u:s3cr3t@127.0.0.1:1/x\"\n"
    let open = try await run(config: config, mode: 0o644)
    #expect(open.status == 0)
    #expect(open.stderr.contains("config.toml"))
    #expect(!open.stderr.contains("s3cr3t") && !open.stdout.contains("s3cr3t"))
    #expect(try await run(config: config).stderr.isEmpty)
  }

  @Test(
    "Help and version are there when the configuration is wrong",
    arguments: [
      "--help", "help", "help filters", "version", "--version", "reset --help", "-c version",
    ])
  func help(line: String) async throws {
    for variables in [["DFOPS_ENV": "zz"], ["SUPABASE_MODE": "production"]] {
      let tool = try Tool(variables)
      defer { tool.removeState() }
      let run = try await tool.run(line)
      #expect(run.status == 0 && !run.stdout.isEmpty, "\(variables): \(run.stderr)")
      #expect(try await tool.run("env list").status == 78)
    }
    let broken = try await run(config: "[env.dev\n", line)
    #expect(broken.status == 0 && !broken.stdout.isEmpty, "\(broken.stderr)")
  }

  @Test("A capital letter makes no other environment of the same variables")
  func capital() async throws {
    let tool = try Tool(["SUPABASE_DB_URL_PROD": "host=127.0.0.1 dbname=a"])
    defer { tool.removeState() }
    let run = try await tool.run("-e Prod batches")
    #expect(run.status == 78)
    #expect(run.stderr.contains("did you mean prod?"), "\(run.stderr)")
  }

  @Test(
    "What ends with the call is said to",
    arguments: ["use prod", "set format json", "alias a=stuck"])
  func oneShot(line: String) async throws {
    let tool = try Tool()
    defer { tool.removeState() }
    let run = try await tool.run(["-c", line])
    #expect(run.status == 0)
    #expect(run.stderr.contains("this ends with the command"))
    #expect(try await tool.run(["-c", line, "-c", "version"]).stderr.isEmpty)
  }

  @Test("Two different connection strings at one level are named, both")
  func ambiguous() async throws {
    let tool = try Tool([
      "DATABASE_URL_DEV": "host=127.0.0.1 dbname=a",
      "SUPABASE_DB_URL_DEV": "host=127.0.0.1 dbname=b",
    ])
    defer { tool.removeState() }
    let run = try await tool.run("batches")
    #expect(run.status == 78)
    #expect(run.stderr.contains("DATABASE_URL_DEV") && run.stderr.contains("SUPABASE_DB_URL_DEV"))
  }
}
