import FoundationEssentials
import Postgres
import RemoteServices
import TestSupport
import Testing

@testable import OpsCore

@Suite("storage rm and purge")
struct StorageRemoveTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  /// A shell over 60 batches, with objects for those of these numbers.
  private func shell(_ kind: SchemaKind, _ numbers: Int...) async throws -> Harness {
    let shell = try await BatchesTests.shell(kind)
    for number in numbers { try shell.put(name(number), "object \(number)") }
    return shell
  }

  private func name(_ number: Int) -> String { "simplicity/\(BatchesTests.id(number)).csv" }

  private func consent(_ kind: SchemaKind, _ count: Int) -> String {
    kind == .dev ? "--expect \(count)" : "-e prod --expect \(count) --reason INC-42"
  }

  /// The audit entries of a run.
  private func entries(_ shell: Harness, _ run: Harness.Run) throws -> [AuditEntry] {
    let audit = try #require(try run.json["audit"])
    return try AuditJournal(StateFolder(path: shell.statePath)).entries(of: audit)
  }

  @Test("Objects wait for the end of the grace, and purge deletes what is due", arguments: schemas)
  func graced(_ kind: SchemaKind) async throws {
    let shell = try await shell(kind, 3, 6, 9)
    let ids = [3, 6].map(BatchesTests.id).joined(separator: " ")
    let run = try await shell.run("storage rm \(ids) \(consent(kind, 2)) -o json")
    #expect(run.status == 0, "\(run.stderr)")
    let json = try run.json
    #expect(json["command"] == "storage rm" && json["planned"] == "2")
    #expect(json["deleted"] == "0" && json["deferred"] == "2")
    #expect(run.stderr.contains("2 objects"))
    #expect(try entries(shell, run).map(\.phase) == [.intent, .outcome])
    #expect([3, 6, 9].allSatisfy { shell.hasObject(name($0)) })
    let early = try await shell.run("storage purge \(consent(kind, 0)) -o json")
    #expect(early.status == 0, "\(early.stderr)")
    #expect(try early.json["planned"] == "0" && early.json["deferred"] == "2")

    let due = try await shell.run(
      "storage rm \(BatchesTests.id(9)) --grace 0s \(consent(kind, 1)) -o json")
    #expect(due.status == 0, "\(due.stderr)")
    let status = try await shell.run("status -o json")
    #expect(status.stdout.contains("\"objects_deferred\":3"))
    #expect(status.stdout.contains("\"objects_overdue\":1"))
    #expect(try await shell.run("status").stdout.contains("1 overdue since 20"))
    let purge = try await shell.run("storage purge \(consent(kind, 1)) -o json")
    #expect(purge.status == 0, "\(purge.stderr)")
    #expect(try purge.json["command"] == "storage purge" && purge.json["deleted"] == "1")
    #expect(try entries(shell, purge).last?.counts == ["deleted": 1])
    #expect(!shell.hasObject(name(9)) && shell.hasObject(name(3)))
    #expect(try await shell.run("status -o json").stdout.contains("\"objects_overdue\":0"))
    #expect(try await shell.run("audit verify").status == 0)
  }

  @Test("--now deletes at once and the batch stays", arguments: schemas)
  func now(_ kind: SchemaKind) async throws {
    let shell = try await shell(kind, 3)
    let run = try await shell.run(
      "storage rm \(BatchesTests.id(3)) --now \(consent(kind, 1)) -o json")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(try run.json["deleted"] == "1" && run.json["deferred"] == "0")
    #expect(!shell.hasObject(name(3)))
    #expect(try await shell.run("batch \(BatchesTests.id(3))").status == 0)
    #expect(try await shell.run("status -o json").stdout.contains("\"objects_deferred\":0"))
  }

  @Test(
    "What is not confirmed, not armed or counted otherwise changes nothing",
    arguments: [
      (.dev, ""), (.dev, "--expect 2"), (.prod, "--expect 1"), (.prod, "--yes -e prod --reason x"),
      (.prod, "--expect 2 -e prod --reason x"), (.dev, "--now"), (.prod, "--now --expect 1"),
    ] as [(SchemaKind, String)])
  func refused(_ kind: SchemaKind, _ options: String) async throws {
    let shell = try await shell(kind, 3)
    let run = try await shell.run("storage rm \(BatchesTests.id(3)) \(options)")
    #expect(run.status == 4, "\(run.stderr)")
    #expect(shell.hasObject(name(3)))
    #expect(!FileManager.default.fileExists(atPath: shell.statePath + "/outbox.json"))
    #expect(!FileManager.default.fileExists(atPath: shell.statePath + "/audit.jsonl"))
  }

  @Test("No id or filter, short ids in a protected environment, and exclusive options")
  func usage() async throws {
    let shell = try await shell(.prod, 3)
    #expect(try await shell.run("storage rm").status == 64)
    #expect(try await shell.run("storage rm --filename '*' --expect 1").status == 64)
    #expect(try await shell.run("storage rm 0000 --now --grace 1h").status == 64)
    let short = try await shell.run("storage rm 0000000 -e prod --reason x --expect 1")
    #expect(short.status == 4)
    #expect(short.stderr.contains("at least 8 digits"))
  }

  @Test("In flight is left alone, completed too unless it is named, and what has no object is told")
  func skipped() async throws {
    let shell = try await shell(.dev, 1, 2, 3)
    let all = try await shell.run("storage rm --filename 'file_?.csv' --expect 1 -o json")
    #expect(all.status == 0, "\(all.stderr)")
    #expect(all.stdout.contains("is in flight (staging)"))
    #expect(all.stdout.contains("is completed: name it by id"))
    #expect(all.stdout.contains("\"reason\":\"gone\""))
    let flying = try await shell.run("storage rm \(BatchesTests.id(1)) --expect 1")
    #expect(flying.status == 4)
    let completed = try await shell.run("storage rm \(BatchesTests.id(2)) --now --expect 1")
    #expect(completed.status == 0, "\(completed.stderr)")
    #expect(!shell.hasObject(name(2)))
  }

  @Test("What is left alone is listed once, and in the result where nothing was said before")
  func told() async throws {
    let shell = try await shell(.dev, 3)
    let line = "storage rm \(BatchesTests.id(3)) \(BatchesTests.id(6)) --expect 1"
    let run = try await shell.run(line)
    #expect(run.stderr.contains("left alone: \(BatchesTests.id(6)): "))
    #expect(!run.stdout.contains("left alone: "))
    #expect(run.stdout.contains("  1 left alone, as said before\n"))
    let quiet = try await shell.run(line + " --quiet")
    #expect(quiet.stderr.isEmpty)
    #expect(quiet.stdout.contains("left alone: \(BatchesTests.id(6)): "))
  }

  @Test("28: an object to which another batch refers stays, when it is planned and when it is due")
  func shared() async throws {
    let shell = try await shell(.dev, 3, 6)
    try await shell.setPath(
      "/intake/\(name(3).replacing("/", with: "%2F"))", of: BatchesTests.id(12))
    let planned = try await shell.run("storage rm \(BatchesTests.id(3)) --expect 0 -o json")
    #expect(planned.status == 0, "\(planned.stderr)")
    #expect(planned.stdout.contains("shared: \(BatchesTests.id(12)) refers to it, too"))
    #expect(
      try await shell.run("storage rm \(BatchesTests.id(6)) --grace 0s --expect 1").status == 0)
    try await shell.setPath(name(6), of: BatchesTests.id(9))
    let purge = try await shell.run("storage purge --expect 1 -o json")
    #expect(purge.status == 1, "\(purge.stderr)")
    #expect(purge.stdout.contains("kept: batch \(BatchesTests.id(9)) refers to it"))
    #expect(shell.hasObject(name(6)))
  }

  @Test("31: a file that was replaced during the grace is not deleted")
  func replaced() async throws {
    let shell = try await shell(.dev, 3, 6)
    let ids = [3, 6].map(BatchesTests.id).joined(separator: " ")
    #expect(try await shell.run("storage rm \(ids) --grace 0s --expect 2").status == 0)
    try shell.put(name(6), "the corrected file")
    let purge = try await shell.run("storage purge --expect 2 -o json")
    #expect(purge.status == 5)
    #expect(try purge.json["deleted"] == "1")
    #expect(purge.stdout.contains("\"reason\":\"replaced\""))
    #expect(shell.hasObject(name(6)) && !shell.hasObject(name(3)))
  }

  @Test("A cleanup's object stays when its batch has come back, and goes when it has not")
  func cleanup() async throws {
    let shell = try await shell(.dev, 3, 6)
    let storage = try await shell.put(intoOutbox: [name(3), name(6)])
    try await shell.database.execute(
      "DELETE FROM intake.simplicity_batches WHERE id = '\(BatchesTests.id(3))'")
    let purge = try await shell.run("storage purge --expect 2 -o json")
    #expect(purge.status == 5, "\(purge.stderr)")
    #expect(purge.stdout.contains("kept: batch \(BatchesTests.id(6)) refers to it"))
    #expect(!shell.hasObject(name(3)) && shell.hasObject(name(6)))
    #expect(try storage.plans().isEmpty)
  }

  @Test(
    "30: denied, gone and unknown are three results, and what is not settled stays for the next purge"
  )
  func denied() async throws {
    let store = MemoryStore([3, 6, 9].map(name))
    let shell = try await BatchesTests.shell(.dev, store: store)
    let ids = [3, 6, 9].map(BatchesTests.id).joined(separator: " ")
    #expect(try await shell.run("storage rm \(ids) --grace 0s --expect 3").status == 0)
    store.behave {
      $0.silentlyDenied = [name(6)]
      $0.beforeDelete = { _ in }
    }
    _ = try await store.delete([ObjectVersion(name: name(9), version: nil)])
    let purge = try await shell.run("storage purge --expect 3 -o json")
    #expect(purge.status == 5)
    #expect(purge.stdout.contains("\"reason\":\"denied: "))
    #expect(purge.stdout.contains("\"reason\":\"gone\""))
    #expect(try purge.json["deleted"] == "1")
    #expect(try await shell.run("status -o json").stdout.contains("\"objects_denied\":1"))
    store.behave { $0.silentlyDenied = [] }
    let again = try await shell.run("storage purge --expect 1")
    #expect(again.status == 0, "\(again.stderr)")
    #expect(store.names.isEmpty)
  }

  @Test("undo keeps the files while the grace lasts", arguments: schemas)
  func undone(_ kind: SchemaKind) async throws {
    let shell = try await shell(kind, 3, 6)
    let ids = [3, 6].map(BatchesTests.id).joined(separator: " ")
    let removal = try await shell.run("storage rm \(ids) --grace 0s \(consent(kind, 2)) -o json")
    let audit = try #require(try removal.json["audit"])
    #expect(try await shell.run("undo \(audit)").status == 4)
    let undo = try await shell.run("undo \(audit.prefix(6)) \(consent(kind, 2)) -o json")
    #expect(undo.status == 0, "\(undo.stderr)")
    #expect(try undo.json["changed"] == "2" && undo.json["command"] == "undo")
    let purge = try await shell.run("storage purge \(consent(kind, 0)) -o json")
    #expect(try purge.json["planned"] == "0")
    #expect(shell.hasObject(name(3)) && shell.hasObject(name(6)))
    #expect(try await shell.run("audit verify").status == 0)
    #expect(try await shell.run("undo \(audit) \(consent(kind, 2))").status == 4)
  }

  @Test("What ends a purge in the middle is told with what was done, and the rest stays")
  func broken() async throws {
    let shell = try await shell(.dev, 3, 6)
    let outbox = try await shell.put(intoOutbox: [name(3), name(6)])
    try await shell.database.execute(
      "ALTER TABLE intake.simplicity_batches RENAME COLUMN storage_path TO gone")
    let purge = try await shell.run("storage purge --expect 2 -o json")
    #expect(purge.status == 1, "\(purge.stderr)")
    #expect(purge.stderr.contains("0 of 2 objects deleted; 2 open: "))
    #expect(try outbox.plans().flatMap(\.items).count == 2)
    #expect(shell.hasObject(name(3)))
    #expect(try entries(shell, purge).last?.result == "nothing changed: 2 open")
  }

  @Test("Two purges do not work side by side")
  func locked() async throws {
    let shell = try await shell(.dev, 3)
    _ = try await shell.put(intoOutbox: [name(3)])
    let lock = try PurgeLock(StateFolder(path: shell.statePath))
    let purge = try await shell.run("storage purge --expect 1")
    #expect(purge.status == 4)
    #expect(purge.stderr.contains("another process is deleting"))
    withExtendedLifetime(lock) {}
    #expect(shell.hasObject(name(3)))
  }

  @Test("A store that is another one than was planned deletes nothing")
  func stores() async throws {
    let shell = try await shell(.dev, 3)
    _ = try await shell.put(intoOutbox: [name(3)], place: "elsewhere")
    let purge = try await shell.run("storage purge --expect 1 -o json")
    #expect(purge.status == 5)
    #expect(purge.stdout.contains("another store than the profile's: elsewhere"))
    #expect(shell.hasObject(name(3)))
  }
}

extension Harness {
  /// Puts objects of batches into the outbox as a cleanup does, due now.
  func put(intoOutbox names: [String], place: String? = nil) async throws -> Outbox {
    let session = await session
    let context = Context(
      dispatcher: Dispatcher(
        table: CommandTable([]), session: session,
        output: Output(results: MemorySink(), messages: MemorySink()),
        confirmer: NoTerminalConfirmer(), makeStore: { try $0.storage.map(Stores.make) }),
      options: GlobalOptions(), output: Output(), commandLine: "test")
    let link = try await context.link()
    let storage = try context.requiredStorage()
    let ids = names.map { String($0.dropFirst(11).dropLast(4)) }
    let found = try await ObjectLookup(storage, link).objects(of: ids, for: "test", context.output)
    let outbox = context.outbox(link)
    try outbox.defer(
      objects: found.objects, plan: "c1", due: .now, place: place ?? storage.store.place)
    return outbox
  }
}
