import OpsCore
import TestSupport
import Testing

@Suite("alias, unalias")
struct AliasTests {
  @Test("An alias runs as the line that it stands for, with what follows it")
  func runs() async throws {
    let shell = try await Harness.make(.dev)
    #expect(try await shell.run("alias count='summary -o csv'").status == 0)
    let run = try await shell.run("count --env dev")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stdout.hasPrefix("status,class,batches"))
    #expect(try await shell.run("alias").stdout.contains("summary -o csv"))
    #expect(try await shell.run("alias count -o ndjson").json["line"] == "summary -o csv")
    #expect(try await shell.run("unalias count").status == 0)
    #expect(try await shell.run("count").status == 64)
  }

  @Test("An alias hides no danger: its change is refused and recorded as if it had been typed")
  func danger() async throws {
    let shell = try await Harness.make(.prod)
    let id = try await shell.database.run(
      "INSERT INTO intake.simplicity_batches (filename, status) VALUES ('a','staging') RETURNING id"
    )[0][0]
    let line = "reset \(try #require(id)) --expect 1"
    #expect(try await shell.run("alias again='\(line)'").status == 0)
    #expect(try await shell.run("again").status == 4)
    #expect(try await shell.run("arm --reason INC-1").status == 0)
    let run = try await shell.run("again")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(try await shell.run("audit list -o ndjson").json["command"] == line)
  }

  @Test(
    "What is no definition is a usage error that says how to write one",
    arguments: [
      ("alias x=batches --today", "put it in quotes: alias x='…'"),
      ("alias x=batches today", "put it in quotes: alias x='…'"),
      ("alias x batches today", "put it in quotes: alias x='…'"),
      ("alias x=status -e prod", "put it in quotes: alias x='…'"),
      ("alias x=", "alias x='batches --today'"), ("alias nothing", "alias NAME='LINE' makes one"),
      ("alias status=stuck", "choose another name"), ("unalias nothing", "alias lists them"),
      ("unalias", "unalias --help"),
    ])
  func refused(line: String, hint: String) async throws {
    let shell = try await Harness.make(.empty)
    let run = try await shell.run(line)
    #expect(run.status == 64)
    #expect(run.stderr.contains(hint), "\(run.stderr)")
  }

  @Test("alias NAME LINE is the same as NAME=LINE, and a misspelt name is met with the nearest")
  func forms() async throws {
    let shell = try await Harness.make(.empty)
    #expect(try await shell.run("alias today 'batches --today'").status == 0)
    #expect(await shell.session.aliases["today"] == "batches --today")
    #expect(try await shell.run("unalias todya").stderr.contains("did you mean today?"))
  }
}
