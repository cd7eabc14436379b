import ArgumentParser
import Postgres
import TestSupport
import Testing

@testable import OpsCommands
@testable import OpsCore

@Suite("What a command that runs alone reads of the catalog")
struct ReachTests {
  private static let lines = [
    "batches", "batches --limit 1", "batches --all", "batches --oldest-first --limit 3",
    "batches --status failed", "batches --stuck", "batches --since 5h --until 1h",
    "batches --today", "batches --older-than 20h", "batches --filename 'file_1*'",
    "batches --not-filename '*9.csv'", "batches --source nobody",
    "batches --except \(BatchesTests.id(1))", "batches --after \(BatchesTests.id(3))",
    "batches --except 00000000-0000-4000-8000-00000000dead", "batches --after abcd",
    "batches --status nonsense", "stuck", "stuck --waiting", "stuck --stuck-for 100d", "summary",
    "batches --expect 3",
  ]

  @Test("It finds what it finds in a shell, which knows the whole", arguments: BatchesTests.schemas)
  func same(_ kind: SchemaKind) async throws {
    let shell = try await BatchesTests.shell(kind)
    for line in Self.lines {
      await shell.session.close()
      let alone = try await shell.run("\(line) -o csv", isAlone: true)
      await shell.session.close()
      let among = try await shell.run("\(line) -o csv")
      #expect(alone.status == among.status, "\(line): \(alone.stderr)")
      // Time passes between the two.
      let notices = [alone, among].map { run in run.stderr.filter { !$0.isNumber } }
      #expect(notices[0] == notices[1], "\(line)")
      let ids = [alone, among].map { run in
        run.stdout.split(separator: "\r\n").map { $0.prefix { $0 != "," } }
      }
      #expect(ids[0] == ids[1], "\(line)")
    }
    await shell.session.close()
  }

  @Test("What counts as certain is understood, and needs no more than was said")
  func certain() throws {
    let arguments = [
      [], ["--limit", "1"], ["--limit", "50"], ["--limit", "999999999"], ["--limit", "0"],
      ["--limit", "-1"], ["--limit", "1000000000"], ["--limit", "9999999999"], ["--limit", "1x"],
      ["--limit", "\u{0661}"], ["--limit", "+1"], ["--limit", ""], ["--limit"], ["--limit=1"],
      ["--help"], ["-h"], ["help"], ["--limit", "1", "--all"], ["--version"], ["x"],
    ]
    var certain = 0
    for type in Commands.table.commands {
      for arguments in arguments {
        let words = [type._commandName] + arguments
        guard let reach = Commands.table.certainReach(of: words) else { continue }
        certain += 1
        guard case .command(let command) = try Commands.table.parse(words, columns: nil) else {
          Issue.record("\(words) shows only help")
          continue
        }
        #expect(command.reach <= reach, "\(words)")
        #expect(Swift.type(of: command).isReadOnly)
      }
    }
    #expect(certain == 6)
  }

  @Test("A line that cannot be understood, or only asks for help, reaches no server")
  func silent() async throws {
    let listener = try SilentListener()
    let environment = Environment(
      name: "dev", isProtected: false,
      dsn: try ConnectionInfo(dsn: "host=127.0.0.1 port=\(listener.port) dbname=x user=x"))
    let state = DiskFolder.path()
    let profiles = Profiles([environment])
    for (line, status) in [
      ("batches --limit 0", 64), ("batches --nonsense", 64), ("batches --help", 0), ("stuck x", 64),
      ("batchs", 64), ("batches --limit 1 --all", 64),
    ] {
      let sink = MemorySink()
      var dispatcher = Dispatcher(
        table: Commands.table,
        session: Session(
          profiles: profiles, state: StateFolder(path: state), environmentName: "dev",
          isNamed: true, loadProfiles: { _ in profiles }),
        output: Output(results: sink, messages: sink), confirmer: NoTerminalConfirmer())
      dispatcher.isSingleCommand = true
      #expect(await dispatcher.run(line: line).rawValue == Int32(status), "\(line)")
      #expect(!listener.hasCaller, "\(line)")
    }
  }

  @Test("Only what is asked for is read")
  func declared() throws {
    func reach(_ words: String...) throws -> CatalogReach {
      guard case .command(let command) = try Commands.table.parse(words, columns: nil) else {
        return .whole
      }
      return command.reach
    }
    #expect(try reach("batches", "--limit", "1") == .batches)
    #expect(try reach("batches", "--status", "failed") == .statuses)
    #expect(try reach("batches", "--stuck") == .statuses)
    #expect(try reach("batches", "--after", "abcd") == .whole)
    #expect(try reach("batches", "--except", "abcd") == .whole)
    #expect(try reach("stuck") == .statuses)
    #expect(try reach("cleanup", "plans") == .whole)
  }
}
