import FoundationEssentials
import TestSupport
import Testing

@testable import OpsCore

@Suite struct CleanupPlanTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  /// The keys of a plan that tests look at.
  private struct Shape: Decodable {
    struct Skipped: Decodable { let id, reason: String }
    let plan: String?
    let environment: String
    let filters: [String]
    let batches: Int
    let rows: [String: Int?]
    let set_null: [String: Int?]
    let stays: [String: Int?]
    let skipped: [Skipped]
    let warnings: [String]
    let created_at, expires_at: String
    let state: String?
    let obstacles: [String]
  }

  private func shape(_ run: Harness.Run) throws -> Shape {
    try JSONDecoder().decode(Shape.self, from: Data(run.stdout.utf8))
  }

  private func addError(_ id: String, in shell: ChangeShell) async throws {
    try await shell.database.execute(
      """
      INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message)
      VALUES ('\(id)', 1, 'X', 'x')
      """)
  }

  @Test("A plan has the keys of the contract, and needs no arming", arguments: schemas)
  func json(kind: SchemaKind) async throws {
    let shell = try await ChangeShell.make(kind)
    let id = try await shell.addBatch(status: "failed")
    try await addError(id, in: shell)
    let busy = try await shell.addBatch(status: "staging")
    let run = try await shell.run("cleanup plan --filename 'a.csv*' -o json")
    #expect(run.status == 0, "\(run.stderr)")
    let plan = try shape(run)
    #expect(plan.environment == (kind == .dev ? "dev" : "prod"))
    #expect(plan.plan?.count == 12)
    #expect(plan.filters == ["filename a.csv*"])
    #expect(plan.batches == 1)
    #expect(plan.rows["intake.simplicity_batches"] == 1)
    #expect(plan.rows["intake.row_errors"] == 1)
    #expect(plan.set_null.isEmpty == (kind == .dev))
    #expect(plan.stays["ops.job_queue.payload"] == 0)
    #expect(plan.skipped.map(\.id) == [busy])
    #expect(plan.skipped.map(\.reason) == ["in_flight"])
    #expect(plan.state == "planned")
    #expect(plan.obstacles.isEmpty)
    #expect(plan.created_at < plan.expires_at)
    #expect(run.stdout.contains("\"objects\":null,\"object_bytes\":null"))
    #expect(
      run.stdout.hasPrefix("{\"plan\":\"") && run.stdout.contains("\"estimate\":{\"seconds\":"))
    #expect(try await shell.status(id) == "failed")
  }

  @Test("plans lists it, show shows it again by the beginning of its id")
  func again() async throws {
    let shell = try await ChangeShell.make(.prod)
    let id = try await shell.addBatch(status: "failed")
    #expect(try await shell.run("cleanup plans").stdout.contains("there are no plans"))
    let plan = try shape(try await shell.run("cleanup plan \(id) -o json"))
    let name = try #require(plan.plan)
    let list = try await shell.run("cleanup plans -o json")
    #expect(
      list.stdout.contains(
        "{\"plan\":\"\(name)\",\"environment\":\"prod\",\"state\":\"planned\",\"batches\":1,"))
    let shown = try await shell.run("cleanup show \(name.prefix(5)) -o json")
    #expect(shown.status == 0, "\(shown.stderr)")
    #expect(try shape(shown).plan == name)
    #expect(try await shell.run("cleanup show ffffffffffff").status == 1)
    #expect(try await shell.run("cleanup show nonsense").status == 64)
  }

  @Test("Nothing found is success with no plan, and a refusal when something was expected")
  func empty() async throws {
    let shell = try await ChangeShell.make(.dev)
    let id = try await shell.addBatch(status: "staging")
    let run = try await shell.run("cleanup plan --filename '*.csv' -o json")
    #expect(run.status == 0)
    #expect(run.stdout.hasPrefix("{\"plan\":null,"))
    #expect(try shape(run).skipped.map(\.id) == [id])
    #expect(try shape(run).state == nil)
    let people = try await shell.run("cleanup plan --filename '*.csv'")
    #expect(people.stdout.contains("nothing to delete"))
    #expect(people.stdout.contains(id))
    #expect(try await shell.run("cleanup plan --filename '*.csv' --expect 1").status == 4)
    #expect(try await shell.run("cleanup plan --filename '*.csv' --expect 0").status == 0)
    #expect(try await shell.run("cleanup plans -o json").stdout == "[]\n")
  }

  @Test("--expect with another number is refused with both, and nothing is kept")
  func expectation() async throws {
    let shell = try await ChangeShell.make(.dev)
    let id = try await shell.addBatch(status: "failed")
    let run = try await shell.run("cleanup plan \(id) --expect 2")
    #expect(run.status == 4)
    #expect(run.stderr.contains("expected 2 batches, found 1"))
    #expect(try await shell.run("cleanup plans -o json").stdout == "[]\n")
    #expect(try await shell.run("cleanup plan \(id) --expect 1").status == 0)
  }

  @Test(
    "What cannot be meant is a usage error",
    arguments: ["", "--filename '*'", "--filename '?*'", "--limit 5", "12", "--status no_such"])
  func usage(words: String) async throws {
    let shell = try await ChangeShell.make(.dev)
    _ = try await shell.addBatch(status: "failed")
    #expect(try await shell.run("cleanup plan \(words)").status == 64)
  }

  @Test("A short beginning of an id deletes nothing where it matters", arguments: schemas)
  func digits(kind: SchemaKind) async throws {
    let shell = try await ChangeShell.make(kind)
    let id = try await shell.addBatch(status: "failed")
    let run = try await shell.run("cleanup plan \(id.prefix(4))")
    #expect(run.status == (kind == .dev ? 0 : 4), "\(run.stderr)")
    if kind == .prod { #expect(run.stderr.contains("at least 8 digits")) }
    #expect(try await shell.run("cleanup plan \(id.prefix(8))").status == 0)
  }

  @Test("What cannot be taken is refused when it was named", arguments: schemas)
  func named(kind: SchemaKind) async throws {
    let shell = try await ChangeShell.make(kind)
    let id = try await shell.addBatch(status: "staging")
    let run = try await shell.run("cleanup plan \(id)")
    #expect(run.status == 4)
    #expect(
      run.stderr.contains("is in flight (staging): a worker may be at it; nothing was changed"))
    #expect(try await shell.run("cleanup plan \(id) --status failed").status == 4)
    #expect(try await shell.run("cleanup plan 00000000-0000-4000-8000-000000000000").status == 1)
  }

  @Test("People see the number first, and last what to type next")
  func people() async throws {
    let shell = try await ChangeShell.make(.prod)
    let id = try await shell.addBatch(status: "completed")
    let run = try await shell.run("cleanup plan \(id)")
    #expect(run.stdout.hasPrefix("prod: 1 batch, with 0 rows and references beside"))
    let last = run.stdout.split(separator: "\n").last ?? ""
    #expect(last.hasPrefix("  cleanup apply ") && last.hasSuffix(" --expect 1"), "\(run.stdout)")
    #expect(run.stdout.contains("1 batch is completed"))
    #expect(run.stdout.contains("1 of at most 10000 batches"))
  }

  @Test("What stands in the way is shown, and no command to go on with")
  func obstacle() async throws {
    let shell = try await ChangeShell.make(.dev)
    let id = try await shell.addBatch(status: "failed")
    try await shell.database.execute(
      """
      CREATE TABLE public.bills (id int PRIMARY KEY, batch_id uuid REFERENCES intake.simplicity_batches (id));
      INSERT INTO public.bills VALUES (1, '\(id)')
      """)
    let run = try await shell.run("cleanup plan \(id)")
    #expect(run.status == 0)
    #expect(run.stdout.contains("In the way"))
    #expect(run.stdout.contains("1 row of public.bills"))
    #expect(!run.stdout.contains("cleanup apply"))
  }

  @Test("A row of the last listing names a batch, as it was then")
  func places() async throws {
    let shell = try await ChangeShell.make(.prod)
    let id = try await shell.addBatch(status: "failed")
    _ = try await shell.run("batches")
    #expect(try await shell.run("cleanup plan %1").status == 0)
    try await shell.database.execute(
      "UPDATE intake.simplicity_batches SET filename = 'b' WHERE id = '\(id)'")
    #expect(try await shell.run("cleanup plan %1").status == 4)
  }

  @Test("The objects are looked for when they are to go, and those that are not there are named")
  func objects() async throws {
    let shell = try await ChangeShell.make(.prod)
    let id = try await shell.addBatch(status: "failed")
    let bare = try await shell.addBatch(status: "failed")
    try shell.harness.put("simplicity/\(id).csv", "abc")
    let words = "cleanup plan \(id) \(bare)"
    let run = try await shell.run("\(words) --with-storage --grace 2h -o json")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stdout.contains("\"objects\":1,\"object_bytes\":3,\"grace_seconds\":7200"))
    #expect(
      try shape(run).warnings.contains { $0.contains("no object of \(bare) is deleted: gone") })
    let people = try await shell.run("\(words) --with-storage")
    #expect(people.stdout.contains("1 object, 3 B, deleted 1d after the rows"), "\(people.stdout)")
    let name = try #require(try shape(run).plan)
    let shown = try await shell.run("cleanup show \(name) -o json")
    #expect(shown.stdout.contains("\"objects\":1,"))
    let without = try await shell.run("\(words) -o json")
    #expect(without.stdout.contains("\"objects\":null,\"object_bytes\":null"))
    #expect(try await shell.run("\(words) --grace 2h").status == 64)
    #expect(shell.harness.hasObject("simplicity/\(id).csv"))
  }
}
