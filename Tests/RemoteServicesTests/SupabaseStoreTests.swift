import OpsCore
import Testing

@testable import OpsCore
@testable import RemoteServices

@Suite("Supabase Storage")
struct SupabaseStoreTests {
  private static let patience = Patience { _ in }

  private func store(_ double: SupabaseDouble, key: String? = "eyJx") -> SupabaseStore {
    SupabaseStore(url: double.url, bucket: "intake", key: key)
  }

  private func delete(
    _ names: [String], _ double: SupabaseDouble
  ) async throws -> [String: ObjectFate] {
    let store = store(double)
    let found = await ObjectFinder(store: store, patience: Self.patience).look(names)
    let objects = names.map { name in
      var version: String? = "none"
      if case .there(let object)? = found[name] { version = object.version }
      return PlannedObject(batch: "b", name: name, bytes: 5, version: version)
    }
    return await ObjectDeletion(store: store, patience: Self.patience).run(objects)
  }

  @Test("Looks and pages tell the same version, and pages go on to the end")
  func versions() async throws {
    let double = try SupabaseDouble(["a/1.csv", "a/2 ü.csv", "b.csv"])
    let store = store(double)
    var listed: [StoredObject] = []
    var query = ObjectQuery(limit: 2)
    repeat {
      let page = try await store.page(query)
      listed += page.objects
      query.cursor = page.cursor
    } while query.cursor != nil
    #expect(listed.map(\.name) == ["a/1.csv", "a/2 ü.csv", "b.csv"])
    for object in listed { #expect(try await store.look(object.name) == object) }
    #expect(try await store.page(ObjectQuery(prefix: "a/")).objects.count == 2)
  }

  @Test(
    "A legacy key is a bearer, too; an opaque key is not",
    arguments: [("eyJabc", true), ("sb_secret_x", false)])
  func keys(_ key: String, _ isBearer: Bool) async throws {
    let double = try SupabaseDouble(["a"])
    _ = try await store(double, key: key).look("a")
    let head = try #require(double.requests.first?.head.lowercased())
    #expect(head.contains("apikey: \(key.lowercased())\r\n"))
    #expect(head.contains("authorization: bearer \(key.lowercased())\r\n") == isBearer)
    #expect(head.contains("user-agent: dfops\r\n"))
  }

  @Test(
    "Failures are read from the body, not the status line",
    arguments: [
      ("400 Bad Request", "404", "Object not found", "NoSuchKey", nil),
      ("400 Bad Request", "404", "Bucket not found", "NoSuchBucket", .refused),
      ("400 Bad Request", "403", "Access denied", "AccessDenied", .denied),
      ("403 Forbidden", "403", "Invalid Compact JWS", "Unauthorized", .denied),
      ("401 Unauthorized", "401", "no", "Unauthorized", .denied),
      ("400 Bad Request", "503", "locked", "LockTimeout", .busy),
      ("400 Bad Request", "423", "locked", "ResourceLocked", .busy),
      ("429 Too Many Requests", "429", "slow down", "SlowDown", .busy),
      ("544 ", "544", "timeout", "DatabaseTimeout", .busy),
      ("402 Payment Required", "402", "over quota", "x", .refused),
    ] as [(String, String, String, String, StoreFailure.Kind?)])
  func failures(
    _ line: String, _ status: String, _ message: String, _ code: String, _ kind: StoreFailure.Kind?
  ) async throws {
    let double = try SupabaseDouble(["a"])
    let body =
      "{\"statusCode\":\"\(status)\",\"error\":\"e\",\"message\":\"\(message)\",\"code\":\"\(code)\"}"
    double.behave { $0.failures = [HTTPDouble.json(line, body)] }
    do throws(StoreFailure) {
      let found = try await store(double).look("a")
      #expect(found == nil && kind == nil)
    } catch {
      #expect(error.kind == kind)
      #expect(!error.reason.contains("eyJx"))
    }
  }

  @Test(
    "HTML, half an answer and a closed connection are no answer",
    arguments: [
      HTTPDouble.json("200 OK", "<html>gateway</html>"),
      "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"id\":", nil,
    ] as [String?])
  func noAnswers(_ answer: String?) async throws {
    let double = try SupabaseDouble(["a"])
    let store = store(double)
    double.behave { $0.failures = [answer, answer] }
    await #expect { try await store.look("a") } throws: { ($0 as? StoreFailure)?.kind == .lost }
    await #expect {
      try await store.delete([ObjectVersion(name: "a", version: nil)])
    } throws: { ($0 as? StoreFailure)?.kind == .lost }
    #expect(double.names == ["a"])
  }

  @Test("30: 200 with half of the names: what is missing is looked at again")
  func half() async throws {
    let names = (100..<1300).map { "simplicity/\($0).csv" }
    let double = try SupabaseDouble(names)
    double.behave { $0.hidden = ["simplicity/150.csv", "simplicity/1200.csv"] }
    let fates = try await delete(names + ["simplicity/x.csv"], double)
    #expect(fates.count == 1201)
    #expect(fates.values.count { $0 == .deleted } == 1198)
    #expect(fates["simplicity/150.csv"]?.word == "denied")
    #expect(fates["simplicity/1200.csv"]?.word == "denied")
    #expect(fates["simplicity/x.csv"] == .gone)
    #expect(double.names.count == 2)
    let deletions = double.requests.filter { $0.method == "DELETE" }
    #expect(deletions.count == 3)
    #expect(double.requests.count < 30)
  }

  @Test("30: a failure after half of the work, 429 for a while, and a lost answer")
  func repeated() async throws {
    let names = (100..<400).map { "simplicity/\($0).csv" }
    let double = try SupabaseDouble(names)
    double.behave { $0.breaksAfter = 100 }
    #expect(try await delete(names, double).values.allSatisfy { $0 == .deleted })
    for name in names.prefix(3) { double.put(name) }
    let objects = try await store(double).page(ObjectQuery()).objects.map {
      ObjectVersion(name: $0.name, version: $0.version)
    }
    double.behave {
      $0.failures = [nil]
      $0.failsAfterwards = true
    }
    await #expect(throws: StoreFailure.self) { try await store(double).delete(objects) }
    #expect(double.names.isEmpty)
  }

  @Test("31: a file that was put there again is another version")
  func replaced() async throws {
    let double = try SupabaseDouble(["a", "b"])
    let store = store(double)
    let planned = try await store.page(ObjectQuery()).objects.map {
      PlannedObject(batch: "b", name: $0.name, bytes: $0.bytes, version: $0.version)
    }
    double.put("a")
    let fates = await ObjectDeletion(store: store, patience: Self.patience).run(planned)
    #expect(fates == ["a": .replaced, "b": .deleted])
    #expect(double.names == ["a"])
  }

  @Test("Bytes come whole; a file that is replaced meanwhile is told")
  func read() async throws {
    let double = try SupabaseDouble()
    double.put("a b/c.csv", size: 300_000)
    let store = store(double)
    let object = try #require(try await store.look("a b/c.csv"))
    var count = 0
    try await store.read(object) { count += $0.count }
    #expect(count == 300_000)
    double.put("a b/c.csv", size: 10)
    await #expect(throws: StoreFailure.self) { try await store.read(object) { _ in } }
  }
}
