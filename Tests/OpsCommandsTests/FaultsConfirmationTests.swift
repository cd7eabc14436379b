internal import TestSupport
internal import Testing

/// The protected environment without a terminal: `--expect`, `--reason` and `-e`, in each combination.
@Suite struct FaultsConfirmationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let expect: Int?
    let hasReason: Bool
    let isNamed: Bool
    let yes: Bool

    var isAllowed: Bool { expect == 1 && hasReason && isNamed }
    var words: String {
      let parts = [
        isNamed ? "-e prod" : nil, expect.map { "--expect \($0)" },
        hasReason ? "--reason INC-42" : nil, yes ? "--yes" : nil,
      ]
      return parts.compactMap(\.self).joined(separator: " ")
    }
    var testDescription: String { words.isEmpty ? "nothing" : words }

    static let all: [Case] = [nil, 0, 1, 2].flatMap { expect in
      [false, true].flatMap { hasReason in
        [false, true].flatMap { isNamed in
          [false, true].map { yes in
            Case(expect: expect, hasReason: hasReason, isNamed: isNamed, yes: yes)
          }
        }
      }
    }
  }

  @Test(
    "In prod nothing changes without the right --expect, a reason and the name of the environment",
    arguments: Case.all, ["reset @", "fail @ --message m"])
  func combinations(test: Case, command: String) async throws {
    let shell = try await ChangeShell.make(.prod, isNamed: false)
    let id = try await shell.addBatch()
    let before = try await shell.row(id)
    let run = try await shell.run(command.replacing("@", with: id) + " " + test.words)
    #expect(run.status == (test.isAllowed ? 0 : 4), "\(run.stderr)")
    #expect((try await shell.row(id) == before) == !test.isAllowed)
    if let expect = test.expect, expect != 1, test.hasReason, test.isNamed {
      #expect(run.stderr.contains("expected \(expect) batches, found 1"))
    }
  }

  @Test("Undo is confirmed like any change", arguments: ["", "--yes", "--expect 2", "--expect 1"])
  func undo(words: String) async throws {
    let shell = try await ChangeShell.make(.prod)
    let id = try await shell.addBatch()
    let before = try await shell.row(id)
    let done = try await shell.run("reset \(id) \(shell.consent) -o json")
    let audit = try #require(try done.json["audit"])
    let run = try await shell.run("undo \(audit) -e prod --reason INC-42 \(words)")
    #expect(run.status == (words == "--expect 1" ? 0 : 4), "\(run.stderr)")
    #expect((try await shell.row(id) == before) == (words == "--expect 1"))
  }

  @Test(
    "Where nothing is to be done, what is left alone is told once", arguments: ["", "--expect 0"])
  func leftAlone(words: String) async throws {
    let shell = try await ChangeShell.make(.dev)
    let id = try await shell.addBatch(filename: "done.csv")
    try await shell.database.execute(
      "UPDATE intake.simplicity_batches SET status = 'completed' WHERE id = '\(id)'")
    let run = try await shell.run("reset --filename done.csv \(words)")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stdout.contains("left alone: \(id)"))
    #expect(!run.stderr.contains(id), "\(run.stderr)")
  }

  @Test("--expect with filters that match nothing is refused; without it that is success")
  func nothingMatches() async throws {
    let shell = try await ChangeShell.make(.dev)
    _ = try await shell.addBatch(status: "completed")
    #expect(try await shell.run("reset --filename nothing-* --yes").status == 0)
    #expect(try await shell.run("reset --filename nothing-* --expect 0").status == 0)
    #expect(try await shell.run("reset --filename nothing-* --expect 1").status == 4)
  }

  @Test(
    "A change without any id or filter is a usage error, wildcards alone are no filter",
    arguments: ["", "--filename '*'", "--filename ''", "--filename-ilike %", "--filename '**'"])
  func noFilter(words: String) async throws {
    let shell = try await ChangeShell.make(.dev)
    let id = try await shell.addBatch()
    #expect(try await shell.run("reset \(words) --yes").status == 64)
    #expect(try await shell.status(id) == "staging")
  }
}
