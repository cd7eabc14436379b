import ArgumentParser
import TestSupport
import Testing

@testable import OpsCommands
@testable import OpsCore

@Suite("Examples in help")
struct ExamplesTests {
  /// Every line that help shows as an example.
  static let lines: [String] =
    CommandsTests.entries.flatMap { lines(in: $0.type.configuration.discussion) }
    + HelpTopic.all.flatMap(\.examples)

  private static func lines(in discussion: String) -> [String] {
    discussion.split(separator: "\n").drop { !$0.hasPrefix("EXAMPLE") }.dropFirst()
      .prefix { $0.hasPrefix("  ") }.map { String($0.dropFirst(2)) }
  }

  /// Those that need what a test server does not have, with the reason.
  private static let notRun = [
    "source morning.dfops": "the file", "storage orphans --output orphans.ndjson": "the store",
    "storage ls --prefix simplicity/3f": "the store", "storage head 3f2a91c0": "the store",
    "storage get 3f2a91c0 --output original.csv": "the store", "quit": "a session that goes on",
    "errors export 3f2a91c0 --output errors.csv": "a folder to write to",
    "history --script": "a session", "unalias today": "the alias",
    "audit show 5c1e09aa": "the change", "cleanup show 5c1e": "the plan",
    "cleanup pause 5c1e09aa41d7": "the plan", "cleanup forget 5c1e09aa41d7": "the plan",
    "reload --timeout 1m": "PostgREST", "env trust prod": "somebody who answers",
    "follow 3f2a91c0 --timeout 10m": "a batch that ends well",
  ]

  private static func command(_ line: String) throws -> (any OpsCommand)? {
    let (_, rest) = try GlobalOptions.extract(from: Words.split(line))
    guard case .command(let command) = try Commands.table.parse(rest, columns: nil) else {
      return nil
    }
    return command
  }

  @Test("Every example is a line that dfops understands", arguments: lines)
  func parses(line: String) throws {
    #expect(try Self.command(line) != nil)
  }

  @Test("Every example that changes nothing does what it says, on the deployed schema")
  func runs() async throws {
    let shell = try await Harness.make(.prod)
    try await shell.database.execute(
      """
      INSERT INTO intake.simplicity_batches (id, filename, status)
      VALUES ('3f2a91c0-0000-4000-8000-000000000001', 'daily_1.csv', 'failed')
      """)
    var count = 0
    for line in Set(Self.lines) where Self.notRun[line] == nil {
      let command = try #require(try Self.command(line))
      guard type(of: command).requirements.isDisjoint(with: [.write, .destructive]) else {
        continue
      }
      let fresh = try await shell.run("disarm")
      #expect(fresh.status == 0)
      guard !line.hasPrefix("watch"), !line.hasPrefix("cleanup plan ") else { continue }
      let run = try await shell.run(line)
      #expect(run.status == 0, "\(line): \(run.stderr)")
      count += 1
    }
    #expect(count > 25)
  }

  @Test("What is not run is still an example")
  func exceptions() {
    for line in Self.notRun.keys {
      #expect(Self.lines.contains(line), "\(line)")
    }
  }
}
