import OpsCore
import TestSupport
import Testing

@testable import RemoteServices

@Suite("storage on Google Cloud Storage, on a real emulator", .enabled(if: FakeGCS.isWanted))
struct StorageGoogleTests {
  private func name(_ number: Int) -> String { "simplicity/\(BatchesTests.id(number)).csv" }

  private func put(_ name: String, _ text: String, _ server: FakeGCS) async throws {
    let answer = try await StoreHTTP.send(
      StoreHTTP.Request(
        method: "POST",
        url: "\(server.url)/upload/storage/v1/b/intake/o?uploadType=media&name="
          + PercentCoding.encoded(name), body: Array(text.utf8)))
    #expect(answer.status == 200)
  }

  @Test("head, get, rm and purge; a replaced object ends as replaced and one that is gone as gone")
  func commands() async throws {
    let server = try await FakeGCS()
    let store = try Stores.make(
      StorageSettings(.googleCloud(credentials: nil, impersonate: nil)),
      variables: ["STORAGE_EMULATOR_HOST": server.url])
    let shell = try await BatchesTests.shell(.prod, store: store)
    let scratch = try StorageScratch()
    for number in [3, 6, 9, 12] { try await put(name(number), "object \(number)", server) }
    let get = try await shell.run(
      "storage get \(BatchesTests.id(3)) --output \(scratch.path)/f -o json")
    #expect(get.status == 0, "\(get.stderr)")
    #expect(try get.json["digest_checked"] == "true" && get.json["bytes"] == "8")
    let consent = "-e prod --reason INC-42 --expect"
    let ids = [3, 6, 9].map(BatchesTests.id).joined(separator: " ")
    let removal = try await shell.run("storage rm \(ids) --grace 0s \(consent) 3 -o json")
    #expect(removal.status == 0, "\(removal.stderr)")
    try await put(name(6), "the corrected file", server)
    let gone = try #require(try await store.look(name(9)))
    _ = try await store.delete([ObjectVersion(name: gone.name, version: gone.version)])
    let purge = try await shell.run("storage purge \(consent) 3 -o json")
    #expect(purge.status == 5, "\(purge.stderr)")
    #expect(try purge.json["deleted"] == "1")
    #expect(purge.stdout.contains("\"reason\":\"replaced\""))
    #expect(purge.stdout.contains("\"reason\":\"gone\""))
    let left = try await store.page(ObjectQuery()).objects.map(\.name)
    #expect(left == [name(6), name(12)])
    let orphans = try await shell.run("storage orphans --min-age 0s -o json")
    #expect(orphans.status == 0, "\(orphans.stderr)")
    #expect(try orphans.json["orphans"] == "0" && orphans.json["missing"] == "58")
  }
}
