import Testing

@testable import OpsCore
@testable import RemoteServices

@Suite("Google Cloud Storage, what no emulator does")
struct GoogleCloudFaultTests {
  private static let patience = Patience { _ in }

  private static func error(_ code: Int, _ reason: String, _ message: String = "m") -> String {
    HTTPDouble.json(
      "\(code) x",
      "{\"error\":{\"code\":\(code),\"message\":\"\(message)\",\"errors\":"
        + "[{\"domain\":\"global\",\"reason\":\"\(reason)\",\"message\":\"\(message)\"}]}}")
  }

  private static let object = HTTPDouble.json(
    "200 OK",
    "{\"name\":\"a b/c\",\"generation\":\"1700000000000001\",\"size\":\"5\",\"updated\":\"2026-11-24T10:00:00.123Z\"}"
  )

  @Test(
    "Every answer to a deletion has its own meaning",
    arguments: [
      ("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", "deleted"),
      (HTTPDouble.json("200 OK", "null"), "deleted"), (error(404, "notFound"), "absent"),
      (error(404, "notFound", "The specified bucket does not exist."), "failed refused"),
      (error(412, "conditionNotMet"), "replaced"), (error(403, "forbidden"), "denied"),
      (error(403, "retentionPolicyNotMet"), "denied"), (error(401, "authError"), "denied"),
      (error(429, "rateLimitExceeded"), "failed busy"), (error(503, "backendError"), "failed busy"),
      (HTTPDouble.json("502 Bad Gateway", "<html>"), "failed busy"),
    ])
  func deletions(_ answer: String, _ expected: String) async throws {
    let double = try HTTPDouble.answering({ _ in answer })
    let store = GoogleCloudStore(bucket: "intake", base: double.url, tokens: nil)
    let answers = try await store.delete([ObjectVersion(name: "a b/c", version: "17")])
    let word =
      switch answers.first {
      case .deleted: "deleted"
      case .absent: "absent"
      case .denied: "denied"
      case .replaced: "replaced"
      case .failed(let failure): "failed \(failure.kind)"
      case nil: "none"
      }
    #expect(word == expected)
    #expect(
      double.requests.first?.hasPrefix(
        "DELETE /storage/v1/b/intake/o/a%20b%2Fc?ifGenerationMatch=17 HTTP/1.1\r\n") == true)
  }

  @Test("Without a planned generation nothing is asked")
  func noGeneration() async throws {
    let double = try HTTPDouble.answering({ _ in HTTPDouble.json("200 OK", "null") })
    let store = GoogleCloudStore(bucket: "intake", base: double.url, tokens: nil)
    guard case .failed? = try await store.delete([ObjectVersion(name: "a", version: nil)]).first
    else {
      Issue.record("a deletion without a generation")
      return
    }
    #expect(double.requests.isEmpty)
  }

  @Test("31: 412 ends as replaced, whatever was seen before", arguments: [412, 403])
  func engine(_ code: Int) async throws {
    let double = try HTTPDouble.answering({ request in
      request.method == "DELETE"
        ? Self.error(code, code == 412 ? "conditionNotMet" : "forbidden") : Self.object
    })
    let store = GoogleCloudStore(bucket: "intake", base: double.url, tokens: nil)
    let planned = PlannedObject(batch: "b", name: "a b/c", bytes: 5, version: "1700000000000001")
    let fates = await ObjectDeletion(store: store, patience: Self.patience).run([planned])
    #expect(fates["a b/c"]?.word == (code == 412 ? "replaced" : "denied"))
    #expect(double.requests.count { $0.hasPrefix("DELETE") } == 1)
  }

  @Test("A lost answer is asked for again, and a 404 then is a success")
  func lost() async throws {
    let script = Script([Self.object, nil, Self.error(404, "notFound")])
    let double = try HTTPDouble.answering({ _ in script.next() })
    let store = GoogleCloudStore(bucket: "intake", base: double.url, tokens: nil)
    let planned = PlannedObject(batch: "b", name: "a b/c", bytes: 5, version: "1700000000000001")
    let fates = await ObjectDeletion(store: store, patience: Self.patience).run([planned])
    #expect(fates == ["a b/c": .deleted])
  }
}
