import FoundationEssentials
import Postgres
import TestSupport
import Testing

@testable import OpsCore

@Suite("storage")
struct StorageTests {
  static let schemas: [SchemaKind] = [.dev, .prod]
  private let id = BatchesTests.id(3)

  @Test(
    "head and get find the object by the path of the batch, else by the template",
    arguments: schemas)
  func headAndGet(_ kind: SchemaKind) async throws {
    let shell = try await BatchesTests.shell(kind)
    let scratch = try StorageScratch()
    try shell.put("simplicity/\(id).csv", "by template")
    let head = try await shell.run("storage head \(id) -o json")
    #expect(head.status == 0, "\(head.stderr)")
    #expect(try head.json["object"] == "simplicity/\(id).csv")
    #expect(try head.json["found_by"] == "template")
    #expect(try head.json["bytes"] == "11")
    try await shell.setPath("/intake/other/x%20y.csv", of: id)
    try shell.put("other/x y.csv", "by path")
    let get = try await shell.run("storage get \(id) --output \(scratch.path)/f.csv -o json")
    #expect(get.status == 0, "\(get.stderr)")
    #expect(try get.json["found_by"] == "storage_path")
    #expect(try get.json["object"] == "other/x y.csv")
    #expect(try get.json["sha256"]?.utf8.count == 64)
    #expect(try String(contentsOfFile: scratch.path + "/f.csv", encoding: .utf8) == "by path")
    #expect(try scratch.mode("f.csv") == 0o600)
    #expect(!get.stderr.contains("is replaced"))
    let again = try await shell.run("storage get \(id) --output \(scratch.path)/f.csv")
    #expect(again.stderr.contains("exists and is replaced"))
    #expect(try scratch.names == ["f.csv"])
  }

  @Test("An object that is not there is a failure that says where it was looked for")
  func absent() async throws {
    let shell = try await BatchesTests.shell(.dev)
    try shell.put("simplicity/other.csv", "x")
    let scratch = try StorageScratch()
    for line in ["storage head \(id)", "storage get \(id) --output \(scratch.path)/f"] {
      let run = try await shell.run(line)
      #expect(run.status == 1)
      #expect(run.stderr.contains("has no object: by the template it is simplicity/\(id).csv"))
      #expect(run.stdout.isEmpty)
    }
    #expect(try scratch.names.isEmpty)
    try await shell.setPath("gs://elsewhere/x.csv", of: id)
    let elsewhere = try await shell.run("storage head \(id)")
    #expect(elsewhere.status == 1)
    #expect(elsewhere.stderr.contains("leads to another store"))
  }

  @Test("ls pages through the names and says what the template makes of them")
  func list() async throws {
    let shell = try await BatchesTests.shell(.dev)
    for name in ["simplicity/\(id).csv", "simplicity/a\u{1B}[2J.csv", "x.csv"] {
      try shell.put(name, "x")
    }
    let run = try await shell.run("storage ls --limit 2 -o ndjson")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stdout.split(separator: "\n").count == 2)
    #expect(run.stdout.contains("\"batch\":\"\(id)\""))
    #expect(run.stderr.contains("go on with --after"))
    let people = try await shell.run("storage ls")
    #expect(people.stdout.contains("a\\x1B[2J.csv"))
    #expect(!people.stdout.contains("\u{1B}"))
    #expect(try await shell.run("storage ls --prefix x").stdout.contains("x.csv"))
    #expect(try await shell.run("storage ls --limit 0").status == 64)
  }

  @Test("batch shows the object, and whether a worker would find something to read")
  func batch() async throws {
    let shell = try await BatchesTests.shell(.prod)
    try shell.put("simplicity/other.csv", "x")
    let without = try await shell.run("batch \(id) -o ndjson")
    #expect(without.stdout.contains("\"state\":\"missing\""))
    #expect(
      without.stdout.contains(
        "{\"action\":\"reset\",\"valid\":true,\"reason\":\"prod must be armed first;"
          + " its file is not there; no raw rows are staged\"}"), "\(without.stdout)")
    try await shell.database.execute(
      """
      INSERT INTO intake.simplicity_raw_rows (batch_id, row_index, raw_data) VALUES ('\(id)', 0, '{}')
      """)
    let staged = try await shell.run("batch \(id) -o ndjson")
    #expect(
      staged.stdout.contains("its file is not there; its raw rows are staged\"}"))
    try shell.put("simplicity/\(id).csv", "hello")
    let with = try await shell.run("batch \(id) -o ndjson")
    #expect(with.stdout.contains("\"state\":\"found\",\"name\":\"simplicity/\(id).csv\""))
    #expect(with.stdout.contains("\"found_by\":\"template\",\"bytes\":5,"))
    #expect(with.stdout.contains("must be armed first; its file is there\"}"))
    #expect(try await shell.run("batch \(id)").stdout.contains("(by the template): 5 bytes of 20"))
  }
}

extension Harness {
  /// Puts an object into the store of the environment.
  func put(_ name: String, _ text: String) throws {
    let path = storagePath + "/intake/" + name
    let folder = "/" + path.split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
  }

  /// Whether an object is in the store.
  func hasObject(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: storagePath + "/intake/" + name)
  }

  /// Lets a batch say where its file is.
  func setPath(_ path: String, of id: String) async throws {
    try await database.execute(
      "UPDATE intake.simplicity_batches SET storage_path = '\(path)' WHERE id = '\(id)'")
  }
}

/// A folder of its own, removed with the object.
final class StorageScratch: Sendable {
  let path = "/tmp/dfops-get-\(UInt64.random(in: .min ... .max))"

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  func mode(_ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.posixPermissions] as? Int
  }
}
