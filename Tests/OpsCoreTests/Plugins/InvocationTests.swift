import Testing

@testable import OpsCore

@Suite struct InvocationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let arguments: String
    let mode: Invocation.Mode
    var testDescription: String { arguments }
  }

  @Test(
    "A call says what it is for",
    arguments: [
      Case(arguments: "", mode: .standardInput),
      Case(arguments: "-e prod", mode: .standardInput),
      Case(arguments: "batches --limit 1", mode: .command(["batches", "--limit", "1"])),
      Case(arguments: "-e prod batches", mode: .command(["-e", "prod", "batches"])),
      Case(
        arguments: "batches -e prod -o json",
        mode: .command(["batches", "-e", "prod", "-o", "json"])),
      Case(arguments: "-c status", mode: .command(["status"])),
      Case(arguments: "-c status -c version", mode: .lines(["status", "version"])),
      Case(arguments: "--keep-going -f a.dfops", mode: .script("a.dfops")),
      Case(arguments: "-f -", mode: .script("-")),
      Case(arguments: "--version", mode: .version),
      Case(arguments: "-e prod --help", mode: .help),
      Case(arguments: "reset --help", mode: .command(["reset", "--help"])),
      Case(arguments: "__complete batches 3f", mode: .complete(["batches", "3f"])),
    ])
  func modes(_ test: Case) throws {
    let words = try Words.split(test.arguments)
    #expect(try Invocation.parse(words).mode == test.mode)
  }

  @Test("Options count wherever they stand in the call")
  func options() throws {
    for line in [
      "-e prod -o json status", "status -e prod -o json", "-e prod status --format=json",
    ] {
      let call = try Invocation.parse(try Words.split(line))
      #expect(call.options.env == "prod")
      #expect(call.options.format == .json)
    }
  }

  @Test("The value of a command's own option is not an option of the call")
  func values() throws {
    let words = ["fail", "3f2a", "--message", "--env"]
    let call = try Invocation.parse(words) { _ in { $0 == "--message" } }
    #expect(call.options.env == nil)
  }

  @Test("A reason and a count before a single -c belong to its command")
  func single() throws {
    let call = try Invocation.parse(["--expect", "1", "--reason", "x", "-c", "reset 3f2a"])
    #expect(call.mode == .command(["--expect", "1", "--reason", "x", "reset", "3f2a"]))
  }

  @Test(
    "What cannot be meant is a usage error",
    arguments: [
      "--nonsense", "-c", "-f", "-c status batches", "-c status -f a", "-f a -f b",
      "--expect x status",
      "--expect 1 -c status -c version", "--expect 1 -f a", "--expect 1", "--env",
    ])
  func usage(_ line: String) throws {
    let words = try Words.split(line)
    let error = #expect(throws: OpsError.self) { try Invocation.parse(words) }
    #expect(error?.exit == .usage)
  }
}
