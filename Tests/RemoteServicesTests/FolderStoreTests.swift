import FoundationEssentials
import OpsCore
import Testing

@testable import RemoteServices

/// A bucket in a folder of its own, removed with the object.
final class Bucket: Sendable {
  let root = "/tmp/dfops-bucket-\(UInt64.random(in: .min ... .max))"
  let store: FolderStore

  init(_ names: String...) throws {
    store = FolderStore(root: root, bucket: "intake")
    try FileManager.default.createDirectory(
      atPath: root + "/intake", withIntermediateDirectories: true)
    for name in names { try put(name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func path(_ name: String) -> String { root + "/intake/" + name }

  func put(_ name: String, _ text: String = "x") throws {
    let folder = path(name).split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.createDirectory(
      atPath: "/" + folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path(name)), options: .atomic)
  }
}

@Suite("A store in the file system")
struct FolderStoreTests {
  /// In the order of their bytes: a slash stands behind a dash and before a digit.
  private static let names = ["a-b", "a.c", "a/b", "a/c/d", "a0", "b", "é"]

  @Test("Pages of any size hold all names once, in the order of their bytes", arguments: 1...8)
  func pages(_ limit: Int) async throws {
    let bucket = try Bucket("é", "b", "a0", "a/c/d", "a/b", "a.c", "a-b")
    var found: [String] = []
    var query = ObjectQuery(limit: limit)
    repeat {
      let page = try await bucket.store.page(query)
      #expect(page.objects.count <= limit)
      found += page.objects.map(\.name)
      query.cursor = page.cursor
    } while query.cursor != nil
    #expect(found == Self.names)
  }

  @Test(
    "A listing begins at a prefix and at a name",
    arguments: [
      ("a/", nil, ["a/b", "a/c/d"]), ("a/c", nil, ["a/c/d"]),
      ("", "a/c", ["a/c/d", "a0", "b", "é"]),
      ("", "a/b", ["a/b", "a/c/d", "a0", "b", "é"]), ("a", "a/c/e", ["a0"]), ("x", nil, []),
    ] as [(String, String?, [String])])
  func starts(_ prefix: String, _ start: String?, _ expected: [String]) async throws {
    let bucket = try Bucket("é", "b", "a0", "a/c/d", "a/b", "a.c", "a-b")
    let page = try await bucket.store.page(ObjectQuery(prefix: prefix, start: start))
    #expect(page.objects.map(\.name) == expected)
  }

  @Test("Looking tells size and version; what is no file is no object")
  func look() async throws {
    let bucket = try Bucket("a/b")
    try bucket.put("a/b", "hello")
    let object = try #require(try await bucket.store.look("a/b"))
    #expect(object.bytes == 5 && object.version != nil && object.modifiedAt != nil)
    for name in ["a", "a/b/c", "x", "../intake/a/b", "a/../a/b", ""] {
      #expect(try await bucket.store.look(name) == nil, "\(name)")
    }
  }

  @Test("A bucket that is not there is a failure, not an empty store")
  func missing() async throws {
    let store = FolderStore(root: "/nonexistent", bucket: "intake")
    await #expect(throws: StoreFailure.self) { try await store.look("a") }
    await #expect(throws: StoreFailure.self) { try await store.page(ObjectQuery()) }
    await #expect(throws: StoreFailure.self) {
      try await store.delete([ObjectVersion(name: "a", version: nil)])
    }
  }

  @Test("31: only the version that was seen is removed, and read")
  func versions() async throws {
    let bucket = try Bucket("a", "b")
    let old = try #require(try await bucket.store.look("a"))
    try bucket.put("a", "new")
    await #expect(throws: StoreFailure.self) { try await bucket.store.read(old) { _ in } }
    let same = try #require(try await bucket.store.look("b"))
    let answers = try await bucket.store.delete([
      ObjectVersion(name: "a", version: old.version),
      ObjectVersion(name: "b", version: same.version), ObjectVersion(name: "c", version: nil),
    ])
    #expect(answers == [.replaced, .deleted, .absent])
    #expect(FileManager.default.fileExists(atPath: bucket.path("a")))
    #expect(!FileManager.default.fileExists(atPath: bucket.path("b")))
  }

  @Test("Large files come whole, in pieces")
  func read() async throws {
    let bucket = try Bucket()
    let text = String(repeating: "0123456789", count: 100_000)
    try bucket.put("big", text)
    let object = try #require(try await bucket.store.look("big"))
    var bytes: [UInt8] = []
    var pieces = 0
    try await bucket.store.read(object) {
      bytes += $0
      pieces += 1
    }
    #expect(bytes == Array(text.utf8))
    #expect(pieces > 1)
  }
}
