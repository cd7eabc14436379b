import FoundationEssentials
import OpsCore
import Synchronization

/// The part of Supabase Storage that a store asks, with its lies: 400 for nearly every failure, 200 for half a deletion.
final class SupabaseDouble: Sendable {
  /// How it behaves.
  struct Behaviour: Sendable {
    /// Names that row security hides from deletions.
    var hidden: Set<String> = []
    /// Answers given instead, the first first; nil closes the connection.
    var failures: [String?] = []
    /// Whether a deletion is done although its answer is a failure.
    var failsAfterwards = false
    /// The number of names after which a deletion breaks off.
    var breaksAfter: Int?
  }

  private struct State {
    var objects: [String: (size: Int, stamp: Int)] = [:]
    var stamp = 0
    var behaviour = Behaviour()
    var requests: [HTTPDouble.Request] = []
  }

  private let state: Box
  private let server: HTTPDouble

  /// Reached by the script while the double itself is being made.
  private final class Box: Sendable {
    let value = Mutex(State())
  }

  init(_ names: [String] = []) throws {
    let state = Box()
    self.state = state
    server = try HTTPDouble.answering({ request in
      state.value.withLock { Self.answer(request, &$0) }
    })
    for name in names { put(name) }
  }

  var url: String { server.url + "/storage/v1" }
  var names: [String] { state.value.withLock { $0.objects.keys.sorted() } }
  var requests: [HTTPDouble.Request] { state.value.withLock { $0.requests } }

  func behave(_ change: (inout Behaviour) -> Void) {
    state.value.withLock { change(&$0.behaviour) }
  }

  func put(_ name: String, size: Int = 5) {
    state.value.withLock { state in
      state.stamp += 1
      state.objects[name] = (size, state.stamp)
    }
  }

  private static func answer(_ request: HTTPDouble.Request, _ state: inout State) -> String? {
    state.requests.append(request)
    let path = PercentDecoding.decoded(request.path)
    let isDeletion = request.method == "DELETE"
    if !state.behaviour.failures.isEmpty {
      let failure = state.behaviour.failures.removeFirst()
      if isDeletion, state.behaviour.failsAfterwards { _ = delete(request.body, &state) }
      return failure
    }
    switch (request.method, path) {
    case ("POST", "/storage/v1/object/list-v2/intake"): return list(request.body, state)
    case ("DELETE", "/storage/v1/object/intake"): return delete(request.body, &state)
    case ("GET", _) where path.hasPrefix("/storage/v1/object/info/intake/"):
      let name = String(path.dropFirst("/storage/v1/object/info/intake/".count))
      guard let object = state.objects[name] else { return notFound }
      return HTTPDouble.json(
        "200 OK",
        "{\"id\":\"i\",\"name\":\"\(name)\",\"version\":\"x\",\"size\":\(object.size),"
          + "\"etag\":\"\\\"e\\\"\",\"last_modified\":\"\(time(object.stamp))\"}")
    case ("GET", _) where path.hasPrefix("/storage/v1/object/authenticated/intake/"):
      let name = String(path.dropFirst("/storage/v1/object/authenticated/intake/".count))
      guard let object = state.objects[name] else { return notFound }
      return HTTPDouble.json("200 OK", String(repeating: "x", count: object.size))
    default:
      return HTTPDouble.json(
        "400 Bad Request",
        "{\"statusCode\":\"404\",\"error\":\"Bucket not found\",\"message\":\"Bucket not found\"}")
    }
  }

  static let notFound = HTTPDouble.json(
    "400 Bad Request",
    "{\"statusCode\":\"404\",\"error\":\"not_found\",\"message\":\"Object not found\",\"code\":\"NoSuchKey\"}"
  )

  private static func list(_ body: String, _ state: State) -> String {
    struct Question: Decodable {
      let prefix: String
      let limit: Int
      let cursor: String?
    }
    guard let question = try? JSONDecoder().decode(Question.self, from: Data(body.utf8)) else {
      return HTTPDouble.json("400 Bad Request", "{}")
    }
    let names = state.objects.keys.sorted().filter {
      $0.hasPrefix(question.prefix) && $0 > question.cursor ?? ""
    }
    let page = names.prefix(question.limit)
    let objects = page.map { name in
      "{\"id\":\"i\",\"name\":\"\(name)\",\"updated_at\":\"\(time(state.objects[name]?.stamp ?? 0))\","
        + "\"metadata\":{\"eTag\":\"\\\"e\\\"\",\"size\":\(state.objects[name]?.size ?? 0)}}"
    }
    let hasNext = names.count > page.count
    let cursor = hasNext ? ",\"nextCursor\":\"\(page.last ?? "")\"" : ""
    return HTTPDouble.json(
      "200 OK",
      "{\"hasNext\":\(hasNext),\"folders\":[],\"objects\":[\(objects.joined(separator: ","))]\(cursor)}"
    )
  }

  private static func delete(_ body: String, _ state: inout State) -> String {
    struct Question: Decodable {
      let prefixes: [String]
    }
    guard let question = try? JSONDecoder().decode(Question.self, from: Data(body.utf8)) else {
      return HTTPDouble.json("400 Bad Request", "{}")
    }
    var rows: [String] = []
    for (index, name) in question.prefixes.enumerated() {
      if let most = state.behaviour.breaksAfter, index >= most {
        state.behaviour.breaksAfter = nil
        return HTTPDouble.json("544 ", "{\"statusCode\":\"544\",\"message\":\"timeout\"}")
      }
      guard !state.behaviour.hidden.contains(name), state.objects[name] != nil else { continue }
      state.objects[name] = nil
      rows.append("{\"bucket_id\":\"intake\",\"name\":\"\(name)\"}")
    }
    return HTTPDouble.json("200 OK", "[\(rows.joined(separator: ","))]")
  }

  private static func time(_ stamp: Int) -> String {
    "2026-11-24T10:00:\(stamp % 50 + 10).123+00:00"
  }
}

/// Decodes paths as a server does.
enum PercentDecoding {
  static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else {
        bytes.append(byte)
        continue
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
