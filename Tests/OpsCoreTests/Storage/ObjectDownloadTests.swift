import Testing

@testable import OpsCore

/// A store that gives other bytes than it has announced.
private struct LyingStore: ObjectStore {
  let pieces: [[UInt8]]
  var failure: StoreFailure?
  let place = "lies"
  let namesPerRequest = 1
  let pageSize = 1
  let startsAnywhere = false

  func page(_ query: ObjectQuery) async throws(StoreFailure) -> ObjectPage {
    ObjectPage(objects: [], cursor: nil)
  }

  func look(_ name: String) async throws(StoreFailure) -> StoredObject? { nil }

  func read(_ object: StoredObject, _ receive: ([UInt8]) throws -> Void) async throws {
    for piece in pieces { try receive(piece) }
    if let failure { throw failure }
  }

  func delete(_ objects: [ObjectVersion]) async throws(StoreFailure) -> [ObjectAnswer] { [] }
}

@Suite("Fetching an object")
struct ObjectDownloadTests {
  private let scratch: Scratch
  private static let hello = Array("hello".utf8)
  private static let md5 = "5d41402abc4b2a76b9719d911017c592"

  init() throws { scratch = try Scratch() }

  private func download(_ store: LyingStore, md5: String?) async throws -> ObjectDownload.Summary? {
    let target = try ExportTarget(scratch.file("f.csv"))
    return try await ObjectDownload(from: store, to: target).run(
      StoredObject(name: "a\u{1B}b", bytes: 5, version: "1", md5: md5))
  }

  @Test("What comes whole gets its name", arguments: [md5, nil] as [String?])
  func whole(_ md5: String?) async throws {
    let store = LyingStore(pieces: [Array("he".utf8), [], Array("llo".utf8)])
    let summary = try #require(try await download(store, md5: md5))
    #expect(summary.bytes == 5 && summary.isDigestChecked == (md5 != nil))
    #expect(summary.sha256 == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
    #expect(try scratch.text("f.csv") == "hello")
    #expect(scratch.mode("f.csv") == 0o600)
  }

  @Test(
    "What is cut, too long, changed or broken off leaves the older file as it was",
    arguments: [
      ([Array("hell".utf8)], nil, "4 bytes came instead of 5"),
      ([hello, [0x21]], nil, "6 bytes came instead of 5"),
      ([Array("hellO".utf8)], nil, "the store says \(md5)"),
      ([Array("hel".utf8)], StoreFailure(.lost, "the connection was closed"), "was closed"),
      ([], nil, "0 bytes came"),
    ] as [([[UInt8]], StoreFailure?, String)])
  func broken(_ pieces: [[UInt8]], _ failure: StoreFailure?, _ message: String) async throws {
    try scratch.write("older", to: "f.csv")
    await #expect {
      try await download(LyingStore(pieces: pieces, failure: failure), md5: Self.md5)
    } throws: { error in
      let error = error as? OpsError
      return error?.exit == .failed && error?.message.contains(message) == true
        && error?.message.contains("\u{1B}") == false
    }
    #expect(try scratch.text("f.csv") == "older")
    #expect(try scratch.names == ["f.csv"])
  }
}
