import FoundationEssentials
import Glibc
import Postgres
import TestSupport
import Testing

@testable import OpsCore

@Suite("cleanup apply, resume, undo and forget")
struct CleanupCommandsTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  /// A shell over 60 batches; every third has failed.
  private func shell(_ kind: SchemaKind) async throws -> Harness {
    try await BatchesTests.shell(kind)
  }

  private func plan(_ shell: Harness, _ filters: String) async throws -> (id: String, batches: Int)
  {
    let run = try await shell.run("cleanup plan \(filters) -o json")
    try #require(run.status == 0, "\(run.stderr)")
    let json = try run.json
    return (try #require(json["plan"]), Int(json["batches"] ?? "") ?? -1)
  }

  /// Everything in the tables that a cleanup may touch.
  private func everything(_ shell: Harness, _ kind: SchemaKind) async throws -> [[[String?]]] {
    var tables = ["intake.simplicity_batches", "intake.row_errors"]
    if kind == .prod {
      tables += [
        "intake.simplicity_raw_rows", "intake.simplicity_validated_rows",
        "intake.simplicity_failed_rows", "enforcement.judgments", "public.plaintiffs",
      ]
    }
    var all: [[[String?]]] = []
    for table in tables {
      all.append(try await shell.database.run("SELECT t::text FROM \(table) AS t ORDER BY 1"))
    }
    return all
  }

  private func consent(_ kind: SchemaKind, _ count: Int) -> String {
    kind == .dev ? "--expect \(count)" : "-e prod --expect \(count) --reason INC-42"
  }

  @Test(
    "Traps 33 and 34: refused without the count, applied once with it, and undone byte for byte",
    arguments: schemas)
  func incident(_ kind: SchemaKind) async throws {
    let shell = try await shell(kind)
    let before = try await everything(shell, kind)
    let (id, count) = try await plan(shell, "--status failed")
    #expect(count > 0)
    var refusals = ["", "--expect \(count + 1)"]
    if kind == .prod {
      refusals += [
        "--expect \(count)", "-e prod --yes --reason x", "-e prod --expect \(count + 1) --reason x",
      ]
    }
    for options in refusals {
      let run = try await shell.run("cleanup apply \(id) \(options)")
      #expect(run.status == 4, "\(options): \(run.stderr)")
      #expect(run.stderr.contains("nothing was changed"))
    }
    #expect(try await everything(shell, kind) == before)

    let applied = try await shell.run("cleanup apply \(id) \(consent(kind, count)) -o json")
    #expect(applied.status == 0, "\(applied.stderr)")
    let json = try applied.json
    #expect(json["planned"] == "\(count)" && json["deleted"] == "\(count)")
    for key in [
      "plan", "skipped", "rows", "archive", "path", "bytes", "sha256", "chunks",
      "longest_transaction_ms", "elapsed_ms", "audit",
    ] { #expect(applied.stdout.contains("\"\(key)\":"), "\(key)") }
    let again = try await shell.run("cleanup apply \(id) \(consent(kind, count))")
    #expect(again.status == 4)
    let audit = try #require(json["audit"])
    let wrongUndo = try await shell.run("undo \(audit) \(consent(kind, count))")
    #expect(wrongUndo.status == 4 && wrongUndo.stderr.contains("cleanup undo \(id)"))
    let resumed = try await shell.run("cleanup resume \(id) \(consent(kind, count)) -o json")
    #expect(try resumed.status == 0 && resumed.json["deleted"] == "\(count)")
    let modes = try FileModes.all(in: "\(shell.statePath)/plans/\(id)")
    #expect(modes.count > 3 && modes.allSatisfy { $0 == 0o600 })

    let undone = try await shell.run("cleanup undo \(id) \(consent(kind, count)) -o json")
    #expect(undone.status == 0, "\(undone.stderr)")
    #expect(try undone.json["restored"] == "\(count)" && undone.json["verified"] == "true")
    #expect(try await everything(shell, kind) == before)
    #expect(try await shell.run("audit verify").status == 0)
    let plans = try await shell.run("cleanup plans -o json")
    #expect(plans.stdout.contains("\"state\":\"undone\""))
  }

  /// The permissions of files.
  private enum FileModes {
    static func all(in folder: String) throws -> [UInt32] {
      try FileManager.default.contentsOfDirectory(atPath: folder).map { name in
        var status = stat()
        guard unsafe stat("\(folder)/\(name)", &status) == 0 else { return 0 }
        return status.st_mode & 0o777
      }
    }
  }

  @Test(
    "A plan of another environment, a damaged one and an unknown one are refused",
    arguments: schemas)
  func wrongPlans(_ kind: SchemaKind) async throws {
    let shell = try await shell(kind)
    let (id, count) = try await plan(shell, "--status failed")
    #expect(try await shell.run("cleanup apply 000000000000 \(consent(kind, 1))").status == 1)
    #expect(try await shell.run("cleanup apply xyz \(consent(kind, 1))").status == 64)
    let path = "\(shell.statePath)/plans/\(id)/plan.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for damaged in [
      text.replacing("failed", with: "falied"), String(text.dropLast(9)),
      text.replacing("\"format\":1", with: "\"format\":2"),
    ] {
      try damaged.write(toFile: path, atomically: false, encoding: .utf8)
      let run = try await shell.run("cleanup apply \(id) \(consent(kind, count))")
      #expect(run.status == 1)
      #expect(run.stderr.contains("nothing was changed"))
    }
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    try await shell.moveToOtherDatabase()
    #expect(try await shell.run("cleanup apply \(id) \(consent(kind, count))").status == 2)
  }

  @Test(
    "What has changed meanwhile is left alone, exit 5, and nothing goes when nothing may have changed",
    arguments: schemas)
  func drift(_ kind: SchemaKind) async throws {
    let shell = try await shell(kind)
    let (id, count) = try await plan(shell, "--status failed")
    let stored = try PlanStore(StateFolder(path: shell.statePath)).load(id)
    let changed = stored.plan.batches[0].id
    try await shell.database.execute(
      "UPDATE intake.simplicity_batches SET filename = 'other' WHERE id = '\(changed)'")
    let refused = try await shell.run(
      "cleanup apply \(id) --allow-shrink 0 \(consent(kind, count))")
    #expect(refused.status == 4)
    #expect(refused.stderr.split(separator: changed).count == 2, "\(refused.stderr)")
    let quiet = try await shell.run(
      "cleanup apply \(id) --allow-shrink 0 --quiet \(consent(kind, count))")
    #expect(quiet.stderr.contains("allowed are 0: \(changed) changed: "))
    let applied = try await shell.run("cleanup apply \(id) \(consent(kind, count)) -o json")
    #expect(applied.status == 5)
    #expect(applied.stdout.contains("\"reason\":\"changed\""))
    #expect(try applied.json["deleted"] == "\(count - 1)")
  }

  @Test(
    "Files go by the outbox: undo within the grace keeps them, purge after it deletes them",
    arguments: schemas)
  func storage(_ kind: SchemaKind) async throws {
    let shell = try await shell(kind)
    let ids = [3, 6].map(BatchesTests.id)
    for id in ids { try shell.put("simplicity/\(id).csv", "rows of \(id)") }
    try await shell.database.execute(
      "UPDATE intake.simplicity_batches SET status = 'failed' WHERE id IN ('\(ids[0])', '\(ids[1])')"
    )
    let (first, _) = try await plan(shell, "\(ids.joined(separator: " ")) --with-storage")
    #expect(
      try await shell.run("cleanup apply \(first) \(consent(kind, 2)) -o json").status == 0)
    #expect(try await shell.run("status -o json").stdout.contains("\"objects_deferred\":2"))
    #expect(
      try await shell.run("cleanup undo \(first) \(consent(kind, 2)) -o json").status == 0)
    #expect(try await shell.run("status -o json").stdout.contains("\"objects_deferred\":0"))
    #expect(ids.allSatisfy { shell.hasObject("simplicity/\($0).csv") })

    let (second, _) = try await plan(
      shell, "\(ids.joined(separator: " ")) --with-storage --grace 0s")
    #expect(
      try await shell.run("cleanup apply \(second) \(consent(kind, 2)) -o json").status == 0)
    #expect(ids.allSatisfy { shell.hasObject("simplicity/\($0).csv") })
    let purge = try await shell.run("storage purge \(consent(kind, 2)) -o json")
    #expect(purge.status == 0, "\(purge.stderr)")
    #expect(ids.allSatisfy { !shell.hasObject("simplicity/\($0).csv") })
    let undone = try await shell.run("cleanup undo \(second) \(consent(kind, 2)) -o json")
    #expect(undone.status == 0)
    #expect(undone.stdout.contains("2 of 2 are gone: what was purged does not come back"))
  }

  @Test("What a purge has left alone is not told as gone by undo")
  func stays() async throws {
    let shell = try await shell(.dev)
    let ids = [3, 6, 9, 12].map(BatchesTests.id)
    let names = ids.map { "simplicity/\($0).csv" }
    for name in names { try shell.put(name, "rows") }
    let list = ids.map { "'\($0)'" }.joined(separator: ", ")
    try await shell.database.execute(
      "UPDATE intake.simplicity_batches SET status = 'failed' WHERE id IN (\(list))")
    let (plan, _) = try await plan(
      shell, "\(ids.joined(separator: " ")) --with-storage --grace 0s")
    #expect(try await shell.run("cleanup apply \(plan) --expect 4").status == 0)
    try shell.put(names[0], "another file")
    try await shell.setPath(names[1], of: BatchesTests.id(15))
    #expect(try await shell.run("storage purge --expect 4 -o json").json["deleted"] == "2")
    let undone = try await shell.run("cleanup undo \(plan) --expect 4")
    #expect(undone.status == 0, "\(undone.stderr)")
    for note in [
      "1 of 4 were replaced: other files have their names",
      "1 of 4 had left the outbox and are there",
      "2 of 4 are gone: what was purged does not come back",
    ] { #expect(undone.stdout.contains(note), "\(undone.stdout)") }
  }

  @Test("A store that does not answer is an obstacle, and never taken for one without files")
  func blindStore() async throws {
    let name = "simplicity/\(BatchesTests.id(3)).csv"
    let store = MemoryStore([name])
    store.behave { $0.isBlind = true }
    let shell = try await BatchesTests.shell(.dev, store: store)
    try await shell.database.execute(
      "UPDATE intake.simplicity_batches SET status = 'failed' WHERE id = '\(BatchesTests.id(3))'")
    let run = try await shell.run("cleanup plan \(BatchesTests.id(3)) --with-storage -o json")
    #expect(run.status == 0, "\(run.stderr)")
    let json = try run.json
    #expect(json["objects"] == nil)
    #expect(run.stdout.contains("could not be looked up"))
    let id = try #require(json["plan"])
    #expect(try await shell.run("cleanup apply \(id) --yes").status == 4)
  }

  @Test("What is forgotten cannot be undone")
  func forget() async throws {
    let shell = try await shell(.dev)
    let (id, count) = try await plan(shell, "--status failed")
    #expect(try await shell.run("cleanup forget \(id) --yes").status == 4)
    #expect(try await shell.run("cleanup apply \(id) --yes").status == 0)
    #expect(try await shell.run("cleanup forget \(id)").status == 4)
    #expect(try await shell.run("cleanup forget \(id) --expect \(count)").status == 0)
    let audit = try await shell.run("audit list --limit 1")
    #expect(audit.stdout.contains("cleanup forget \(id)"))
    let names = try FileManager.default.contentsOfDirectory(
      atPath: "\(shell.statePath)/plans/\(id)")
    #expect(!names.contains { $0.hasSuffix(".gz") })
    let undone = try await shell.run("cleanup undo \(id) --yes")
    #expect(undone.status == 4)
    #expect(undone.stderr.contains("was deleted"))
  }

  @Test("Nobody at it: pause says so")
  func pause() async throws {
    let shell = try await shell(.dev)
    let (id, _) = try await plan(shell, "--status failed")
    let run = try await shell.run("cleanup pause \(id)")
    #expect(run.status == 4)
    #expect(run.stderr.contains("nobody applies"))
  }
}
