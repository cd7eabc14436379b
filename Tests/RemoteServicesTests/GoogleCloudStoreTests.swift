import FoundationEssentials
import TestSupport
import Testing

@testable import OpsCore
@testable import RemoteServices

@Suite("Google Cloud Storage, on a real emulator", .enabled(if: FakeGCS.isWanted))
struct GoogleCloudStoreTests {
  private static let patience = Patience { _ in }

  private func store(_ server: FakeGCS) -> GoogleCloudStore {
    GoogleCloudStore(bucket: "intake", base: server.url, tokens: nil)
  }

  private func put(_ name: String, _ server: FakeGCS, _ text: String = "hello") async throws {
    let answer = try await StoreHTTP.send(
      StoreHTTP.Request(
        method: "POST",
        url: "\(server.url)/upload/storage/v1/b/intake/o?uploadType=media&name="
          + PercentCoding.encoded(name), headers: [("Content-Type", "text/csv")],
        body: Array(text.utf8)))
    #expect(answer.status == 200)
  }

  @Test("Objects are listed, looked at, and read with their digest")
  func reading() async throws {
    let server = try await FakeGCS()
    for name in ["simplicity/1.csv", "simplicity/2 ü?.csv", "x#y"] { try await put(name, server) }
    let store = store(server)
    var names: [String] = []
    var query = ObjectQuery(limit: 2)
    repeat {
      let page = try await store.page(query)
      names += page.objects.map(\.name)
      query.cursor = page.cursor
    } while query.cursor != nil
    #expect(names == ["simplicity/1.csv", "simplicity/2 ü?.csv", "x#y"])
    for name in names {
      let object = try #require(try await store.look(name))
      #expect(object.bytes == 5 && object.version != nil)
      #expect(object.md5 == "5d41402abc4b2a76b9719d911017c592")
      var bytes: [UInt8] = []
      try await store.read(object) { bytes += $0 }
      #expect(bytes == Array("hello".utf8))
    }
    #expect(try await store.look("nothing") == nil)
    let missing = GoogleCloudStore(bucket: "no-such-bucket", base: server.url, tokens: nil)
    await #expect(throws: StoreFailure.self) { try await missing.page(ObjectQuery()) }
  }

  @Test("Many objects go, 32 requests at a time, and each is asked for again; replaced ones stay")
  func deleting() async throws {
    let server = try await FakeGCS()
    let store = store(server)
    for number in 100..<160 { try await put("simplicity/\(number).csv", server) }
    let planned = try await store.page(ObjectQuery()).objects.map {
      PlannedObject(batch: "b", name: $0.name, bytes: $0.bytes, version: $0.version)
    }
    #expect(planned.count == 60)
    try await put("simplicity/120.csv", server, "another")
    let fates = await ObjectDeletion(store: store, patience: Self.patience).run(
      planned + [PlannedObject(batch: "b", name: "simplicity/x", bytes: 1, version: "1")])
    #expect(fates.values.count { $0 == .deleted } == 59)
    #expect(fates["simplicity/120.csv"] == .replaced)
    #expect(fates["simplicity/x"] == .gone)
    #expect(try await store.page(ObjectQuery()).objects.map(\.name) == ["simplicity/120.csv"])
  }

  @Test(
    "The variable of the emulator leads there, with or without a scheme, and no token goes along")
  func emulator() async throws {
    let double = try HTTPDouble.answering({ _ in HTTPDouble.json("200 OK", "{}") })
    let settings = StorageSettings(
      .googleCloud(credentials: "/no/such/file", impersonate: "a@b"), bucket: "intake")
    for host in [double.url, double.url + "/", String(double.url.dropFirst("http://".count))] {
      let store = try Stores.make(settings, variables: ["STORAGE_EMULATOR_HOST": host])
      #expect(try await store.page(ObjectQuery()).objects.isEmpty)
    }
    #expect(double.requests.count == 3)
    #expect(double.requests.allSatisfy { !$0.lowercased().contains("authorization") })
  }
}
