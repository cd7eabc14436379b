import FoundationEssentials
import TestSupport
import Testing

@testable import OpsCore

@Suite("storage orphans")
struct StorageOrphansTests {
  static let schemas: [SchemaKind] = [.dev, .prod]

  private func name(_ number: Int) -> String { "simplicity/\(BatchesTests.id(number)).csv" }

  @Test("Both ways, whoever says the name, on any page", arguments: schemas)
  func bothWays(_ kind: SchemaKind) async throws {
    let store = MemoryStore(pageSize: 3)
    let shell = try await BatchesTests.shell(kind, store: store)
    for number in 1...57 { store.put(name(number)) }
    // Batches 58 to 60 have a path each: with a slash and the bucket, with escapes, and in another store.
    for (number, path) in [
      (58, "/intake/x/58.csv"), (59, "x%2F59%20a.csv"), (60, "gs://elsewhere/60.csv"),
    ] { try await shell.setPath(path, of: BatchesTests.id(number)) }
    for name in ["x/58.csv", "x/59 a.csv", "x/lost.csv", "a-first", "zz/last"] { store.put(name) }
    // The worker reads this one by the template, although the batch says otherwise.
    store.put(name(58))
    store.put("simplicity/ffffffff-0000-4000-8000-000000000001.csv")
    try await shell.database.execute(
      "DELETE FROM intake.simplicity_batches WHERE id = '\(BatchesTests.id(5))'")
    _ = try await store.delete([ObjectVersion(name: name(7), version: nil)])
    let run = try await shell.run("storage orphans -o json")
    #expect(run.status == 0, "\(run.stderr)")
    let json = try run.json
    #expect(json["objects"] == "63")
    #expect(json["orphans"] == "5" && json["missing"] == "1" && json["recent"] == "0")
    #expect(run.stdout.contains("\"missing_samples\":[\"\(BatchesTests.id(7))\"]"))
    for orphan in ["a-first", "x/lost.csv", "zz/last", name(5), "simplicity/ffffffff"] {
      #expect(run.stdout.contains(orphan))
    }
    #expect(!run.stdout.contains("x/58.csv") && !run.stdout.contains("59 a"))
  }

  @Test("The list goes to a file, and rm takes it, looking again at everything")
  func handedOver() async throws {
    let shell = try await BatchesTests.shell(.dev)
    let scratch = try StorageScratch()
    for name in ["lost/a", "lost/b", "lost/c", "lost/d"] { try shell.put(name, "12345") }
    let young = try await shell.run("storage orphans -o json")
    #expect(try young.json["orphans"] == "0" && young.json["recent"] == "4")
    let list = scratch.path + "/list.ndjson"
    let run = try await shell.run("storage orphans --min-age 0s --output \(list)")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stdout.contains("4 objects without a batch, 20 bytes"))
    #expect(run.stdout.contains("60 batches without their object"))
    #expect(run.stdout.contains("storage rm --orphans \(list) --expect 4"))
    #expect(try scratch.mode("list.ndjson") == 0o600)
    try shell.put("lost/b", "another")
    try await shell.setPath("lost/c", of: BatchesTests.id(1))
    let removal = try await shell.run(
      "storage rm --orphans \(list) --grace 0s --expect 2 -o json")
    #expect(removal.status == 0, "\(removal.stderr)")
    #expect(removal.stdout.contains("replaced since it was listed"))
    #expect(removal.stdout.contains("kept: batch \(BatchesTests.id(1)) refers to it"))
    try await shell.setPath("lost/d", of: BatchesTests.id(2))
    let purge = try await shell.run("storage purge --expect 2 -o json")
    #expect(purge.status == 5, "\(purge.stderr)")
    #expect(try purge.json["deleted"] == "1")
    #expect(!shell.hasObject("lost/a"))
    for name in ["lost/b", "lost/c", "lost/d"] { #expect(shell.hasObject(name), "\(name)") }
  }

  @Test("A list that is none, and options that exclude each other")
  func usage() async throws {
    let shell = try await BatchesTests.shell(.dev)
    let scratch = try StorageScratch()
    let list = scratch.path + "/list"
    try Data("{\"object\":\"a\",\"bytes\":1}\nnonsense\n".utf8).write(to: URL(filePath: list))
    let run = try await shell.run("storage rm --orphans \(list) --yes")
    #expect(run.status == 64)
    #expect(run.stderr.contains("list:2: this is no line of a list of orphans"))
    #expect(try await shell.run("storage rm --orphans /no/such/file --yes").status == 1)
    #expect(try await shell.run("storage rm 0000 --orphans \(list) --yes").status == 64)
    #expect(
      try await shell.run("storage rm --orphans \(list) --status failed --yes").status == 64)
  }

  @Test("A store that cannot be listed, or lists out of order, is a failure")
  func faults() async throws {
    let store = MemoryStore(["a"])
    let shell = try await BatchesTests.shell(.dev, store: store)
    store.behave { $0.isBlind = true }
    let run = try await shell.run("storage orphans")
    #expect(run.status == 1)
    #expect(run.stderr.contains("cannot list objects at memory: no answer"))
    #expect(run.stdout.isEmpty)
  }
}
