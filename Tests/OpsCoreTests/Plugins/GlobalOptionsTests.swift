import Testing

@testable import OpsCore

@Suite("Options that every command takes")
struct GlobalOptionsTests {
  private func extract(_ line: String) throws -> (options: GlobalOptions, rest: [String]) {
    try GlobalOptions.extract(from: Words.split(line)) { $0 == "--message" || $0 == "-m" }
  }

  private func options(_ change: (inout GlobalOptions) -> Void) -> GlobalOptions {
    var options = GlobalOptions()
    change(&options)
    return options
  }

  @Test(
    "They may stand anywhere, and the other words keep their order",
    arguments: [
      "--env prod --expect 3 reset a b", "reset --env prod a --expect 3 b",
      "reset a b --env=prod --expect=3", "-e prod reset a b --expect 3",
      "-eprod reset a b --expect 3",
      "reset a -e=prod b --expect 3", "--env dev reset --expect 1 a b --env prod --expect 3",
    ])
  func anywhere(_ line: String) throws {
    let found = try extract(line)
    #expect(found.rest == ["reset", "a", "b"])
    #expect(
      found.options
        == options {
          $0.env = "prod"
          $0.expect = 3
        })
  }

  @Test("Each of them is known, in its long form and its short one")
  func each() throws {
    let long = try extract(
      "--env a --config b --format csv --color never --yes --expect 0 --reason 'c d' --keep-going "
        + "--quiet --verbose --no-pager --retry-auth")
    #expect(long.rest.isEmpty)
    let expected = options {
      $0.env = "a"
      $0.config = "b"
      $0.format = .csv
      $0.color = .never
      $0.yes = true
      $0.expect = 0
      $0.reason = "c d"
      $0.keepGoing = true
      $0.quiet = true
      $0.verbose = true
      $0.noPager = true
      $0.retryAuth = true
    }
    #expect(long.options == expected)
    let short = try extract("-e a -o csv -q -v")
    #expect(short.options.env == "a" && short.options.format == .csv)
    #expect(short.options.quiet && short.options.verbose)
  }

  @Test("Short ones without values may be joined; other words with one dash are the command's")
  func joined() throws {
    let joined = try extract("-vq reset a")
    #expect(joined.options.quiet && joined.options.verbose)
    #expect(joined.rest == ["reset", "a"])
    #expect(GlobalOptions.commandIndex(in: ["-qv", "-o", "csv", "reset"]) == 3)
    for word in ["-qx", "-qo", "-q1", "-"] {
      #expect(try extract("reset \(word)").rest == ["reset", word])
    }
    #expect(try extract("reset -- -qv").rest == ["reset", "--", "-qv"])
  }

  @Test(
    "What is not one of them is left alone",
    arguments: [
      ("reset --status failed -x", ["reset", "--status", "failed", "-x"]),
      ("reset -- --yes -e prod", ["reset", "--", "--yes", "-e", "prod"]),
      ("fail a --message --yes", ["fail", "a", "--message", "--yes"]),
      ("fail a -m --env", ["fail", "a", "-m", "--env"]),
      ("fail a --message=--yes b", ["fail", "a", "--message=--yes", "b"]),
      ("--help --version", ["--help", "--version"]),
      ("--yesterday --environment", ["--yesterday", "--environment"]),
      ("-", ["-"]), ("", []),
    ] as [(String, [String])])
  func rest(line: String, words: [String]) throws {
    let found = try extract(line)
    #expect(found.rest == words)
    #expect(found.options == GlobalOptions())
  }

  @Test("A value may look like an option; a reason says something")
  func values() throws {
    #expect(try extract("--reason --yes").options == options { $0.reason = "--yes" })
    for line in ["--reason=", "--reason ''", "--reason ' '"] {
      #expect(throws: OpsError.self) { try extract(line) }
    }
    #expect(try extract("--reason a=b").options == options { $0.reason = "a=b" })
  }

  @Test(
    "What is wrong is a usage error in one harmless line",
    arguments: [
      ("--env", "--env needs a value"), ("reset -e", "-e needs a value"),
      ("--yes=1", "--yes takes no value"), ("--format xml", "xml is no value of --format"),
      ("-oxml", "xml is no value of --format"), ("--format JSON", "JSON is no value of --format"),
      ("--color sometimes", "sometimes is no value of --color"),
      ("--expect -1", "--expect takes a number of batches, not -1"),
      ("--expect +1", "--expect takes a number of batches, not +1"),
      ("--expect 1.5", "--expect takes a number of batches, not 1.5"),
      ("--expect ٣", "--expect takes a number of batches, not ٣"),
      ("--expect ''", "--expect takes a number of batches, not "),
      (
        "--expect 99999999999999999999",
        "--expect takes a number of batches, not 99999999999999999999"
      ),
      ("--format '\u{1B}[2J'", "\\x1B[2J is no value of --format"),
    ])
  func wrong(line: String, message: String) {
    let failure = #expect(throws: OpsError.self) { try extract(line) }
    #expect(failure?.exit == .usage)
    #expect(failure?.message == message)
  }

  @Test("What stands on a line wins, and consent is not handed down but for --yes")
  func overlaid() {
    let call = options {
      $0.env = "dev"
      $0.format = .json
      $0.yes = true
      $0.expect = 3
      $0.reason = "call"
    }
    let line = options {
      $0.env = "prod"
      $0.reason = "line"
      $0.quiet = true
    }
    #expect(
      call.overlaid(by: line)
        == options {
          $0.env = "prod"
          $0.format = .json
          $0.yes = true
          $0.reason = "line"
          $0.quiet = true
        })
  }
}
