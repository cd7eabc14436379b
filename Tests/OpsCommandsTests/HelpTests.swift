import OpsCore
import TestSupport
import Testing

@testable import OpsCommands

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

  @Test("Aliases are listed and explained")
  func aliases() async throws {
    let shell = try await Harness.make(.empty)
    #expect(!(try await shell.run("help").stdout.contains("ALIASES")))
    _ = try await shell.run("alias today='batches --today'")
    #expect(try await shell.run("help").stdout.contains("ALIASES\n  today "))
    #expect(try await shell.run("help today").stdout.contains("alias for: batches --today"))
  }

  @Test("Every topic is listed, explained in lines that fit, and told apart")
  func topics() async throws {
    let shell = try await Harness.make(.empty)
    let overview = try await shell.run("help").stdout
    for topic in HelpTopic.all {
      #expect(overview.contains(topic.name))
      let screen = try await shell.run("help \(topic.name)").stdout
      let words = topic.text.split { $0.isWhitespace }
      #expect(screen.split { $0.isWhitespace }.contains(words), "\(topic.name)")
      #expect(screen.split(separator: "\n").allSatisfy { $0.count <= 88 }, "\(topic.name)")
    }
    #expect(Set(HelpTopic.all.map(\.name)).count == HelpTopic.all.count)
  }

  @Test("The call is explained with every option that all commands take")
  func call() async throws {
    let text = try await Harness.make(.empty).run("help --call").stdout
    #expect(text.contains("USAGE: dfops"))
    for option in GlobalOption.allCases { #expect(text.contains(option.rawValue)) }
    #expect(text.contains("TOPICS"))
  }

  @Test(
    "What is misspelt is met with what may have been meant",
    arguments: [
      ("stauts", "did you mean status?"), ("help fliters", "did you mean filters?"),
      ("help stauts", "did you mean status?"), ("help errors exprot", "did you mean export?"),
      ("errors exprot", "did you mean export?"), ("batches --statsu x", "Did you mean '--status'?"),
      ("batches --fromat csv", "did you mean --format?"),
      ("set fromat csv", "did you mean format?"),
      ("batches --status fialed", "did you mean failed?"), ("use prdo", "did you mean prod?"),
      ("-e dve status", "did you mean dev?"),
    ])
  func suggestions(line: String, hint: String) async throws {
    let run = try await Harness.make(.dev).run(line)
    #expect(run.status == 64 || run.status == 78)
    #expect(run.stderr.contains(hint), "\(run.stderr)")
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
